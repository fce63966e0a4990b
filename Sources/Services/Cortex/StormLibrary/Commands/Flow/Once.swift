import Model
import Storm

extension CommandDeclaration {
    /// `once`
    static let once = CommandDeclaration(
        "once", help: "Let each node through that did not pass here before, by a name that the node remembers.",
        arguments: [
            .value("name", .text, help: "The name of what is done once."),
            .option("--asof", help: "Let nodes through too that passed before this time."),
        ], isReadOnlySafe: false,
        examples: [StormExample("[ inet:asn=1 ] | once look | spin", prints: [])]
    ) { run in
        try run.forEach { item, options in
            let key = "once:" + (try options.text("name"))
            if let seen = try item.node.data(key)?["tick"]?.int {
                guard options.isSet("asof") else { return }
                let type = try run.runtime.model.requireType("time")
                let asOf = try type.norm(options["asof"].primitive(), in: run.runtime.model).value.int ?? .max
                guard seen < asOf else { return }
            }
            let now = run.runtime.host.now().milliseconds
            _ = try run.runtime.editor.setData(key, ["tick": .int(Int64(now))], on: item.node)
            try run.output(item)
        }
    }
}
