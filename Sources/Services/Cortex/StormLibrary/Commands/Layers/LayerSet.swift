import Storm

extension CommandDeclaration {
    /// `layer.set`
    static let layerSet = CommandDeclaration(
        "layer.set", help: "Set a property of a layer.",
        arguments: [
            .value("iden", help: "The identifier of the layer."),
            .value("name", help: "What to set."),
            .value("valu", help: "The value."),
        ],
        storm: """
            $layer = $lib.layer.get($cmdopts.iden)
            $layer.set($cmdopts.name, $cmdopts.valu)
            $lib.print($layer.repr())
            $lib.print("Layer updated.")
            """)
}
