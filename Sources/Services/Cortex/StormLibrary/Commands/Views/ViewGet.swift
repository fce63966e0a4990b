import Storm

extension CommandDeclaration {
    /// `view.get`
    static let viewGet = CommandDeclaration(
        "view.get", help: "Show a view.",
        arguments: [
            .value("iden", count: .optional, help: "The identifier of the view; the present one where nothing is said."),
        ],
        storm: """
            $view = $lib.view.get($cmdopts.iden)
            $lib.print($view.repr())
            """)
}
