import Storm

extension CommandDeclaration {
    /// `auth.user.revoke`
    static let authUserRevoke = CommandDeclaration(
        "auth.user.revoke", help: "Take a role from a user.",
        arguments: [
            .value("username", .text, help: "The name of the user."),
            .value("rolename", .text, help: "The name of the role."),
        ],
        storm: """
            $user = $lib.auth.users.byname($cmdopts.username)
            if (not $user) {
                $lib.warn(`User ({$cmdopts.username}) not found!`)
            } else {
                $role = $lib.auth.roles.byname($cmdopts.rolename)
                if (not $role) {
                    $lib.warn(`Role ({$cmdopts.rolename}) not found!`)
                } else {
                    $lib.print(`Revoking role {$role.name} from user {$user.name}.`)
                    $user.revoke($role.iden)
                }
            }
            """)
}
