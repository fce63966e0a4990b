import Graph
import Kernel
import Model

/// `+(verb)> { nodes }`, `-(verb)> …`, `<(verb)+ …` and `<(verb)- …`.
struct EditEdge: Operator {
    /// The nodes at the other ends.
    enum Nodes: Sendable {
        case query(StormQuery)
        case value(any StormExpression)
    }

    let verb: any StormExpression
    let nodes: Nodes
    let isAddition: Bool
    /// Whether the edges come from the other nodes.
    let isReverse: Bool

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        try runtime.requireWritable()
        let editor = runtime.editor
        var allowed: Set<String> = []
        if verb.constant != nil { try require(try verb.text(runtime, nil), runtime, &allowed) }
        try source { item in
            if item.node.isRuntime {
                throw Fault(
                    .isRuntimeForm, "Edges cannot be used with runt nodes: \(item.node.form.name)",
                    fields: ["form": .string(item.node.form.name)])
            }
            let verb = try verb.value(runtime, item).toText(runtime)
            try require(verb, runtime, &allowed)
            try forEachNode(runtime, item) { other in
                let (from, to) = isReverse ? (other, item.node) : (item.node, other)
                if isAddition {
                    try editor.addEdge(verb, from: from, to: to)
                } else {
                    try editor.deleteEdge(verb, from: from, to: to)
                }
            }
            try runtime.finishEdit(editor)
            try sink(item)
        }
    }

    private func require(_ verb: String, _ runtime: StormRuntime, _ allowed: inout Set<String>) throws {
        if allowed.contains(verb) { return }
        try runtime.require(["node", "edge", isAddition ? "add" : "del", verb])
        allowed.insert(verb)
    }

    private func forEachNode(_ runtime: StormRuntime, _ item: NodePath, _ body: @escaping (Node) throws -> Void) throws {
        switch nodes {
        case .query(let query): try runtime.subquery(query, sink: { try body($0.node) })
        case .value(let expression): try Self.forEachNode(try expression.value(runtime, item), runtime, 0, body)
        }
    }

    /// How deep lists of nodes may nest.
    private static let nestingMax = 32

    /// The nodes that a value holds: itself, the items of a list or of a generator, or the one that an identity names.
    private static func forEachNode(
        _ value: StormValue, _ runtime: StormRuntime, _ depth: Int, _ body: (Node) throws -> Void
    ) throws {
        guard depth < nestingMax else { throw StormFaults.recursion(nil) }
        switch value {
        case .null, .undefined: return
        case .string(let text):
            guard let iden = Digest(text) else {
                throw Fault(.badLiftValue, "Yield string must be iden in hexdecimal. Got: \(value.quoted)")
            }
            if let node = try runtime.session.node(iden: iden) { try body(node) }
        case .bytes(let bytes):
            if let iden = Digest(bytes: bytes), let node = try runtime.session.node(iden: iden) { try body(node) }
        case .object(let object as NodeObject): try body(object.node)
        default: try value.forEach(runtime) { try forEachNode($0, runtime, depth + 1, body) }
        }
    }
}
