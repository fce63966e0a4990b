import Storm

extension CommandDeclaration {
    /// `auth.role.delrule`
    static let authRoleDelrule = CommandDeclaration(
        "auth.role.delrule", help: "Remove a rule from a role.",
        arguments: [
            .value("name", .text, help: "The name of the role."),
            .value("rule", .text, help: "The rule, or with --index its place in the list."),
            .option("--gate", .text, help: "The gate to which the rule belongs."),
            .flag("--index", help: "Take the rule to be its place in the list."),
        ],
        storm: """
            $role = $lib.auth.roles.byname($cmdopts.name)
            if (not $role) {
                $lib.warn(`Role ({$cmdopts.name}) not found!`)
            } else {
                if $cmdopts.index {
                    $rule = $role.popRule($cmdopts.rule, gateiden=$cmdopts.gate)
                } else {
                    $rule = $lib.auth.ruleFromText($cmdopts.rule)
                    $role.delRule($rule, gateiden=$cmdopts.gate)
                }
                $text = $lib.auth.textFromRule($rule)
                $lib.print(`Removed rule {$text} from role {$cmdopts.name}.`)
            }
            """)
}
