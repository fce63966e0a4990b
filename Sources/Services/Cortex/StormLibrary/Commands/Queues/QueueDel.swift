import Storm

extension CommandDeclaration {
    /// `queue.del`
    static let queueDel = CommandDeclaration(
        "queue.del", help: "Delete a queue with all that it holds.",
        arguments: [
            .value("name", help: "The name of the queue."),
        ],
        storm: """
            $lib.queue.del($cmdopts.name)
            $lib.print(`queue removed: {$cmdopts.name}`)
            """)
}
