import Storm

extension CommandDeclaration {
    /// `gen.ou.id.type`
    static let genOuIdType = CommandDeclaration(
        "gen.ou.id.type", help: "Find a type of identity number by name, or make it.",
        arguments: [
            .value("name", help: "The name."),
        ],
        storm: """
            yield $lib.gen.orgIdType($cmdopts.name)
            """)
}
