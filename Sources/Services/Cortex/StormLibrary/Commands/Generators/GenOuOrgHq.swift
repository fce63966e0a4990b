import Storm

extension CommandDeclaration {
    /// `gen.ou.org.hq`
    static let genOuOrgHq = CommandDeclaration(
        "gen.ou.org.hq", help: "Find the headquarters of an organization, or make it.",
        arguments: [
            .value("name", help: "The name."),
        ],
        storm: """
            yield $lib.gen.orgHqByName($cmdopts.name)
            """)
}
