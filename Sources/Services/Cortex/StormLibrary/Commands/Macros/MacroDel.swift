import Storm

extension CommandDeclaration {
    /// `macro.del`
    static let macroDel = CommandDeclaration(
        "macro.del", help: "Delete a macro.",
        arguments: [
            .value("name", .text, help: "The name of the macro."),
        ],
        storm: """
            $lib.macro.del($cmdopts.name)
            $lib.print(`Removed macro: {$cmdopts.name}`)
            """)
}
