import Storm

extension CommandDeclaration {
    /// `count`
    static let count = CommandDeclaration(
        "count", help: "Print how many nodes come in.",
        arguments: [.flag("--yield", destination: "yieldnodes", help: "Let the nodes through.")],
        examples: [StormExample("[ inet:asn=1 inet:asn=2 ] | count", prints: ["Counted 2 nodes."])]
    ) { run in
        let isYielding = try run.options().flag("yieldnodes")
        var count = 0
        try run.source { item in
            try run.runtime.check()
            count += 1
            if isYielding { try run.output(item) }
        }
        try run.runtime.print("Counted \(count) nodes.")
    }
}
