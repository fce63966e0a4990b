import Storm

extension CommandDeclaration {
    /// `count`
    static let count = CommandDeclaration(
        "count", help: "Print how many nodes come in.",
        arguments: [.flag("--yield", destination: "yieldnodes", help: "Let the nodes through.")],
        examples: [StormExample("[ inet:asn=1 inet:asn=2 ] | count", prints: ["Counted 2 nodes."])]
    ) { run in
        guard try run.options().flag("yieldnodes") else {
            return try run.runtime.print("Counted \(try run.countInput()) nodes.")
        }
        var count = 0
        try run.source { item in
            try run.runtime.check()
            count += 1
            try run.output(item)
        }
        try run.runtime.print("Counted \(count) nodes.")
    }
}
