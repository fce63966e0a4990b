import Storm

extension CommandDeclaration {
    /// `note.add`
    static let noteAdd = CommandDeclaration(
        "note.add", help: "Add a note about each node.",
        arguments: [
            .value("text", .text, help: "The text of the note."),
            .option("--type", .text, help: "The type of the note."),
            .flag("--yield", help: "Let the notes through instead of the nodes."),
        ],
        storm: """
            init {
                function addNoteNode(text, type) {
                    if ($type != null) { $type = $lib.cast(meta:note:type:taxonomy, $type) }
                    [ meta:note=* :text=$text :creator=$lib.user.iden :created=.created :updated=.created ]
                    if ($type != null) { [ :type=$type ] }
                    return($node)
                }
                $yieldnote = $cmdopts.yield
                $note = $addNoteNode($cmdopts.text, $cmdopts.type)
                yield $note
            }
            [ <(about)+ { yield $note } ]
            if $yieldnote { spin }
            fini { if $yieldnote { yield $note } }
            """)
}
