import Kernel
import Storm

extension CommandDeclaration {
    /// The most nodes of one batch.
    private static let batchSizeMax = 10_000

    /// `batch`
    static let batch = CommandDeclaration(
        "batch", help: "Run a query for several nodes at a time, which it sees as $nodes.",
        arguments: [
            .value("cond", help: "Whether what the query gives goes on, instead of the nodes."),
            .value("query", help: "The query."),
            .option("--size", type: .int, default: 10, help: "How many nodes a run of the query gets."),
        ],
        examples: [
            StormExample("[ inet:asn=1 inet:asn=2 ] | batch (true) { $lib.print($lib.len($nodes)) }", prints: ["2"])
        ]
    ) { run in
        let options = try run.options()
        let size = try options.int("size")
        guard size <= batchSizeMax else {
            throw Fault(.stormRuntime, "Specified batch size (\(size)) is above the maximum (\(batchSizeMax)).")
        }
        let isYielding = options["cond"].isTrue
        let query = try run.runtime.query(options.text("query"))
        var items: [NodePath] = []
        func flush() throws {
            guard !items.isEmpty else { return }
            let nodes = StormValue.list(items.map { .object(NodeObject($0.node, $0.path)) })
            try run.runtime.subquery(query, variables: ["nodes": nodes], shares: false) { item in
                if isYielding { try run.output(item) }
            }
            if !isYielding { for item in items { try run.output(item) } }
            items = []
        }
        try run.source { item in
            try run.runtime.check()
            items.append(item)
            if items.count >= size { try flush() }
        }
        try flush()
    }
}
