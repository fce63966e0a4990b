import Storm

extension CommandDeclaration {
    /// `gen.risk.threat`
    static let genRiskThreat = CommandDeclaration(
        "gen.risk.threat", help: "Find a threat by name and reporter, or make it.",
        arguments: [
            .value("name", help: "The name."),
            .value("reporter", help: "The name of the reporter."),
        ],
        storm: """
            yield $lib.gen.riskThreat($cmdopts.name, $cmdopts.reporter)
            """)
}
