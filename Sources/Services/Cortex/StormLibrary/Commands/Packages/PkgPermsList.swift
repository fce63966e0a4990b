import Storm

extension CommandDeclaration {
    /// `pkg.perms.list`
    static let pkgPermsList = CommandDeclaration(
        "pkg.perms.list", help: "List the permissions that a package declares.",
        arguments: [
            .value("name", .text, help: "The name of the package."),
        ],
        storm: """
            $pdef = $lib.pkg.get($cmdopts.name)
            if (not $pdef) {
                $lib.warn(`Package ({$cmdopts.name}) not found!`)
            } elif ($pdef.perms = null) {
                $lib.print(`Package ({$cmdopts.name}) contains no permissions definitions.`)
            } else {
                $lib.print(`Package ({$cmdopts.name}) defines the following permissions:`)
                for $perm in $pdef.perms {
                    $name = $lib.str.join(".", $perm.perm).ljust(32)
                    $lib.print(`{$name} : {$perm.desc} ( default: {$perm.default} )`)
                }
            }
            """)
}
