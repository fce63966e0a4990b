import Storm

extension CommandDeclaration {
    /// `queue.list`
    static let queueList = CommandDeclaration(
        "queue.list", help: "List the queues with how much they hold.",
        examples: [
            StormExample("queue.list", prints: ["Storm queue list:"]),
        ],
        storm: """
            $lib.print("Storm queue list:")
            for $info in $lib.queue.list() {
                $name = $info.name.ljust(32)
                $lib.print(`    {$name}:  size: {$info.size} offs: {$info.offs}`)
            }
            """)
}
