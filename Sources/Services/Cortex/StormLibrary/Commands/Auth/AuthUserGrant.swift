import Storm

extension CommandDeclaration {
    /// `auth.user.grant`
    static let authUserGrant = CommandDeclaration(
        "auth.user.grant", help: "Give a role to a user.",
        arguments: [
            .value("username", .text, help: "The name of the user."),
            .value("rolename", .text, help: "The name of the role."),
            .option("--index", .int, help: "Where in the list of the user's roles it goes; 0 is first."),
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
                    $lib.print(`Granting role {$role.name} to user {$user.name}.`)
                    $user.grant($role.iden, indx=$cmdopts.index)
                }
            }
            """)
}
