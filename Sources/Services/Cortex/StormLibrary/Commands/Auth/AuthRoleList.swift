import Storm

extension CommandDeclaration {
    /// `auth.role.list`
    static let authRoleList = CommandDeclaration(
        "auth.role.list", help: "List the roles.",
        examples: [
            StormExample("auth.role.list", prints: ["Roles:", "  all"]),
        ],
        storm: """
            $lib.print("Roles:")
            for $role in $lib.auth.roles.list() {
                $lib.print(`  {$role.name}`)
            }
            """)
}
