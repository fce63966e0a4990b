import Storm

extension CommandDeclaration {
    /// `storm.exec`
    static let stormExec = CommandDeclaration(
        "storm.exec", help: "Run a query that is text or a variable as if it stood here.",
        arguments: [.value("query", help: "The query.")],
        examples: [StormExample("storm.exec { $lib.print(hello) }", prints: ["hello"])], makesNodes: true
    ) { run in try run.runThrough(isOnce: run.isRuntimeSafe) { try run.runtime.query($0.text("query")) } }

    /// `parallel`. The workers take turns: order and effects are those of one.
    static let parallel = CommandDeclaration(
        "parallel", help: "Send the nodes through a query that may run several times at once.",
        arguments: [
            .option("--size", type: .int, default: 8, help: "How many may run at once."),
            .value("query", help: "The query."),
        ],
        examples: [StormExample("[ inet:asn=1 ] | parallel { [ :name=one ] } | spin", prints: [])], makesNodes: true
    ) { run in try run.runThrough(isOnce: run.isRuntimeSafe) { try run.runtime.query($0.text("query")) } }
}

extension CommandRun {
    /// Lets all that comes in flow through the query. Once for all nodes, or, where the query depends on the node, for each of them.
    func runThrough(isOnce: Bool, _ query: @escaping (CommandOptions) throws -> StormQuery) throws {
        guard !isOnce else {
            return try runtime.subquery(query(options()), input: source, sink: output)
        }
        try forEach { item, options in
            try self.runtime.subquery(query(options), input: { sink in try sink(item) }, sink: self.output)
        }
    }
}
