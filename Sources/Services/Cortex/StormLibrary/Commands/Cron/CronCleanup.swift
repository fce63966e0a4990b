import Storm

extension CommandDeclaration {
    /// `cron.cleanup`
    static let cronCleanup = CommandDeclaration(
        "cron.cleanup", help: "Delete the jobs that have run for the last time.",
        storm: """
            $count = (0)
            for $job in $lib.cron.list() {
                $info = $job.pack()
                if (not $info.recs) {
                    $lib.cron.del($job.iden)
                    $count = ($count + 1)
                }
            }
            $lib.print(`{$count} cron/at jobs deleted.`)
            """)
}
