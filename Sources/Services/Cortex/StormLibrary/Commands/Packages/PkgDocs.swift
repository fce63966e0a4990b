import Storm

extension CommandDeclaration {
    /// `pkg.docs`
    static let pkgDocs = CommandDeclaration(
        "pkg.docs", help: "Show the documentation of a package.",
        arguments: [
            .value("name", help: "The name of the package."),
        ],
        storm: """
            $pdef = $lib.pkg.get($cmdopts.name)
            if (not $pdef) {
                $lib.warn(`Package ({$cmdopts.name}) not found!`)
            } elif ($pdef.docs = null) {
                $lib.print(`Package ({$cmdopts.name}) contains no documentation.`)
            } else {
                for $doc in $pdef.docs { $lib.print($doc.content) }
            }
            """)
}
