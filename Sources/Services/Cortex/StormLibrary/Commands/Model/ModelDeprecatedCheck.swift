import Storm

extension CommandDeclaration {
    /// `model.deprecated.check`
    static let modelDeprecatedCheck = CommandDeclaration(
        "model.deprecated.check", help: "Find data of deprecated parts of the model that are not locked.",
        storm: """
            $found = (false)
            for ($name, $locked) in $lib.sorted($lib.model.deprecated.locks()) {
                if (not $locked) { $found = (true) $lib.warn(`{$name} is not yet locked.`) }
            }
            if (not $found) { $lib.print("Your cortex contains no data that is deprecated and unlocked.") }
            """)
}
