import Storm

extension CommandDeclaration {
    /// `gen.geo.place`
    static let genGeoPlace = CommandDeclaration(
        "gen.geo.place", help: "Find a place by name, or make it.",
        arguments: [
            .value("name", help: "The name."),
        ],
        storm: """
            yield $lib.gen.geoPlaceByName($cmdopts.name)
            """)
}
