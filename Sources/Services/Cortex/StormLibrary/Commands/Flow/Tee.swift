import Kernel
import Storm

extension CommandDeclaration {
    /// `tee`
    static let tee = CommandDeclaration(
        "tee", help: "Send each node through several queries, and let through what they give.",
        arguments: [
            .flag("--join", "-j", destination: "join", help: "Let the node itself through too, after what the queries give."),
            .flag("--parallel", "-p", destination: "parallel", help: "The queries may run at the same time."),
            .value("query", count: .any, help: "The queries."),
        ],
        examples: [StormExample("[ inet:asn=1 ] | tee { } { } | count", prints: ["Counted 2 nodes."])], makesNodes: true
    ) { run in
        var hasNodes = false
        let isSafe = run.isRuntimeSafe
        if isSafe { _ = try queries(run.options(), run) }
        try run.forEach { item, options in
            hasNodes = true
            for query in try queries(options, run) {
                let start = item.cloned()
                try run.runtime.subquery(query, input: { sink in try sink(start) }, sink: run.output)
            }
            if options.flag("join") { try run.output(item) }
        }
        guard !hasNodes, isSafe else { return }
        for query in try queries(run.options(), run) { try run.runtime.subquery(query, sink: run.output) }
    }

    private static func queries(_ options: CommandOptions, _ run: CommandRun) throws -> [StormQuery] {
        let texts = try options.texts("query")
        guard !texts.isEmpty else { throw Fault(.stormRuntime, "Tee command must take at least one query as input.") }
        return try texts.map { try run.runtime.query($0) }
    }
}
