import Storm

extension CommandDeclaration {
    /// `view.merge`
    static let viewMerge = CommandDeclaration(
        "view.merge", help: "Merge what a fork changed into its parent.",
        arguments: [
            .value("iden", help: "The identifier of the fork."),
            .flag("--delete", help: "Delete the fork afterwards."),
        ],
        storm: """
            $view = $lib.view.get($cmdopts.iden)
            $view.merge()
            if $cmdopts.delete {
                $layer = $view.layers.index(0).iden
                $lib.view.del($view.iden)
                $lib.layer.del($layer)
            } else {
                $view.wipeLayer()
            }
            $lib.print(`View merged: {$cmdopts.iden}`)
            """)
}
