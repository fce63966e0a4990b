import Storm

extension CommandDeclaration {
    /// `view.list`
    static let viewList = CommandDeclaration(
        "view.list", help: "List the views.",
        storm: """
            $lib.print("")
            for $view in $lib.view.list() {
                $lib.print($view.repr())
                $lib.print("")
            }
            """)
}
