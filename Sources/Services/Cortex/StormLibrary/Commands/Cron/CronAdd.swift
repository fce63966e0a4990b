import Storm

extension CommandDeclaration {
    /// `cron.add`
    static let cronAdd = CommandDeclaration(
        "cron.add", help: "Add a job that runs again and again.",
        arguments: [
            .value("query", help: "The query to run."),
            .flag("--pool", help: "Let the members of the query pool run it."),
            .option("--affinity", help: "The service that should run it."),
            .option("--name", help: "A name for people."),
            .option("--iden", help: "A fixed identifier."),
            .option("--doc", help: "What it is for."),
            .option("--view", help: "The view; the present one where nothing is said."),
            .option("--period", help: "When to run it, as five fields of minute, hour, day, month and weekday."),
            .option("--minute", help: "Deprecated: the minutes."),
            .option("--hour", help: "Deprecated: the hours."),
            .option("--day", help: "Deprecated: the days."),
            .option("--month", help: "Deprecated: the months."),
            .option("--year", help: "Deprecated: the years."),
            .option("--hourly", help: "Deprecated: each hour at this minute."),
            .option("--daily", help: "Deprecated: each day at this time."),
            .option("--monthly", help: "Deprecated: each month on this day."),
            .option("--yearly", help: "Deprecated: each year at this time."),
        ],
        storm: """
            $when = ({})
            for ($key, $value) in $cmdopts {
                if ($value != null) { $when.$key = $value }
            }
            for $key in ("minute", "hour", "day", "month", "year", "hourly", "daily", "monthly", "yearly") {
                if ($when.$key != null) { $lib.warn(`"--{$key}" is deprecated and will be removed in v3.0.0.`) }
            }
            $cron = $lib.cron.add(query=$cmdopts.query, pool=$cmdopts.pool, affinity=$cmdopts.affinity, name=$cmdopts.name,
                iden=$cmdopts.iden, doc=$cmdopts.doc, view=$cmdopts.view, period=$cmdopts.period,
                minute=$cmdopts.minute, hour=$cmdopts.hour, day=$cmdopts.day, month=$cmdopts.month, year=$cmdopts.year,
                hourly=$cmdopts.hourly, daily=$cmdopts.daily, monthly=$cmdopts.monthly, yearly=$cmdopts.yearly)
            $lib.print(`Created cron job: {$cron.iden}`)
            """)
}
