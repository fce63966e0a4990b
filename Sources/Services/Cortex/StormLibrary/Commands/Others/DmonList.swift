import Storm

extension CommandDeclaration {
    /// `dmon.list`
    static let dmonList = CommandDeclaration(
        "dmon.list", help: "List the background queries.",
        storm: """
            $lib.print("Storm daemon list:")
            for $info in $lib.dmon.list() {
                $lib.print(`    {$info.iden}:  ({$info.name.ljust(20)}): {$info.status}`)
            }
            """)
}
