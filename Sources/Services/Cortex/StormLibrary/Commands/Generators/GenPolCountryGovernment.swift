import Storm

extension CommandDeclaration {
    /// `gen.pol.country.government`
    static let genPolCountryGovernment = CommandDeclaration(
        "gen.pol.country.government", help: "Find the government of a country, or make it.",
        arguments: [
            .value("iso2", help: "The two letters of ISO 3166."),
            .flag("--try", help: "Make nothing where a value is bad, instead of failing."),
        ],
        storm: """
            yield $lib.gen.polCountryOrgByIso2($cmdopts.iso2, try=$cmdopts.try)
            """)
}
