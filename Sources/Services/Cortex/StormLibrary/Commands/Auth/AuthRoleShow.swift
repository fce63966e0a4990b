import Storm

extension CommandDeclaration {
    /// `auth.role.show`
    static let authRoleShow = CommandDeclaration(
        "auth.role.show", help: "Show a role with its rules.",
        arguments: [
            .value("rolename", .text, help: "The name of the role."),
        ],
        storm: """
            $role = $lib.auth.roles.byname($cmdopts.rolename)
            if (not $role) {
                $lib.warn(`No role named: {$cmdopts.rolename}`)
            } else {
                $lib.print(`Role: {$role.name} ({$role.iden})`)
                $lib.print("")
                $lib.print("  Rules:")
                for ($index, $rule) in $lib.iters.enum($role.getRules()) {
                    $text = $lib.auth.textFromRule($rule)
                    $lib.print(`    [{("{i}").format(i=$index).ljust(3)}] - {$text}`)
                }
                $lib.print("")
                $lib.print("  Gates:")
                for $gate in $role.gates() {
                    $lib.print(`    {$gate.iden} - ({$gate.type})`)
                    for ($index, $rule) in $lib.iters.enum($role.getRules(gateiden=$gate.iden)) {
                        $text = $lib.auth.textFromRule($rule)
                        $lib.print(`      [{("{i}").format(i=$index).ljust(3)}] - {$text}`)
                    }
                }
            }
            """)
}
