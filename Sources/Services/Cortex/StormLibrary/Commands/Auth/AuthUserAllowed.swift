import Storm

extension CommandDeclaration {
    /// `auth.user.allowed`
    static let authUserAllowed = CommandDeclaration(
        "auth.user.allowed", help: "Show whether a user has a permission, and why.",
        arguments: [
            .value("username", .text, help: "The name of the user."),
            .value("permname", .text, help: "The permission."),
            .option("--gate", .text, help: "The gate for which it is asked."),
        ],
        storm: """
            $user = $lib.auth.users.byname($cmdopts.username)
            if (not $user) {
                $lib.warn(`User ({$cmdopts.username}) not found!`)
            } else {
                ($allowed, $reason) = $user.getAllowedReason($cmdopts.permname, gateiden=$cmdopts.gate)
                $lib.print(`allowed: {$allowed} - {$reason}`)
            }
            """)
}
