import Storm

extension CommandDeclaration {
    /// `macro.list`
    static let macroList = CommandDeclaration(
        "macro.list", help: "List the macros.",
        examples: [
            StormExample("macro.list", prints: ["0 macros found"]),
        ],
        storm: """
            $count = (0)
            for ($name, $macro) in $lib.macro.list() {
                $user = $lib.auth.users.get($macro.user)
                $lib.print(`{$name.ljust(20)} (owner: {$user.name})`)
                $count = ($count + 1)
            }
            $lib.print(`{$count} macros found`)
            """)
}
