import Storm

extension CommandDeclaration {
    /// `vault.add`
    static let vaultAdd = CommandDeclaration(
        "vault.add", help: "Add a vault: configuration and secrets of a type.",
        arguments: [
            .value("name", .text, help: "The name."),
            .value("type", .text, help: "The type."),
            .value("secrets", help: "The secrets."),
            .value("configs", help: "The configuration."),
            .option("--user", .text, help: "The user to whom it belongs."),
            .option("--role", .text, help: "The role to which it belongs."),
            .option("--unscoped", .text, help: "The user to whom it belongs without being the default."),
            .flag("--global", help: "For everybody."),
        ],
        storm: """
            $scope = null
            $owner = null
            if ($cmdopts.global) { $scope = global }
            elif ($cmdopts.user != null) { $scope = user $owner = $lib.auth.users.byname($cmdopts.user).iden }
            elif ($cmdopts.role != null) { $scope = role $owner = $lib.auth.roles.byname($cmdopts.role).iden }
            elif ($cmdopts.unscoped != null) { $owner = $lib.auth.users.byname($cmdopts.unscoped).iden }
            $vault = $lib.vault.add($cmdopts.name, $cmdopts.type, $scope, $owner, $cmdopts.secrets, $cmdopts.configs)
            $lib.print(`Vault created with iden: {$vault.iden}.`)
            """)
}
