import Storm

extension CommandDeclaration {
    /// `gen.ou.industry`
    static let genOuIndustry = CommandDeclaration(
        "gen.ou.industry", help: "Find an industry by name, or make it.",
        arguments: [
            .value("name", help: "The name."),
        ],
        storm: """
            yield $lib.gen.industryByName($cmdopts.name)
            """)
}
