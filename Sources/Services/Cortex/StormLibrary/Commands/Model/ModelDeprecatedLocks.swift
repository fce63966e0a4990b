import Storm

extension CommandDeclaration {
    /// `model.deprecated.locks`
    static let modelDeprecatedLocks = CommandDeclaration(
        "model.deprecated.locks", help: "List the deprecated parts of the model and whether they are locked.",
        storm: """
            $locks = $lib.model.deprecated.locks()
            if $locks {
                $lib.print("Lock status for deprecated forms/props:")
                for ($name, $locked) in $lib.sorted($locks) {
                    $lib.print(`{$name}: {$locked}`)
                }
            } else {
                $lib.print("No locks.")
            }
            """)
}
