import Storm

extension CommandDeclaration {
    /// `pkg.list`
    static let pkgList = CommandDeclaration(
        "pkg.list", help: "List the packages that are loaded.",
        arguments: [
            .flag("--verbose", help: "Show what they hold."),
        ],
        examples: [
            StormExample("pkg.list", prints: ["No storm packages installed."]),
        ],
        storm: """
            init {
                $columns = ([{"name": "name", "width": 40}, {"name": "vers", "width": 10}])
                if $cmdopts.verbose { $columns.append(({"name": "time", "width": 20})) }
                $lines = ({"row:outline": false, "column:outline": false, "header:row": "#", "data:row": "", "column": ""})
                $conf = ({"columns": $columns, "separators": $lines})
            }
            $printer = $lib.tabular.printer($conf)
            $pkgs = $lib.pkg.list()
            if $pkgs {
                $lib.print("Loaded storm packages:")
                $lib.print($printer.header())
                for $pkg in $pkgs {
                    $row = ([$pkg.name, $pkg.version])
                    if $cmdopts.verbose { $row.append($pkg.build.time) }
                    $lib.print($printer.row($row))
                }
            } else {
                $lib.print("No storm packages installed.")
            }
            """)
}
