import Graph
import Kernel
import Model

/// `[ form=value ]`: makes nodes. Once where form and value depend on no node, else for each node that comes in.
struct AddNode: Operator {
    let form: any StormExpression
    let value: any StormExpression
    /// `?=`: values that are none are left out.
    let isLenient: Bool
    private let dependence: NodeDependence

    init(form: any StormExpression, value: any StormExpression, isLenient: Bool) {
        self.form = form
        self.value = value
        self.isLenient = isLenient
        dependence = .union([form.dependence, value.dependence])
    }

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        try runtime.requireWritable()
        if isRuntimeSafe(runtime) {
            try source(sink)
            let form = try allowedForm(runtime, nil)
            try add(form, runtime, nil, sink)
        } else {
            try source { item in
                let form = try allowedForm(runtime, item)
                // The new nodes go on first, as in the reference.
                try add(form, runtime, item, sink)
                try sink(item)
            }
        }
    }

    func isRuntimeSafe(_ runtime: StormRuntime) -> Bool { dependence.isRuntimeSafe(runtime) }

    /// The form to make nodes of. Throws `NoSuchForm`, `AuthDeny`.
    func allowedForm(_ runtime: StormRuntime, _ input: NodePath?) throws -> FormDefinition {
        let name = try form.text(runtime, input)
        try runtime.require(["node", "add", name])
        guard let form = runtime.model.form(name) else {
            throw Fault(.noSuchForm, "No form named \(name).", fields: ["name": .string(name)], advice: "`syn:form` lists the forms")
        }
        return form
    }

    /// Makes the nodes that the value stands for.
    func add(_ form: FormDefinition, _ runtime: StormRuntime, _ input: NodePath?, _ sink: Sink) throws {
        let editor = runtime.editor
        var values: [ModelValue] = []
        try tolerating(isLenient) {
            let given: ModelValue
            if let constant = value.constant {
                given = constant
            } else {
                given = try EditedValue.stored(try value.value(runtime, input))
            }
            values = try editor.values(of: given, for: form)
        }
        for value in values {
            try runtime.check()
            var node: Node?
            try tolerating(isLenient) { node = try editor.add(form, value) }
            try runtime.finishEdit(editor)
            if let node { try sink(runtime.started(at: node)) }
        }
    }
}

/// `[ (form=value edits…) ]`: edits that reach only the nodes that the first one makes.
struct EditGroup: Operator {
    let first: AddNode
    let rest: [any Operator]

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        try runtime.requireWritable()
        if first.isRuntimeSafe(runtime) {
            try source(sink)
            try Pipeline.run(([first] + rest)[...], runtime, { _ in }, sink)
            return
        }
        try source { item in
            let form = try first.allowedForm(runtime, item)
            try sink(item)
            try Pipeline.run(rest[...], runtime, { inner in try first.add(form, runtime, item, inner) }, sink)
        }
    }
}
