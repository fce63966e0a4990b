import Graph
import Model

/// Data that a query asked to go along with its nodes.
final class LoadedNodeData {
    private static let note = "node.data"

    private var values: [NodeName: [ModelValue.Entry]] = [:]

    /// What the run that `runtime` belongs to has loaded.
    static func of(_ runtime: StormRuntime) -> LoadedNodeData {
        if let known = runtime.context.notes[note] as? LoadedNodeData { return known }
        let new = LoadedNodeData()
        runtime.context.notes[note] = new
        return new
    }

    /// Takes one value of the node along; null where it has none.
    func load(_ name: String, _ node: Node) throws {
        let value = try node.data(name) ?? .null
        var entries = values[node.name] ?? []
        entries.removeAll { $0.key == name }
        entries.append(.init(name, value))
        values[node.name] = entries
    }

    /// What goes along with the node.
    func entries(_ node: Node) -> [ModelValue.Entry] { values.isEmpty ? [] : values[node.name] ?? [] }
}
