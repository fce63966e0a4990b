import Storm

/// `$lib.mime.html`
enum HTMLLibrary {
    static let library = StormLibrary(
        "mime.html", help: "Pages in HTML.",
        functions: [
            StormFunction(
                "totext", ["html", .optional("separator", "\n"), .optional("strip", true)],
                help: "The text that a reader sees; a separator stands between its parts, and strip takes the white space off their ends.",
                examples: [StormExample("return($lib.mime.html.totext('<p>one</p><b>two</b>'))", returns: "one\ntwo")]
            ) { call in
                let strips = try call.bool(2)
                var runs = HTMLText.runs(try call.text(0))
                if strips { runs = runs.map(\.trimmingSpaces).filter { !$0.isEmpty } }
                return .string(runs.joined(separator: try call.isNull(1) ? "" : call.text(1)))
            }
        ])
}
