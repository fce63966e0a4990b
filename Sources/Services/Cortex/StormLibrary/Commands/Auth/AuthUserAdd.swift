import Storm

extension CommandDeclaration {
    /// `auth.user.add`
    static let authUserAdd = CommandDeclaration(
        "auth.user.add", help: "Add a user.",
        arguments: [
            .value("name", .text, help: "The name of the user."),
            .option("--email", .text, help: "The address of the user."),
        ],
        storm: """
            $user = $lib.auth.users.add($cmdopts.name, email=$cmdopts.email)
            $lib.print(`User ({$cmdopts.name}) added with iden: {$user.iden}`)
            """)
}
