import Graph
import Kernel
import Model

/// `$node.props`: the properties of a node as members.
final class NodePropertiesObject: StormObject {
    static let type = StormObjectType(
        "node:props", help: "The properties of a node.",
        methods: [
            StormFunction("get", ["name"], help: "The value of a property; null where the node does not have it.") { call in
                let node = try subject(call)
                return try node.property(call.text(0)).map(StormValue.init(stored:)) ?? .null
            },
            StormFunction("list", help: "The names and values of all properties.") { call in
                .list(try pairs(subject(call)))
            },
            StormFunction("set", ["prop", "valu"], help: "Sets a property.", isReadOnlySafe: false) { call in
                let properties = try call.subject(as: NodePropertiesObject.self)
                return .bool(try properties.set(call.text(0), call.value(1), call.runtime))
            },
        ])

    private let node: Node

    init(_ node: Node) { self.node = node }

    private static func subject(_ call: Call) throws -> Node { try call.subject(as: NodePropertiesObject.self).node }

    private static func pairs(_ node: Node) throws -> [StormValue] {
        try node.properties().map { .tuple([.string($0.name), StormValue(stored: $0.value)]) }
    }

    func member(_ name: String, _ runtime: StormRuntime) throws -> StormValue? {
        if let method = Self.type.method(name) { return .object(BoundFunction(method, subject: .object(self), path: typeName)) }
        return try node.property(name).map(StormValue.init(stored:)) ?? .null
    }

    func setMember(_ name: String, _ value: StormValue?, _ runtime: StormRuntime) throws -> Bool {
        try set(name, value ?? .undefined, runtime)
    }

    /// Sets a property, or deletes it with `.undefined`.
    private func set(_ name: String, _ value: StormValue, _ runtime: StormRuntime) throws -> Bool {
        try runtime.requireWritable()
        guard let property = node.form.property(name) else {
            throw Fault(
                .noSuchProperty, "No prop \(node.form.name):\(name)", fields: ["name": .string(name), "form": .string(node.form.name)],
                advice: "`syn:prop +:form=\(node.form.name)` lists the properties of the form")
        }
        if value.isUndefined {
            try runtime.requireDelete(property)
            try runtime.editing { editor in _ = try editor.delete(property, from: node) }
        } else {
            try runtime.requireSet(property)
            let value = try value.primitive()
            try runtime.editing { editor in _ = try editor.set(property, value, on: node) }
        }
        return true
    }

    func iterate(_ runtime: StormRuntime, _ body: (StormValue) throws -> Void) throws -> Bool {
        for pair in try Self.pairs(node) { try body(pair) }
        return true
    }

    func primitive() throws -> ModelValue { .dict(try node.properties().map { .init($0.name, $0.value) }) }

    var isTrue: Bool { (try? node.properties().isEmpty) == false }
}
