import Storm

extension CommandDeclaration {
    /// `auth.user.addrule`
    static let authUserAddrule = CommandDeclaration(
        "auth.user.addrule", help: "Add a rule to a user.",
        arguments: [
            .value("name", .text, help: "The name of the user."),
            .value("rule", .text, help: "The rule; an exclamation mark in front makes it deny."),
            .option("--gate", .text, help: "The gate to which the rule belongs."),
            .option("--index", .int, help: "Where in the list of rules it goes; 0 is first."),
        ],
        storm: """
            $user = $lib.auth.users.byname($cmdopts.name)
            if (not $user) {
                $lib.warn(`User ({$cmdopts.name}) not found!`)
            } else {
                $rule = $lib.auth.ruleFromText($cmdopts.rule)
                $user.addRule($rule, gateiden=$cmdopts.gate, indx=$cmdopts.index)
                $lib.print(`Added rule {$cmdopts.rule} to user {$user.name}.`)
            }
            """)
}
