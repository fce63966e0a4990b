import Storm

extension CommandDeclaration {
    /// `feed.list`
    static let feedList = CommandDeclaration(
        "feed.list", help: "List the kinds of data that can be fed in.",
        storm: """
            $lib.print("Storm feed list:")
            for $feed in $lib.feed.list() {
                $lib.print(`    ({$feed.name}): {$feed.desc}`)
            }
            """)
}
