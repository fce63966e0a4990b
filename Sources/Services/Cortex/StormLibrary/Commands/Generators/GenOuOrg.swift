import Storm

extension CommandDeclaration {
    /// `gen.ou.org`
    static let genOuOrg = CommandDeclaration(
        "gen.ou.org", help: "Find an organization by name, or make it.",
        arguments: [
            .value("name", help: "The name."),
        ],
        storm: """
            yield $lib.gen.orgByName($cmdopts.name)
            """)
}
