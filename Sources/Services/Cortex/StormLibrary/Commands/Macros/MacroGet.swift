import Storm

extension CommandDeclaration {
    /// `macro.get`
    static let macroGet = CommandDeclaration(
        "macro.get", help: "Show the query of a macro.",
        arguments: [
            .value("name", .text, help: "The name of the macro."),
        ],
        storm: """
            $macro = $lib.macro.get($cmdopts.name)
            if ($macro != null) {
                $lib.print($macro.storm)
            } else {
                $lib.print(`Macro not found: {$cmdopts.name}`)
            }
            """)
}
