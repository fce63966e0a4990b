import Storm

extension CommandDeclaration {
    /// `index.count.prop`
    static let indexCountProp = CommandDeclaration(
        "index.count.prop", help: "Count the values of a property in each layer of the view.",
        arguments: [
            .value("prop", help: "The full name of the property."),
            .option("--value", help: "Count only this value."),
        ],
        storm: """
            $columns = ([{"name": "Count", "width": 12}, {"name": "Layer Iden", "width": 32}, {"name": "Layer Name", "width": 10}])
            $lines = ({"row:outline": false, "column:outline": false, "header:row": "=", "data:row": "", "column": "|"})
            $conf = ({"columns": $columns, "separators": $lines})
            $printer = $lib.tabular.printer($conf)
            $lib.print($printer.header())
            $total = (0)
            for $layer in $lib.view.get().layers {
                $count = (0)
                if ($cmdopts.value != null) { $count = $layer.getPropCount($cmdopts.prop, valu=$cmdopts.value) }
                else { $count = $layer.getPropCount($cmdopts.prop) }
                $name = $layer.name
                if ($name = null) { $name = "" }
                $total = ($total + $count)
                $lib.print($printer.row(([$count, $layer.iden, $name])))
            }
            $lib.print(`Total: {$total}`)
            """)
}
