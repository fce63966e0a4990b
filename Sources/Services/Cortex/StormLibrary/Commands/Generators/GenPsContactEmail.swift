import Storm

extension CommandDeclaration {
    /// `gen.ps.contact.email`
    static let genPsContactEmail = CommandDeclaration(
        "gen.ps.contact.email", help: "Find a contact by type and email address, or make it.",
        arguments: [
            .value("type", help: "The type."),
            .value("email", help: "The email address."),
            .flag("--try", help: "Make nothing where a value is bad, instead of failing."),
        ],
        storm: """
            yield $lib.gen.psContactByEmail($cmdopts.type, $cmdopts.email, try=$cmdopts.try)
            """)
}
