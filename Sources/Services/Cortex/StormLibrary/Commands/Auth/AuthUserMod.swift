import Storm

extension CommandDeclaration {
    /// `auth.user.mod`
    static let authUserMod = CommandDeclaration(
        "auth.user.mod", help: "Change a user.",
        arguments: [
            .value("username", .text, help: "The name of the user."),
            .option("--name", .text, help: "The new name."),
            .option("--email", .text, help: "The new address."),
            .option("--passwd", .text, help: "The new password."),
            .option("--admin", .bool, help: "Whether the user may do everything."),
            .option("--gate", .text, help: "With --admin: only with the object behind this gate."),
            .option("--locked", .bool, help: "Whether the user is locked out."),
        ],
        storm: """
            $user = $lib.auth.users.byname($cmdopts.username)
            if (not $user) {
                $lib.warn(`User ({$cmdopts.username}) not found!`)
            } else {
                if ($cmdopts.gate != null and $cmdopts.admin = null) {
                    $lib.exit("Granting user admin status on a gate requires --admin.")
                }
                if ($cmdopts.name != null) {
                    $user.name = $cmdopts.name
                    $lib.print(`User ({$cmdopts.username}) renamed to {$cmdopts.name}.`)
                }
                if ($cmdopts.email != null) {
                    $user.email = $cmdopts.email
                    $lib.print(`User ({$cmdopts.username}) email address set to {$cmdopts.email}.`)
                }
                if ($cmdopts.passwd != null) {
                    $user.setPasswd($cmdopts.passwd)
                    $lib.print(`User ({$cmdopts.username}) password updated.`)
                }
                if ($cmdopts.locked != null) {
                    $user.setLocked($cmdopts.locked)
                    $lib.print(`User ({$cmdopts.username}) locked status set to {$cmdopts.locked}.`)
                }
                if ($cmdopts.admin != null) {
                    $user.setAdmin($cmdopts.admin, gateiden=$cmdopts.gate)
                    if ($cmdopts.gate = null) {
                        $lib.print(`User ({$cmdopts.username}) admin status set to {$cmdopts.admin}.`)
                    } else {
                        $lib.print(`User ({$cmdopts.username}) admin status set to {$cmdopts.admin} for auth gate {$cmdopts.gate}.`)
                    }
                }
            }
            """)
}
