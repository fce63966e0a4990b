import Graph
import Kernel
import Model

/// What the service around a query knows of nodes that are made at query time: triggers and cron jobs.
public protocol RuntimeNodeHost: AnyObject {
    /// The nodes of `form` in a view, in a stable order: the value of each and its properties, which must fit the model.
    func runtimeNodes(_ form: String, view: Iden) throws(Fault) -> [RuntimeNodeDescription]
}

/// A node that is made at query time.
public struct RuntimeNodeDescription: Sendable {
    /// The primary value, which must fit the form.
    public let value: ModelValue
    /// By names without the form; a null stands for a property that is not set.
    public let properties: [(name: String, value: ModelValue)]

    public init(_ value: ModelValue, properties: [(name: String, value: ModelValue)]) {
        self.value = value
        self.properties = properties
    }
}

/// Lifts of nodes that are made at query time: the parts of the data model, commands, triggers, cron jobs.
struct RuntimeNodes {
    private let runtime: StormRuntime

    init(_ runtime: StormRuntime) { self.runtime = runtime }

    /// Pushes the nodes that have the target, those whose value of it passes the test.
    func each(_ target: NameTarget, _ test: ValuePredicate?, isReversed: Bool, _ body: (Node) throws -> Void) throws {
        let form: FormDefinition
        var property: String?
        switch target {
        case .form(let target): form = target
        case .property(let target):
            form = try runtime.model.requireForm(target.form)
            property = target.name
        }
        let all = try descriptions(form)
        for position in all.indices {
            try runtime.check()
            let description = all[isReversed ? all.count - 1 - position : position]
            if property == nil, let test, try !test(description.value) { continue }
            let properties = description.properties().filter { !$0.value.isNull }
            if let property {
                guard let value = properties.first(where: { $0.name == property })?.value, try test?(value) ?? true else { continue }
            }
            try body(Node(runtime: form, value: description.value, properties: properties))
        }
    }

    /// A node whose properties are made when somebody asks for it.
    private struct Description {
        let value: ModelValue
        let properties: () -> [(name: String, value: ModelValue)]

        init(_ name: String, _ properties: @escaping () -> [(name: String, value: ModelValue)]) {
            value = .string(name)
            self.properties = properties
        }

        init(_ description: RuntimeNodeDescription) {
            value = description.value
            properties = { description.properties }
        }
    }

    private func descriptions(_ form: FormDefinition) throws -> [Description] {
        let model = runtime.model
        switch form.name {
        case "syn:form": return model.forms.sorted { $0.key < $1.key }.map { name, form in Description(name) { Self.form(form) } }
        case "syn:type": return model.types.sorted { $0.key < $1.key }.map { name, type in Description(name) { Self.type(type) } }
        case "syn:prop": return properties(model)
        case "syn:tagprop":
            return model.tagProperties.sorted { $0.key < $1.key }.map { name, property in
                Description(name) { [("doc", .string(property.doc)), ("type", .string(property.type.name))] }
            }
        case "syn:cmd":
            return runtime.context.catalogue.commands.map { command in Description(command.name) { [("doc", .string(command.help))] } }
        default:
            guard let host = runtime.host as? any RuntimeNodeHost else { return [] }
            return try host.runtimeNodes(form.name, view: runtime.view).map(Description.init)
        }
    }

    private static func form(_ form: FormDefinition) -> [(name: String, value: ModelValue)] {
        [("doc", .string(form.type.doc)), ("runt", .int(form.isRuntime ? 1 : 0)), ("type", .string(form.type.name))]
    }

    private static func type(_ type: TypeDefinition) -> [(name: String, value: ModelValue)] {
        var properties: [(name: String, value: ModelValue)] = [("doc", .string(type.doc))]
        if !type.options.values.isEmpty {
            let entries = type.options.values.sorted { $0.key < $1.key }.map { ModelValue.Entry($0.key, $0.value) }
            properties.append(("opts", .dict(entries)))
        }
        if type.base != "base", type.base != type.name { properties.append(("subof", .string(type.base))) }
        return properties
    }

    private func properties(_ model: DataModel) -> [Description] {
        var all: [(name: String, description: Description)] = []
        all.reserveCapacity(model.properties.count + model.forms.count)
        for (name, form) in model.forms {
            all.append((name, Description(name) { Self.property(of: form) }))
        }
        for (name, property) in model.properties { all.append((name, Description(name) { Self.property(property) })) }
        for (name, property) in model.universals { all.append((name, Description(name) { Self.property(property) })) }
        return all.sorted { $0.name < $1.name }.map(\.description)
    }

    /// A form as a property: its primary value.
    private static func property(of form: FormDefinition) -> [(name: String, value: ModelValue)] {
        [
            ("doc", .string(form.type.doc)), ("extmodel", .int(form.isExtended ? 1 : 0)), ("form", .string(form.name)),
            ("type", .string(form.type.name)), ("univ", 0),
        ]
    }

    private static func property(_ property: PropertyDefinition) -> [(name: String, value: ModelValue)] {
        let base = property.name.split(separator: ":").last.map(String.init) ?? property.name
        return [
            ("base", .string(base)), ("doc", .string(property.doc)), ("extmodel", .int(property.isExtended ? 1 : 0)),
            ("form", property.form.isEmpty ? .null : .string(property.form)), ("relname", .string(property.name)),
            ("ro", .int(property.isReadOnly ? 1 : 0)), ("type", .string(property.type.name)), ("univ", .int(property.form.isEmpty ? 1 : 0)),
        ]
    }
}
