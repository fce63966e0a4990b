import Storm

extension CommandDeclaration {
    /// `vault.set.perm`
    static let vaultSetPerm = CommandDeclaration(
        "vault.set.perm", help: "Set who may do what with a vault.",
        arguments: [
            .value("name", .text, help: "The name of the vault."),
            .option("--user", .text, help: "The user."),
            .option("--role", .text, help: "The role."),
            .option("--level", .text, help: "deny, read, edit or admin."),
            .flag("--revoke", help: "Take the level back."),
        ],
        storm: """
            $vault = $lib.vault.byname($cmdopts.name)
            if ($cmdopts.user != null) { $iden = $lib.auth.users.byname($cmdopts.user).iden }
            elif ($cmdopts.role != null) { $iden = $lib.auth.roles.byname($cmdopts.role).iden }
            else { $lib.exit("Name a user or a role.") }
            $level = null
            if (not $cmdopts.revoke) { $level = $lib.auth.easyperm.level.($cmdopts.level) }
            $vault.setPerm($iden, $level)
            $lib.print(`Set the permission of vault {$cmdopts.name}.`)
            """)
}
