import Graph
import Kernel
import Model
import Storm

extension CommandDeclaration {
    /// `diff`
    static let diff = CommandDeclaration(
        "diff", help: "Lift the nodes that were changed in a fork.",
        arguments: [
            .option("--tag", count: .any, help: "Only nodes that have one of these tags in the top layer."),
            .option("--prop", help: "Only nodes that have this property in the top layer."),
        ], makesNodes: true
    ) { run in
        let options = try run.options()
        guard run.isForked, let top = run.runtime.session.layers.first else {
            throw Fault(
                .stormRuntime, "You may only generate a diff in a forked view.", fields: ["iden": .string(run.runtime.view.description)],
                advice: "Run it in a fork; `view.fork` makes one")
        }
        try run.passAll()
        let tags = try options.isSet("tag") ? options["tag"].items(run.runtime).map { try run.runtime.editor.tagName($0.primitive()) } : []
        let property = try options.optionalText("prop").map { name -> (form: String?, name: String) in
            if let form = run.runtime.model.form(name) { return (form.name, "") }
            let property = try run.runtime.model.requireProperty(name)
            return (property.form.isEmpty ? nil : property.form, property.name)
        }
        try run.forEachTouched { item in
            if !tags.isEmpty || property != nil {
                guard let state = try item.node.state(in: top) else { return }
                if !tags.isEmpty, !tags.contains(where: { state.tag($0) != nil }) { return }
                if let property {
                    if let form = property.form, form != item.node.form.name { return }
                    if property.name.isEmpty ? !state.isAdded : state.property(property.name) == nil { return }
                }
            }
            try run.output(item)
        }
    }
}
