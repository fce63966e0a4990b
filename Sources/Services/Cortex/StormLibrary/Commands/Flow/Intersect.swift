import Graph
import Storm

extension CommandDeclaration {
    /// `intersect`
    static let intersect = CommandDeclaration(
        "intersect", help: "Let the nodes through that the query gives for every node that comes in.",
        arguments: [.value("query", .text, help: "The query that runs for each node.")],
        examples: [StormExample("[ inet:asn=1 ] | intersect { inet:asn } | spin", prints: [])]
    ) { run in
        var common: [(name: NodeName, item: NodePath)]?
        try run.forEach { item, options in
            let query = try run.runtime.query(options.text("query"))
            var found: [NodeName: NodePath] = [:]
            var order: [NodeName] = []
            let start = item.cloned()
            try run.runtime.subquery(query, input: { sink in try sink(start) }) { result in
                if found.updateValue(result, forKey: result.node.name) == nil { order.append(result.node.name) }
            }
            if let known = common {
                common = known.filter { found[$0.name] != nil }
            } else {
                common = order.compactMap { name in found[name].map { (name, $0) } }
            }
        }
        for (_, item) in common ?? [] { try run.output(item) }
    }
}
