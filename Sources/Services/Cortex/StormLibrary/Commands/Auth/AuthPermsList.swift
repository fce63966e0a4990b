import Storm

extension CommandDeclaration {
    /// `auth.perms.list`
    static let authPermsList = CommandDeclaration(
        "auth.perms.list", help: "List the permissions that users and roles can be given.",
        arguments: [
            .option("--find", .text, help: "Only those whose name or description holds this text."),
        ],
        storm: """
            for $pdef in $lib.auth.getPermDefs() {
                $name = $lib.str.join(".", $pdef.perm)
                if ($cmdopts.find = null or $name.find($cmdopts.find) != null or $pdef.desc.find($cmdopts.find) != null) {
                    $lib.print($name)
                    $lib.print(`    {$pdef.desc}`)
                    $lib.print(`    gate: {$pdef.gate}`)
                    $lib.print(`    default: {$pdef.default}`)
                    $lib.print("")
                }
            }
            """)
}
