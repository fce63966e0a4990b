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
        case .value(let expression): try YieldedNodes.each(try expression.value(runtime, item), runtime) { node, _ in try body(node) }
        }
    }
}
