import Storm

extension CommandDeclaration {
    /// `layer.del`
    static let layerDel = CommandDeclaration(
        "layer.del", help: "Delete a layer with all that it holds.",
        arguments: [
            .value("iden", help: "The identifier of the layer."),
        ],
        storm: """
            $lib.layer.del($cmdopts.iden)
            $lib.print(`Layer deleted: {$cmdopts.iden}`)
            """)
}
