import Storm

extension CommandDeclaration {
    /// `cron.stat`
    static let cronStat = CommandDeclaration(
        "cron.stat", help: "Show a cron job.",
        arguments: [
            .value("iden", help: "The identifier of the job, or how it starts."),
        ],
        storm: """
            $job = $lib.cron.get($cmdopts.iden)
            $info = $job.pprint()
            $lib.print(`iden:            {$job.iden}`)
            $lib.print(`user:            {$info.user}`)
            $lib.print(`enabled:         {$info.enabled}`)
            $lib.print(`recurring:       {$info.isrecur}`)
            $lib.print(`query:           {$info.query}`)
            """)
}
