import Storm

extension CommandDeclaration {
    /// `macro.set`
    static let macroSet = CommandDeclaration(
        "macro.set", help: "Set a macro: a query with a name.",
        arguments: [
            .value("name", .text, help: "The name of the macro."),
            .value("storm", help: "The query."),
        ],
        examples: [
            StormExample("macro.set hello { $lib.print(hello) } | macro.exec hello", prints: ["Set macro: hello", "hello"]),
        ],
        storm: """
            $lib.macro.set($cmdopts.name, $cmdopts.storm)
            $lib.print(`Set macro: {$cmdopts.name}`)
            """)
}
