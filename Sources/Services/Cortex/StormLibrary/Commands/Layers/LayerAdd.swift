import Storm

extension CommandDeclaration {
    /// `layer.add`
    static let layerAdd = CommandDeclaration(
        "layer.add", help: "Add a layer.",
        arguments: [
            .flag("--lockmemory", help: "Keep its pages in memory."),
            .flag("--readonly", help: "Let nobody write to it."),
            .option("--mirror", .text, help: "Deprecated: the layer to copy."),
            .option("--growsize", .int, help: "How much to grow by."),
            .option("--cache-size", .int, destination: "cache:size", help: "How many values to cache."),
            .option("--upstream", help: "The layers to copy from."),
            .option("--name", help: "A name for people."),
        ],
        storm: """
            $layer = $lib.layer.add(({"readonly": $cmdopts.readonly, "lockmemory": $cmdopts.lockmemory, "name": $cmdopts.name}))
            $lib.print($layer.repr())
            $lib.print("Layer added.")
            """)
}
