import Storm

extension CommandDeclaration {
    /// `gen.lang.language`
    static let genLangLanguage = CommandDeclaration(
        "gen.lang.language", help: "Find a language by name, or make it.",
        arguments: [
            .value("name", help: "The name."),
        ],
        storm: """
            yield $lib.gen.langByName($cmdopts.name)
            """)
}
