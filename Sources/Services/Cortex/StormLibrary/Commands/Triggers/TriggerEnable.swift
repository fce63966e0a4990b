import Storm

extension CommandDeclaration {
    /// `trigger.enable`
    static let triggerEnable = CommandDeclaration(
        "trigger.enable", help: "Switch a trigger on.",
        arguments: [
            .value("iden", help: "The identifier of the trigger, or how it starts."),
        ],
        storm: """
            $iden = $lib.trigger.enable($cmdopts.iden)
            $lib.print(`Enabled trigger: {$iden}`)
            """)
}
