import Storm

extension CommandDeclaration {
    /// `cron.mod`
    static let cronMod = CommandDeclaration(
        "cron.mod", help: "Change the query or the times of a cron job.",
        arguments: [
            .value("iden", help: "The identifier of the job, or how it starts."),
            .value("query", count: .optional, help: "The new query."),
            .option("--period", help: "When to run it, as five fields of minute, hour, day, month and weekday."),
        ],
        storm: """
            if ($cmdopts.query != null) { $lib.cron.mod($cmdopts.iden, $cmdopts.query) }
            if ($cmdopts.period != null) { $lib.cron.get($cmdopts.iden).set(period, $cmdopts.period) }
            $lib.print(`Modified cron job: {$cmdopts.iden}`)
            """)
}
