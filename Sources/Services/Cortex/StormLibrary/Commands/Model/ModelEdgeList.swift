import Storm

extension CommandDeclaration {
    /// `model.edge.list`
    static let modelEdgeList = CommandDeclaration(
        "model.edge.list", help: "List the verbs of the edges in this view. Deprecated: declare edges in the model.",
        examples: [
            StormExample("model.edge.list", prints: ["No edge verbs found in the current view."]),
        ],
        storm: """
            $edges = $lib.model.edge.list()
            if $edges {
                $lib.print("")
                $lib.print(`{("verb").ljust(10)} {("doc").ljust(20)}`)
                for ($verb, $kvdict) in $edges {
                    $lib.print(`{$verb.ljust(10)} {$kvdict.doc}`)
                }
                $lib.print("")
            } else {
                $lib.print("No edge verbs found in the current view.")
            }
            """)
}
