import Storm

extension CommandDeclaration {
    /// `gen.it.prod.soft`
    static let genItProdSoft = CommandDeclaration(
        "gen.it.prod.soft", help: "Find software by name, or make it.",
        arguments: [
            .value("name", help: "The name."),
        ],
        storm: """
            yield $lib.gen.softByName($cmdopts.name)
            """)
}
