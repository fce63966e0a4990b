import Storm

extension CommandDeclaration {
    /// `gen.pol.country`
    static let genPolCountry = CommandDeclaration(
        "gen.pol.country", help: "Find a country by its two letters, or make it.",
        arguments: [
            .value("iso2", help: "The two letters of ISO 3166."),
            .flag("--try", help: "Make nothing where a value is bad, instead of failing."),
        ],
        storm: """
            yield $lib.gen.polCountryByIso2($cmdopts.iso2, try=$cmdopts.try)
            """)
}
