import Storm

extension CommandDeclaration {
    /// `tree`
    static let tree = CommandDeclaration(
        "tree", help: "Let each node through, then what the query gives for it, then what it gives for those, and so on.",
        arguments: [.value("query", help: "The query that leads from a node to the next ones.")],
        examples: [StormExample("[ inet:fqdn=a.b.com ] | tree { -> inet:fqdn:domain } | spin", prints: [])]
    ) { run in
        try run.forEach { item, options in
            let query = try run.runtime.query(options.text("query"))
            try grow(item, query, run.runtime, run.output)
        }
    }

    /// The scopes of the query lie inside each other, so that the limit of depth ends a circle.
    private static func grow(
        _ item: NodePath, _ query: StormQuery, _ runtime: StormRuntime, _ sink: @escaping Sink
    ) throws {
        try sink(item)
        let scope = try runtime.scope(for: query, shares: true)
        let start = item.cloned()
        try scope.run(query, input: { sink in try sink(start) }) { try grow($0, query, scope, sink) }
    }
}
