import Storm

extension CommandDeclaration {
    /// `view.del`
    static let viewDel = CommandDeclaration(
        "view.del", help: "Delete a view.",
        arguments: [
            .value("iden", help: "The identifier of the view."),
        ],
        storm: """
            $lib.view.del($cmdopts.iden)
            $lib.print(`View deleted: {$cmdopts.iden}`)
            """)
}
