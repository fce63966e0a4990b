import Storm

extension CommandDeclaration {
    /// `cron.at`
    static let cronAt = CommandDeclaration(
        "cron.at", help: "Add a job that runs once.",
        arguments: [
            .value("query", help: "The query to run."),
            .option("--minute", help: "In this many minutes."),
            .option("--hour", help: "In this many hours."),
            .option("--day", help: "In this many days."),
            .option("--dt", help: "At this time."),
            .flag("--now", help: "At once."),
            .option("--iden", help: "A fixed identifier."),
            .option("--view", help: "The view; the present one where nothing is said."),
            .option("--affinity", help: "The service that should run it."),
        ],
        storm: """
            $cron = $lib.cron.at(query=$cmdopts.query, minute=$cmdopts.minute, hour=$cmdopts.hour, day=$cmdopts.day, dt=$cmdopts.dt,
                now=$cmdopts.now, iden=$cmdopts.iden, view=$cmdopts.view, affinity=$cmdopts.affinity)
            $lib.print(`Created cron job: {$cron.iden}`)
            """)
}
