import Graph
import Kernel
import Model
import Storm

extension CommandDeclaration {
    /// `scrape`
    static let scrape = CommandDeclaration(
        "scrape", help: "Make nodes of the indicators in the properties of each node, or in texts.",
        arguments: [
            .flag("--refs", "-r", destination: "refs", help: "Link each node to what was found in it with an edge refs."),
            .flag("--yield", destination: "doyield", help: "Let through what was found, instead of the nodes."),
            CommandArgument(
                names: ["--skiprefang"], action: .setFalse, defaultValue: true, destination: "dorefang",
                help: "Do not look for indicators that were disarmed, as in bad[.]com."),
            .option("--forms", default: [], help: "Make only nodes of these forms."),
            .value("values", count: .any, help: "The texts; without any, every property of the node."),
        ], isReadOnlySafe: false,
        examples: [StormExample("scrape 'mail bob@site.com' --yield | spin", prints: [])]
    ) { run in
        func search(_ item: NodePath?, _ options: CommandOptions) throws {
            let runtime = run.runtime
            let forms = try options["forms"].forms(runtime)
            let refang = options["dorefang"].isTrue
            for text in try texts(item, options, runtime) {
                let scraper = try Scraper(text, model: runtime.model, isRefanged: refang)
                var seen: Set<ModelValue> = []
                try scraper.forEach(check: runtime.check) { found in
                    guard forms.isEmpty || forms.contains(found.form), let form = runtime.model.form(found.form) else { return }
                    guard seen.insert([.string(found.form), found.value]).inserted else { return }
                    try runtime.require(["node", "add", found.form])
                    let node = try runtime.editor.add(form, found.value)
                    if options.flag("refs"), let item {
                        try runtime.require(["node", "edge", "add", "refs"])
                        try runtime.editor.addEdge("refs", from: item.node, to: node)
                    }
                    try runtime.finishEdit(runtime.editor)
                    if options.flag("doyield") { try run.output(item?.forked(to: node, nil) ?? runtime.started(at: node)) }
                }
            }
            if let item, !options.flag("doyield") { try run.output(item) }
        }
        var hasNodes = false
        try run.forEach { item, options in
            hasNodes = true
            try search(item, options)
        }
        if !hasNodes, run.isRuntimeSafe { try search(nil, run.options()) }
    }

    private static func texts(_ item: NodePath?, _ options: CommandOptions, _ runtime: StormRuntime) throws -> [String] {
        let given = options.isSet("values") ? try options["values"].items(runtime) : []
        if !given.isEmpty { return try given.map { try $0.toText(runtime) } }
        guard let item else { return [] }
        let form = item.node.form
        var texts: [String] = []
        for (name, value) in try item.node.properties() {
            guard let shown = try form.property(name)?.type.repr(value, in: runtime.model).string else { continue }
            texts.append(shown)
        }
        if let shown = try form.type.repr(item.node.value, in: runtime.model).string { texts.append(shown) }
        return texts
    }
}

extension StormValue {
    /// Names of forms: one text, texts between commas, or a list of them.
    fileprivate func forms(_ runtime: StormRuntime) throws -> [String] {
        let texts = if case .string(let text) = self { [text] } else { try items(runtime).map { try $0.toText(runtime) } }
        return texts.flatMap { $0.split(separator: ",").map(String.init) }.filter { !$0.isEmpty }
    }
}
