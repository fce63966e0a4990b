import Storm

extension CommandDeclaration {
    /// `trigger.mod`
    static let triggerMod = CommandDeclaration(
        "trigger.mod", help: "Change the query of a trigger.",
        arguments: [
            .value("iden", help: "The identifier of the trigger, or how it starts."),
            .value("query", help: "The new query."),
        ],
        storm: """
            $iden = $lib.trigger.mod($cmdopts.iden, $cmdopts.query)
            $lib.print(`Modified trigger: {$iden}`)
            """)
}
