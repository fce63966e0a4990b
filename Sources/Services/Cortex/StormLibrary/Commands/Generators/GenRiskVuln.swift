import Storm

extension CommandDeclaration {
    /// `gen.risk.vuln`
    static let genRiskVuln = CommandDeclaration(
        "gen.risk.vuln", help: "Find a vulnerability by CVE number, or make it.",
        arguments: [
            .value("cve", help: "The CVE number."),
            .value("reporter", count: .optional, help: "The name of the reporter."),
            .flag("--try", help: "Make nothing where a value is bad, instead of failing."),
        ],
        storm: """
            yield $lib.gen.vulnByCve($cmdopts.cve, try=$cmdopts.try, reporter=$cmdopts.reporter)
            """)
}
