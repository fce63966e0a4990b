import Storm

extension CommandDeclaration {
    /// `trigger.del`
    static let triggerDel = CommandDeclaration(
        "trigger.del", help: "Delete a trigger.",
        arguments: [
            .value("iden", help: "The identifier of the trigger, or how it starts."),
        ],
        storm: """
            $iden = $lib.trigger.del($cmdopts.iden)
            $lib.print(`Deleted trigger: {$iden}`)
            """)
}
