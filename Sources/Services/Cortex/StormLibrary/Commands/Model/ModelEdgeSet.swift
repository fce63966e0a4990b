import Storm

extension CommandDeclaration {
    /// `model.edge.set`
    static let modelEdgeSet = CommandDeclaration(
        "model.edge.set", help: "Describe the edges of a verb. Deprecated: declare edges in the model.",
        arguments: [
            .value("verb", help: "The verb."),
            .value("key", help: "The name of the description."),
            .value("valu", help: "The value."),
        ],
        storm: """
            $lib.model.edge.set($cmdopts.verb, $cmdopts.key, $cmdopts.valu)
            $lib.print(`Set edge key: verb={$cmdopts.verb} key={$cmdopts.key}`)
            """)
}
