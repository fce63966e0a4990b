import Storm

extension CommandDeclaration {
    /// `version`
    static let version = CommandDeclaration(
        "version", help: "Show the version of the service.",
        storm: """
            $lib.print(`Synapse Version: {$lib.str.join(".", $lib.version.synapse)}`)
            """)
}
