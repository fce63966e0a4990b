import Graph
import Model
import Storm

extension CommandDeclaration {
    /// `uniq`
    static let uniq = CommandDeclaration(
        "uniq", help: "Let each node through once, or one node for each value.",
        arguments: [.value("value", count: .optional, help: "The value by which nodes are told apart; without one, the node itself.")],
        examples: [StormExample("[ inet:asn=1 inet:asn=2 ] | tee { } { } | uniq | count", prints: ["Counted 2 nodes."])]
    ) { run in
        var values: Set<ModelValue> = []
        var names: Set<NodeName> = []
        try run.forEach { item, options in
            let isNew =
                options.isGiven("value")
                ? values.insert(try options["value"].primitive()).inserted : names.insert(item.node.name).inserted
            if isNew { try run.output(item) }
        }
    }
}
