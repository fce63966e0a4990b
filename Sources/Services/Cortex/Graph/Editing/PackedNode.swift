import Kernel
import Model

/// A node as feeds and exports carry it: `((form, value), {"props": …, "tags": …, "tagprops": …, "nodedata": …, "edges": …})`.
/// Its values need not be normalised.
public struct PackedNode: Sendable {
    /// The other end of an edge: by form and value, then it is made, or by identity.
    public enum Target: Sendable {
        case name(form: String, value: ModelValue)
        case iden(Digest)
    }

    /// The full name of the form, such as `inet:fqdn`.
    public let form: String
    /// The primary value.
    public let value: ModelValue
    /// By name without the form.
    public var properties: [ModelValue.Entry] = []
    /// Tags with their times.
    public var tags: [ModelValue.Entry] = []
    public var tagProperties: [(tag: String, values: [ModelValue.Entry])] = []
    public var data: [ModelValue.Entry] = []
    public var edges: [(verb: String, target: Target)] = []

    public init(form: String, value: ModelValue) {
        self.form = form
        self.value = value
    }

    /// A node out of the value that carries it. Throws `BadArg` for one of another shape.
    public init(_ packed: ModelValue) throws(Fault) {
        guard let parts = packed.list, parts.count == 2, let name = parts[0].list, name.count == 2, let form = name[0].string,
            case .dict(let info) = parts[1]
        else {
            throw Fault(
                .badArgument, "a packed node has another shape: \(String(PythonText.quote(packed).prefix(200)))",
                advice: "Write ((form, value), {\"props\": {}, \"tags\": {}})")
        }
        self.init(form: form, value: name[1])
        for entry in info {
            switch entry.key {
            // The time of creation is that of this Cortex.
            case "props":
                properties = Self.entries(entry.value)
                if properties.contains(where: { $0.key == ".created" }) { properties.removeAll { $0.key == ".created" } }
            case "tags": tags = Self.entries(entry.value)
            case "tagprops": tagProperties = Self.entries(entry.value).map { ($0.key, Self.entries($0.value)) }
            case "nodedata": data = Self.entries(entry.value)
            case "edges": edges = (entry.value.list ?? []).compactMap(Self.edge)
            default: continue
            }
        }
    }

    private static func entries(_ value: ModelValue) -> [ModelValue.Entry] {
        if case .dict(let entries) = value { entries } else { [] }
    }

    private static func edge(_ value: ModelValue) -> (verb: String, target: Target)? {
        guard let parts = value.list, parts.count == 2, let verb = parts[0].string else { return nil }
        if let iden = parts[1].string.flatMap({ Digest($0) }) { return (verb, .iden(iden)) }
        guard let name = parts[1].list, name.count == 2, let form = name[0].string else { return nil }
        return (verb, .name(form: form, value: name[1]))
    }
}

extension GraphEditor {
    /// Adds a node with all that comes with it. What does not fit its type is left out with a warning, see ``takeWarnings()``; nil where
    /// that is the node itself.
    public func add(_ packed: PackedNode) throws(Fault) -> Node? {
        guard let (node, rest) = try added(packed.form, packed.value, packed.properties) else { return nil }
        for entry in rest {
            guard let property = node.form.property(entry.key) else { continue }
            _ = try lenient({ $0 }, { () throws(Fault) in try set(property, entry.value, on: node) })
        }
        for entry in packed.tags {
            _ = try lenient({ "Invalid Tag Value: \(entry.key)=\(PythonText.quote(entry.value)). \($0)" }, { () throws(Fault) in
                try addTag(try tagName(.string(entry.key)), try tagTimes(entry.value), on: node)
            })
        }
        for entry in packed.data { _ = try setData(entry.key, entry.value, on: node) }
        for (tag, values) in packed.tagProperties {
            for entry in values {
                _ = try lenient({ "Bad property value: #\(tag):\(entry.key)=\(PythonText.quote(entry.value)) \($0)" }, { () throws(Fault) in
                    try setTagProperty(try tagName(.string(tag)), entry.key, entry.value, on: node)
                })
            }
        }
        for (verb, target) in packed.edges { try addEdge(verb, to: target, from: node) }
        return node
    }

    private func addEdge(_ verb: String, to target: PackedNode.Target, from node: Node) throws(Fault) {
        switch target {
        case .name(let name, let value):
            if let (other, _) = try added(name, value, []) { try addEdge(verb, from: node, to: other) }
        case .iden(let iden):
            if let other = try session.node(iden: iden) { try addEdge(verb, from: node, to: other) }
        }
    }

    /// The node, and those of the properties that are still to be set on it.
    private func added(
        _ name: String, _ value: ModelValue, _ properties: [ModelValue.Entry]
    ) throws(Fault) -> (node: Node, rest: [ModelValue.Entry])? {
        try lenient({ "addNode() BadTypeValu \(name)=\(PythonText.quote(value)) \($0)" }, { () throws(Fault) in
            guard let form = model.form(name) else {
                throw Fault(.noSuchForm, "No form named \(name) for valu=\(PythonText.quote(value)).")
            }
            guard draftsProperties(form), !isDescription(value, of: form) else { return (try add(form, value), properties) }
            try requireStored(form)
            let normal = try form.type.norm(value, in: model)
            try requireUnlocked(form, normal.value)
            let found = try session.find(form, normal.value)
            if try found.isVisible() { return (try complete(found, normal), properties) }
            return (try make(found, normal, given: properties), [])
        })
    }

    /// What `body` gives; nil and a warning where a value, or a name of the model, is wrong.
    func lenient<Result>(_ words: (String) -> String, _ body: () throws(Fault) -> Result) throws(Fault) -> Result? {
        do {
            return try body()
        } catch {
            let tolerated: Set<FaultCode> = [
                .badTypeValue, .noSuchForm, .noSuchProperty, .noSuchTagProperty, .isDeprecationLocked, .readOnlyProperty, .isRuntimeForm,
            ]
            guard tolerated.contains(error.code) else { throw error }
            warn(words(error.message))
            return nil
        }
    }
}
