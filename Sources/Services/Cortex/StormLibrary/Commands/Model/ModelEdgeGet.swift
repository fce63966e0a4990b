import Storm

extension CommandDeclaration {
    /// `model.edge.get`
    static let modelEdgeGet = CommandDeclaration(
        "model.edge.get", help: "Show what is said of the edges of a verb. Deprecated: declare edges in the model.",
        arguments: [
            .value("verb", help: "The verb."),
        ],
        storm: """
            $kvpairs = $lib.model.edge.get($cmdopts.verb)
            if $kvpairs {
                $lib.print(`verb = {$cmdopts.verb}`)
                for ($key, $value) in $kvpairs { $lib.print(`    {$key} = {$value}`) }
            } else {
                $lib.print(`verb={$cmdopts.verb} contains no key-value pairs.`)
            }
            """)
}
