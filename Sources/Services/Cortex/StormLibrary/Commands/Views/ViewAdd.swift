import Storm

extension CommandDeclaration {
    /// `view.add`
    static let viewAdd = CommandDeclaration(
        "view.add", help: "Add a view.",
        arguments: [
            .option("--name", help: "A name for people."),
            .option("--worldreadable", .bool, default: false, help: "Whether every user may read it."),
            .option("--layers", count: .any, default: [], help: "The layers, top first."),
        ],
        storm: """
            $view = $lib.view.add($cmdopts.layers, name=$cmdopts.name, worldreadable=$cmdopts.worldreadable)
            $lib.print($view.repr())
            $lib.print("View added.")
            """)
}
