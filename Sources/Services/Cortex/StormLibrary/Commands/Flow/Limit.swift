import Storm

extension CommandDeclaration {
    /// `limit`. At least one node passes, as in the reference.
    static let limit = CommandDeclaration(
        "limit", help: "Let only the first nodes through.", arguments: [.value("count", .int, help: "How many nodes pass.")],
        examples: [StormExample("[ inet:asn=1 inet:asn=2 ] | limit 1 | count", prints: ["Counted 1 nodes."])]
    ) { run in
        var left = try run.options().int("count")
        try run.runtime.stoppable { enough in
            try run.source { item in
                try run.output(item)
                left -= 1
                if left <= 0 { throw enough() }
            }
        }
    }
}
