import Storm

extension CommandDeclaration {
    /// `auth.role.add`
    static let authRoleAdd = CommandDeclaration(
        "auth.role.add", help: "Add a role.",
        arguments: [
            .value("name", .text, help: "The name of the role."),
        ],
        examples: [
            StormExample("auth.role.add analysts | spin", prints: []),
        ],
        storm: """
            $role = $lib.auth.roles.add($cmdopts.name)
            $lib.print(`Role ({$cmdopts.name}) added with iden: {$role.iden}`)
            """)
}
