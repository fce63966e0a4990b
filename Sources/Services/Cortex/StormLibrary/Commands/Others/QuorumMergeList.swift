import Storm

extension CommandDeclaration {
    /// `quorum.merge.list`
    static let quorumMergeList = CommandDeclaration(
        "quorum.merge.list", help: "List the views whose merge is asked for.",
        arguments: [
            .flag("--todo", help: "Only those that this user can vote on."),
        ],
        storm: """
            for $summary in $lib.quorum.merge.list(todo=$cmdopts.todo) {
                $lib.print(`View: {$summary.iden} ({$summary.name})`)
            }
            """)
}
