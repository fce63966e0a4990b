import Storm

extension CommandDeclaration {
    /// `auth.user.list`
    static let authUserList = CommandDeclaration(
        "auth.user.list", help: "List the users.",
        storm: """
            $admins = ([])
            $users = ([])
            $locked = ([])
            for $user in $lib.auth.users.list() {
                if $user.locked { $locked.append($user.name) }
                elif $user.admin { $admins.append($user.name) }
                else { $users.append($user.name) }
            }
            $lib.print("Users:")
            for $name in $lib.sorted($users) { $lib.print(`  {$name}`) }
            $lib.print("")
            $lib.print("Admins:")
            for $name in $lib.sorted($admins) { $lib.print(`  {$name}`) }
            $lib.print("")
            $lib.print("Locked Users:")
            for $name in $lib.sorted($locked) { $lib.print(`  {$name}`) }
            """)
}
