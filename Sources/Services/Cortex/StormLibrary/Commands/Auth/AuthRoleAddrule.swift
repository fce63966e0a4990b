import Storm

extension CommandDeclaration {
    /// `auth.role.addrule`
    static let authRoleAddrule = CommandDeclaration(
        "auth.role.addrule", help: "Add a rule to a role.",
        arguments: [
            .value("name", .text, help: "The name of the role."),
            .value("rule", .text, help: "The rule; an exclamation mark in front makes it deny."),
            .option("--gate", .text, help: "The gate to which the rule belongs."),
            .option("--index", .int, help: "Where in the list of rules it goes; 0 is first."),
        ],
        storm: """
            $role = $lib.auth.roles.byname($cmdopts.name)
            if (not $role) {
                $lib.warn(`Role ({$cmdopts.name}) not found!`)
            } else {
                $rule = $lib.auth.ruleFromText($cmdopts.rule)
                $role.addRule($rule, gateiden=$cmdopts.gate, indx=$cmdopts.index)
                $lib.print(`Added rule {$cmdopts.rule} to role {$role.name}.`)
            }
            """)
}
