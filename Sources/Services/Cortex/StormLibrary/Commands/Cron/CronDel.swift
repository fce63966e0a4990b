import Storm

extension CommandDeclaration {
    /// `cron.del`
    static let cronDel = CommandDeclaration(
        "cron.del", help: "Delete a cron job.",
        arguments: [
            .value("iden", help: "The identifier of the job, or how it starts."),
        ],
        storm: """
            $lib.cron.del($cmdopts.iden)
            $lib.print(`Deleted cron job: {$cmdopts.iden}`)
            """)
}
