import Storm

extension CommandDeclaration {
    /// `pkg.del`
    static let pkgDel = CommandDeclaration(
        "pkg.del", help: "Remove a package.",
        arguments: [
            .value("name", help: "The name of the package, or how it starts."),
        ],
        storm: """
            $pkgs = $lib.set()
            for $pkg in $lib.pkg.list() {
                if $pkg.name.startswith($cmdopts.name) { $pkgs.add($pkg.name) }
            }
            if ($pkgs.size() = 0) {
                $lib.print(`No package names match "{$cmdopts.name}". Aborting.`)
            } elif ($pkgs.size() = 1) {
                for $name in $pkgs {
                    $lib.print(`Removing package: {$name}`)
                    $lib.pkg.del($name)
                }
            } else {
                $lib.print(`Multiple package names match "{$cmdopts.name}". Aborting.`)
            }
            """)
}
