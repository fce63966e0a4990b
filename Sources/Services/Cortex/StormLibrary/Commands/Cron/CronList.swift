import Storm

extension CommandDeclaration {
    /// `cron.list`
    static let cronList = CommandDeclaration(
        "cron.list", help: "List the cron jobs.",
        examples: [
            StormExample("cron.list", prints: ["No cron jobs found"]),
        ],
        storm: """
            $jobs = $lib.cron.list()
            if $jobs {
                for $job in $jobs {
                    $info = $job.pprint()
                    $who = `{$info.user.ljust(10)} {$info.idenshort.ljust(10)} {$info.viewshort.ljust(10)}`
                    $lib.print(`{$who} {$info.enabled.ljust(6)} {$info.query}`)
                }
            } else {
                $lib.print("No cron jobs found")
            }
            """)
}
