import Storm

extension CommandDeclaration {
    /// `model.edge.del`
    static let modelEdgeDel = CommandDeclaration(
        "model.edge.del", help: "Remove a description of the edges of a verb. Deprecated: declare edges in the model.",
        arguments: [
            .value("verb", help: "The verb."),
            .value("key", help: "The name of the description."),
        ],
        storm: """
            $lib.model.edge.del($cmdopts.verb, $cmdopts.key)
            $lib.print(`Deleted edge key: verb={$cmdopts.verb} key={$cmdopts.key}`)
            """)
}
