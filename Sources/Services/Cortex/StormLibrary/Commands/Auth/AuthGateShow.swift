import Storm

extension CommandDeclaration {
    /// `auth.gate.show`
    static let authGateShow = CommandDeclaration(
        "auth.gate.show", help: "Show who may do what with the object behind an auth gate.",
        arguments: [
            .value("gateiden", .text, help: "The identifier of the gate."),
        ],
        storm: """
            $gate = $lib.auth.gates.get($cmdopts.gateiden)
            if (not $gate) {
                $lib.warn(`No auth gate with iden: {$cmdopts.gateiden}`)
            } else {
                $lib.print(`Gate Type: {$gate.type}`)
                $lib.print("")
                $lib.print("Auth Gate Users:")
                for $user in $gate.users {
                    $lib.print(`  {$user.iden} - {$lib.auth.users.get($user.iden).name}`)
                    $lib.print(`    Admin: {$user.admin}`)
                    $lib.print("    Rules:")
                    for ($index, $rule) in $lib.iters.enum($user.rules) {
                        $lib.print(`      {$lib.auth.textFromRule($rule)}`)
                    }
                }
                $lib.print("")
                $lib.print("Auth Gate Roles:")
                for $role in $gate.roles {
                    $lib.print(`  {$role.iden} - {$lib.auth.roles.get($role.iden).name}`)
                    $lib.print("    Rules:")
                    for $rule in $role.rules {
                        $lib.print(`      {$lib.auth.textFromRule($rule)}`)
                    }
                }
            }
            """)
}
