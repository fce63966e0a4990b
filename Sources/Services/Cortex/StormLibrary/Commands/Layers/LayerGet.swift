import Storm

extension CommandDeclaration {
    /// `layer.get`
    static let layerGet = CommandDeclaration(
        "layer.get", help: "Show a layer.",
        arguments: [
            .value("iden", count: .optional, help: "The identifier of the layer; the top one of this view where nothing is said."),
        ],
        storm: """
            $layer = $lib.layer.get($cmdopts.iden)
            $lib.print($layer.repr())
            """)
}
