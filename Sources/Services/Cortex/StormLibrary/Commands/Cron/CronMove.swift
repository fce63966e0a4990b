import Storm

extension CommandDeclaration {
    /// `cron.move`
    static let cronMove = CommandDeclaration(
        "cron.move", help: "Move a cron job to another view.",
        arguments: [
            .value("iden", help: "The identifier of the job, or how it starts."),
            .value("view", help: "The view."),
        ],
        storm: """
            $iden = $lib.cron.move($cmdopts.iden, $cmdopts.view)
            $lib.print(`Cron job {$iden} moved to view {$cmdopts.view}`)
            """)
}
