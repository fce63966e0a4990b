import Storm

extension CommandDeclaration {
    /// `auth.user.delrule`
    static let authUserDelrule = CommandDeclaration(
        "auth.user.delrule", help: "Remove a rule from a user.",
        arguments: [
            .value("name", .text, help: "The name of the user."),
            .value("rule", .text, help: "The rule, or with --index its place in the list."),
            .option("--gate", .text, help: "The gate to which the rule belongs."),
            .flag("--index", help: "Take the rule to be its place in the list."),
        ],
        storm: """
            $user = $lib.auth.users.byname($cmdopts.name)
            if (not $user) {
                $lib.warn(`User ({$cmdopts.name}) not found!`)
            } else {
                if $cmdopts.index {
                    $rule = $user.popRule($cmdopts.rule, gateiden=$cmdopts.gate)
                } else {
                    $rule = $lib.auth.ruleFromText($cmdopts.rule)
                    $user.delRule($rule, gateiden=$cmdopts.gate)
                }
                $text = $lib.auth.textFromRule($rule)
                $lib.print(`Removed rule {$text} from user {$cmdopts.name}.`)
            }
            """)
}
