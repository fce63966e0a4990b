import Storm

extension CommandDeclaration {
    /// `cron.enable`
    static let cronEnable = CommandDeclaration(
        "cron.enable", help: "Switch a cron job on.",
        arguments: [
            .value("iden", help: "The identifier of the job, or how it starts."),
        ],
        storm: """
            $lib.cron.enable($cmdopts.iden)
            $lib.print(`Enabled cron job: {$cmdopts.iden}`)
            """)
}
