import Storm

extension CommandDeclaration {
    /// `cron.disable`
    static let cronDisable = CommandDeclaration(
        "cron.disable", help: "Switch a cron job off.",
        arguments: [
            .value("iden", help: "The identifier of the job, or how it starts."),
        ],
        storm: """
            $lib.cron.disable($cmdopts.iden)
            $lib.print(`Disabled cron job: {$cmdopts.iden}`)
            """)
}
