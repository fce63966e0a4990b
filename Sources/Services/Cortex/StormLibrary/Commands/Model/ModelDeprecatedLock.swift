import Storm

extension CommandDeclaration {
    /// `model.deprecated.lock`
    static let modelDeprecatedLock = CommandDeclaration(
        "model.deprecated.lock", help: "Forbid new data of a deprecated part of the model.",
        arguments: [
            .value("name", help: "The form or property; * for every one."),
            .flag("--unlock", help: "Allow it again."),
        ],
        storm: """
            if ($cmdopts.name = "*") {
                if $cmdopts.unlock { $lib.print("Unlocking all deprecated model elements.") }
                else { $lib.print("Locking all deprecated model elements.") }
                for ($name, $locked) in $lib.model.deprecated.locks() {
                    $lib.model.deprecated.lock($name, (not $cmdopts.unlock))
                }
            } else {
                if $cmdopts.unlock { $lib.print(`Unlocking: {$cmdopts.name}`) }
                else { $lib.print(`Locking: {$cmdopts.name}`) }
                $lib.model.deprecated.lock($cmdopts.name, (not $cmdopts.unlock))
            }
            """)
}
