import Storm

extension CommandDeclaration {
    /// `gen.ou.campaign`
    static let genOuCampaign = CommandDeclaration(
        "gen.ou.campaign", help: "Find a campaign by name and reporter, or make it.",
        arguments: [
            .value("name", help: "The name."),
            .value("reporter", help: "The name of the reporter."),
        ],
        storm: """
            yield $lib.gen.campaign($cmdopts.name, $cmdopts.reporter)
            """)
}
