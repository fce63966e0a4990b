import Storm

extension CommandDeclaration {
    /// `auth.user.show`
    static let authUserShow = CommandDeclaration(
        "auth.user.show", help: "Show a user with rules and roles.",
        arguments: [
            .value("username", .text, help: "The name of the user."),
        ],
        storm: """
            $user = $lib.auth.users.byname($cmdopts.username)
            if (not $user) {
                $lib.warn(`User ({$cmdopts.username}) not found!`)
            } else {
                $lib.print(`User: {$user.name} ({$user.iden})`)
                $lib.print("")
                $lib.print(`  Locked: {$user.locked}`)
                $lib.print(`  Admin: {$user.admin}`)
                $lib.print(`  Email: {$user.email}`)
                $lib.print("  Rules:")
                for ($index, $rule) in $lib.iters.enum($user.getRules()) {
                    $text = $lib.auth.textFromRule($rule)
                    $lib.print(`    [{("{i}").format(i=$index).ljust(3)}] - {$text}`)
                }
                $lib.print("")
                $lib.print("  Roles:")
                for $role in $user.roles() {
                    $lib.print(`    {$role.iden} - {$role.name}`)
                }
                $lib.print("")
                $lib.print("  Gates:")
                for $gate in $user.gates() {
                    $lib.print(`    {$gate.iden} - ({$gate.type})`)
                    for ($index, $rule) in $lib.iters.enum($user.getRules(gateiden=$gate.iden)) {
                        $text = $lib.auth.textFromRule($rule)
                        $lib.print(`      [{("{i}").format(i=$index).ljust(3)}] - {$text}`)
                    }
                }
            }
            """)
}
