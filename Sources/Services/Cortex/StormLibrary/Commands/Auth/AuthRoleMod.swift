import Storm

extension CommandDeclaration {
    /// `auth.role.mod`
    static let authRoleMod = CommandDeclaration(
        "auth.role.mod", help: "Change a role.",
        arguments: [
            .value("rolename", .text, help: "The name of the role."),
            .option("--name", .text, help: "Its new name."),
        ],
        storm: """
            $role = $lib.auth.roles.byname($cmdopts.rolename)
            if (not $role) {
                $lib.warn(`Role ({$cmdopts.rolename}) not found!`)
            } else {
                if $cmdopts.name {
                    $role.name = $cmdopts.name
                    $lib.print(`Role ({$cmdopts.rolename}) renamed to {$cmdopts.name}.`)
                }
            }
            """)
}
