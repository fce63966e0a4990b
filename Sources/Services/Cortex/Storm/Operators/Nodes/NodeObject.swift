import Graph
import Kernel
import Model

/// `$node`, and every node that a query holds as a value.
public final class NodeObject: StormObject {
    /// The methods that read and edit a node, and the values `data` and `props`.
    public static let type = StormObjectType(
        "node", help: "A node.", methods: NodeMethods.reading + NodeMethods.editing,
        values: [
            "data": { object, _ in .object(NodeDataObject(try node(object))) },
            "props": { object, _ in .object(NodePropertiesObject(try node(object).node)) },
        ])

    /// What the value stands for.
    public let node: Node
    /// How the query came to it; nil for a node that it made or looked up as a value.
    public let path: StormPath?

    public init(_ node: Node, _ path: StormPath? = nil) {
        self.node = node
        self.path = path
    }

    /// The value of the variable `node`.
    static func value(_ input: NodePath) -> StormValue { .object(NodeObject(input.node, input.path)) }

    private static func node(_ object: any StormObject) throws -> NodeObject {
        guard let node = object as? NodeObject else {
            throw Fault(.stormRuntime, "a value of node was asked of an object of the type \(object.typeName)")
        }
        return node
    }

    /// False: a node can be a key, a member of a set or a default value.
    public var isMutable: Bool { false }

    /// The primary value of the node. Throws nothing.
    public func primitive() throws -> ModelValue { node.value }

    /// To a node that is the same instance or has the same form and value.
    public func isEqual(to other: StormValue) -> Bool {
        guard let other = other.object(as: NodeObject.self) else { return false }
        return other.node === node || other.node.name == node.name
    }

    /// `Node{...}` around the whole node as messages carry it. Throws what reading the node throws.
    public func text(_ runtime: StormRuntime) throws -> String {
        "Node{" + StormValue(stored: try NodePack(node).value(runtime.model)).quoted + "}"
    }

    /// `Node{(form, value)}`.
    public var quoted: String { "Node{(\(ValueQuoter.quoted(node.form.name)), \(StormValue(stored: node.value).quoted))}" }
}

extension ValueQuoter {
    /// Text as Python's `repr` writes it.
    static func quoted(_ text: String) -> String { StormValue.string(text).quoted }
}

extension Node {
    /// The identity as hexadecimal text; nodes that are made at query time have one too.
    func idenText(_ model: DataModel) throws -> String {
        guard isRuntime else { return try iden().description }
        return try NodeIdentity.iden(form: form.name, value: value, model.environment).description
    }

    /// The display text of the value, or of a property; nil where the node does not have it. Throws `NoSuchProp`.
    func display(_ name: String?, _ model: DataModel) throws -> ModelValue? {
        guard let name else { return try form.type.repr(value, in: model) }
        guard let property = form.property(name) else {
            throw Fault(
                .noSuchProperty, "No property named \(name).", fields: ["name": .string(name), "form": .string(form.name)],
                advice: "`syn:prop +:form=\(form.name)` lists the properties of the form")
        }
        return try self.property(name).map { try property.type.repr($0, in: model) }
    }
}

extension StormRuntime {
    /// One edit of a method: done by the editor of the session, committed where triggers wait for it.
    func editing<Result>(_ body: (GraphEditor) throws -> Result) throws -> Result {
        let editor = editor
        let result = try body(editor)
        try finishEdit(editor)
        return result
    }
}
