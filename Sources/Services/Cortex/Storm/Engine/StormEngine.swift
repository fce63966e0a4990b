import Graph
import Kernel
import Model

/// Runs queries.
public enum StormEngine {
    /// The stack that the thread of a query needs for ``StormLimits/depthMax`` calls inside each other.
    public static let stackBytes = 256 << 20

    /// Runs a query and hands over its messages in order. It never throws: what goes wrong is a message.
    public static func run(
        _ text: String, _ options: StormOptions, host: any StormHost, catalogue: StormCatalogue, queries: StormQueryCache,
        output: @escaping (StormMessage) throws -> Void
    ) {
        let start = host.now()
        let task = options.task ?? host.freshIden()
        var count = 0
        do {
            try output(.initial(task: task, text: text, start: start))
            let runtime = try makeRuntime(text, options, host: host, catalogue: catalogue, queries: queries, task: task, output: output)
            do {
                try execute(runtime) { item in
                    count += 1
                    try runtime.emit(.node(item))
                }
            } catch StormSignal.return {
                // The value goes to nobody.
            }
            try output(.fini(start: start, end: host.now(), count: count))
        } catch {
            // Whoever reads the messages may be gone; then there is nobody left to tell.
            try? output(.error(fault(of: error)))
            try? output(.fini(start: start, end: host.now(), count: count))
        }
    }

    /// Runs a query for the value of its `return`; null without one.
    public static func call(
        _ text: String, _ options: StormOptions, host: any StormHost, catalogue: StormCatalogue, queries: StormQueryCache
    ) throws(Fault) -> StormValue {
        do {
            let task = options.task ?? host.freshIden()
            let runtime = try makeRuntime(text, options, host: host, catalogue: catalogue, queries: queries, task: task) { _ in }
            do {
                try execute(runtime) { _ in }
                return .null
            } catch StormSignal.return {
                return try runtime.context.takeReturned().returned()
            }
        } catch {
            throw fault(of: error)
        }
    }

    private static func makeRuntime(
        _ text: String, _ options: StormOptions, host: any StormHost, catalogue: StormCatalogue, queries: StormQueryCache, task: Iden,
        output: @escaping (StormMessage) throws -> Void
    ) throws -> StormRuntime {
        let query = try queries.query(text, mode: options.mode)
        let session = try host.session(view: options.view, user: options.user)
        let context = QueryContext(
            host: host, catalogue: catalogue, options: options, queries: queries, task: task, output: output)
        context.messages.track(session)
        let runtime = try StormRuntime(
            context, parent: nil, query: query, isFunctionScope: true, user: options.user,
            view: options.view ?? host.defaultView(user: options.user), session: session, isReadOnly: options.isReadOnly,
            isPrivileged: false)
        for entry in options.variables { runtime.set(entry.key, StormValue(entry.value)) }
        return runtime
    }

    private static func execute(_ runtime: StormRuntime, _ sink: @escaping Sink) throws {
        guard let query = runtime.query else { return }
        let enough = runtime.nextSignal()
        var left = runtime.context.options.limit ?? Int.max
        do {
            try runtime.run(query, input: InputNodes.source(runtime)) { item in
                try runtime.check()
                try sink(item)
                left -= 1
                if left <= 0 { throw StormSignal.enough(enough) }
            }
        } catch StormSignal.enough(enough) {
        } catch StormSignal.exit {
        } catch {
            // What was edited before the fault stays, as in the reference.
            try runtime.settle()
            throw error
        }
        try runtime.settle()
    }

    /// What went wrong, as a fault: signals that nobody waited for are mistakes of the query.
    static func fault(of error: any Error) -> Fault {
        switch error {
        case let fault as Fault: fault
        case let passing as StormPassing: fault(of: passing.error)
        case StormSignal.break: loopFault("break")
        case StormSignal.continue: loopFault("continue")
        case StormSignal.stop: generatorFault("stop")
        default: Fault(.stormRuntime, "the query ended in an unexpected way: \(error)")
        }
    }

    private static func loopFault(_ statement: String) -> Fault {
        Fault(
            .stormRuntime, "Loop control statement \"\(statement)\" used outside of a loop.", fields: ["statement": .string(statement)])
    }

    private static func generatorFault(_ statement: String) -> Fault {
        Fault(
            .stormRuntime, "Generator control statement \"\(statement)\" used outside of a generator function.",
            fields: ["statement": .string(statement)])
    }
}
