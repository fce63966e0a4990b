import Storm

extension CommandDeclaration {
    /// `vault.del`
    static let vaultDel = CommandDeclaration(
        "vault.del", help: "Delete a vault.",
        arguments: [
            .value("name", .text, help: "The name."),
        ],
        storm: """
            $lib.vault.byname($cmdopts.name).delete()
            $lib.print(`Successfully deleted vault {$cmdopts.name}.`)
            """)
}
