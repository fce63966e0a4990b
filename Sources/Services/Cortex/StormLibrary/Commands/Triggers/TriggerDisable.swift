import Storm

extension CommandDeclaration {
    /// `trigger.disable`
    static let triggerDisable = CommandDeclaration(
        "trigger.disable", help: "Switch a trigger off.",
        arguments: [
            .value("iden", help: "The identifier of the trigger, or how it starts."),
        ],
        storm: """
            $iden = $lib.trigger.disable($cmdopts.iden)
            $lib.print(`Disabled trigger: {$iden}`)
            """)
}
