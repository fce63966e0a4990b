import Storm

extension CommandDeclaration {
    /// `gen.ou.id.number`
    static let genOuIdNumber = CommandDeclaration(
        "gen.ou.id.number", help: "Find an identity number by type and value, or make it.",
        arguments: [
            .value("type", help: "The type."),
            .value("value", help: "The value."),
        ],
        storm: """
            yield $lib.gen.orgIdNumber($cmdopts.type, $cmdopts.value)
            """)
}
