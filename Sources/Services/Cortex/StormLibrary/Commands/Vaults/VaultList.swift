import Storm

extension CommandDeclaration {
    /// `vault.list`
    static let vaultList = CommandDeclaration(
        "vault.list", help: "List the vaults.",
        arguments: [
            .option("--name", .text, help: "Only the one with this name."),
            .option("--type", .text, help: "Only those of this type."),
            .flag("--showsecrets", help: "Show the secrets too."),
        ],
        storm: """
            $count = (0)
            for $vault in $lib.vault.list() {
                if ($cmdopts.name != null and $vault.name != $cmdopts.name) { continue }
                if ($cmdopts.type != null and $vault.type != $cmdopts.type) { continue }
                $count = ($count + 1)
                $lib.print(`Vault: {$vault.iden}`)
                $lib.print(`  Name: {$vault.name}`)
                $lib.print(`  Type: {$vault.type}`)
                $lib.print(`  Scope: {$vault.scope}`)
                if $cmdopts.showsecrets { $lib.print(`  Secrets: {$vault.secrets}`) }
            }
            $lib.print(`{$count} vaults found.`)
            """)
}
