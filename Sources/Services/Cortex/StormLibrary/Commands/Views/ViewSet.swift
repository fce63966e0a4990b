import Storm

extension CommandDeclaration {
    /// `view.set`
    static let viewSet = CommandDeclaration(
        "view.set", help: "Set a property of a view.",
        arguments: [
            .value("iden", help: "The identifier of the view."),
            .value("name", help: "What to set."),
            .value("valu", help: "The value."),
        ],
        storm: """
            $view = $lib.view.get($cmdopts.iden)
            $view.set($cmdopts.name, $cmdopts.valu)
            $lib.print($view.repr())
            $lib.print("View updated.")
            """)
}
