import Storm

extension CommandDeclaration {
    /// `auth.role.del`
    static let authRoleDel = CommandDeclaration(
        "auth.role.del", help: "Delete a role.",
        arguments: [
            .value("name", .text, help: "The name of the role."),
        ],
        storm: """
            $role = $lib.auth.roles.byname($cmdopts.name)
            if (not $role) {
                $lib.warn(`Role ({$cmdopts.name}) not found!`)
            } else {
                $lib.auth.roles.del($role.iden)
                $lib.print(`Role ({$cmdopts.name}) deleted.`)
            }
            """)
}
