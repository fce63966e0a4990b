import Storm

extension CommandDeclaration {
    /// `gen.risk.tool.software`
    static let genRiskToolSoftware = CommandDeclaration(
        "gen.risk.tool.software", help: "Find a tool by name and reporter, or make it.",
        arguments: [
            .value("name", help: "The name."),
            .value("reporter", help: "The name of the reporter."),
        ],
        storm: """
            yield $lib.gen.riskToolSoftware($cmdopts.name, $cmdopts.reporter)
            """)
}
