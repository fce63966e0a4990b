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

/// A lift as a step of a pipeline: it passes on what comes in, and adds its own nodes behind all, or, where it depends on them, behind each.
struct LiftOperator: Operator {
    let lifting: any Lifting
    let isReversed: Bool

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        let run = LiftRun(runtime, isReversed: isReversed)
        guard !lifting.dependence.isRuntimeSafe(runtime) else {
            try source(sink)
            return try lifting.lift(run, nil) { node in try sink(runtime.started(at: node)) }
        }
        try source { item in
            try sink(item)
            try lifting.lift(run, item) { node in try sink(item.forked(to: node, .runtime)) }
        }
    }

    /// How many nodes it adds when nothing comes in, where that is known without making them.
    func count(_ runtime: StormRuntime) throws -> Int? {
        guard lifting.dependence.isRuntimeSafe(runtime) else { return nil }
        return try lifting.count(LiftRun(runtime, isReversed: isReversed))
    }
}
