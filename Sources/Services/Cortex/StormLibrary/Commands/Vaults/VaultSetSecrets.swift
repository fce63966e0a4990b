import Storm

extension CommandDeclaration {
    /// `vault.set.secrets`
    static let vaultSetSecrets = CommandDeclaration(
        "vault.set.secrets", help: "Set a secret of a vault.",
        arguments: [
            .value("name", .text, help: "The name of the vault."),
            .value("key", .text, help: "The key."),
            .option("--value", help: "The value."),
            .flag("--delete", help: "Remove the key."),
        ],
        storm: """
            $vault = $lib.vault.byname($cmdopts.name)
            $key = $cmdopts.key
            if $cmdopts.delete {
                $vault.secrets.$key = $lib.undef
                $lib.print(`Deleted {$key} of vault {$cmdopts.name}.`)
            } else {
                $vault.secrets.$key = $cmdopts.value
                $lib.print(`Set {$key} of vault {$cmdopts.name}.`)
            }
            """)
}
