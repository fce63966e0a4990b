import Storm

extension CommandDeclaration {
    /// `view.fork`
    static let viewFork = CommandDeclaration(
        "view.fork", help: "Fork a view: a new layer on top of its layers.",
        arguments: [
            .value("iden", help: "The identifier of the view."),
            .option("--name", help: "A name for people."),
        ],
        storm: """
            $forkview = $lib.view.get($cmdopts.iden).fork(name=$cmdopts.name)
            $lib.print($forkview.repr())
            $lib.print(`View {$cmdopts.iden} forked to new view: {$forkview.iden}`)
            """)
}
