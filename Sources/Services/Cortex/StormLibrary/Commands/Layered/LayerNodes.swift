import Graph
import Kernel
import Model
import Storm

extension CommandRun {
    /// Pushes every node of which the top layer says anything, in the order of their numbers.
    func forEachTouched(_ body: (NodePath) throws -> Void) throws {
        guard let top = runtime.session.layers.first else { return }
        let cursor = try runtime.session.lift(Lift(.touched(top)))
        while case let nodes = try cursor.next(256), !nodes.isEmpty {
            for node in nodes {
                try runtime.check()
                try body(runtime.started(at: node))
            }
        }
    }

    /// Whether the view is a fork.
    var isForked: Bool { runtime.core.view(runtime.view)?.parent != nil }
}
