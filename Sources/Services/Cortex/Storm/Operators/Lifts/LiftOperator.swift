import Graph
import Model

/// What one kind of lift gives, for a node or outside of nodes.
protocol Lifting: Sendable {
    var dependence: NodeDependence { get }
    func lift(_ run: LiftRun, _ input: NodePath?, _ body: (Node) throws -> Void) throws
    /// How many nodes it gives, where an index can say so.
    func count(_ run: LiftRun) throws -> Int?
}

extension Lifting {
    func count(_ run: LiftRun) throws -> Int? { nil }
}

/// A lift as a step of a pipeline: it passes on what comes in, and adds its own nodes behind all, or,
/// where it depends on them, behind each.
struct LiftOperator: Operator {
    let lifting: any Lifting
    let isReversed: Bool

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        let run = LiftRun(runtime, isReversed: isReversed)
        let request = runtime.context.countRequest
        runtime.context.countRequest = nil
        guard !lifting.dependence.isRuntimeSafe(runtime) else {
            try source(sink)
            if let request, let count = try lifting.count(run) {
                request.count += count
                return
            }
            return try lifting.lift(run, nil) { node in try sink(runtime.started(at: node)) }
        }
        try source { item in
            try sink(item)
            try lifting.lift(run, item) { node in try sink(item.forked(to: node, .runtime)) }
        }
    }
}

/// The wish of a command to know how many nodes there are, without seeing them.
final class CountRequest {
    /// Nodes that were counted instead of being pushed.
    var count = 0
}
