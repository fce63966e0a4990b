import Storm

extension CommandDeclaration {
    /// `queue.add`
    static let queueAdd = CommandDeclaration(
        "queue.add", help: "Add a queue.",
        arguments: [
            .value("name", help: "The name of the queue."),
        ],
        examples: [
            StormExample("queue.add work", prints: ["queue added: work"]),
        ],
        storm: """
            $lib.queue.add($cmdopts.name)
            $lib.print(`queue added: {$cmdopts.name}`)
            """)
}
