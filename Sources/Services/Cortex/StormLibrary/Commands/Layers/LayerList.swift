import Storm

extension CommandDeclaration {
    /// `layer.list`
    static let layerList = CommandDeclaration(
        "layer.list", help: "List the layers.",
        storm: """
            $lib.print("Layers:")
            for $layer in $lib.layer.list() {
                $lib.print($layer.repr())
            }
            """)
}
