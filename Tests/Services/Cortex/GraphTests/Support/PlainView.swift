import Graph
import Kernel
import Model

/// What layers of random edits must show, kept in dictionaries: slow and obvious.
struct PlainView {
    struct Said {
        var isAdded = false
        var properties: [String: ModelValue] = [:]
        var tags: [String: TagTimes] = [:]
        var tagProperties: [String: ModelValue] = [:]
        var data: [String: ModelValue] = [:]
        var edges: Set<Edge> = []
    }

    struct Edge: Hashable {
        let verb: String
        let target: NodeName
    }

    /// By layer, top first.
    var layers: [[NodeName: Said]]

    mutating func apply(_ edits: NodeEdits, layer: Int) {
        var said = layers[layer][edits.node] ?? Said()
        for edit in edits.edits {
            switch edit {
            case .addNode: said.isAdded = true
            case .deleteNode: said = Said()
            case .setProperty(let name, let value): said.properties[name] = value
            case .deleteProperty(let name): said.properties[name] = nil
            case .setTag(let name, let times): said.tags[name] = times
            case .deleteTag(let name):
                said.tags[name] = nil
                said.tagProperties = said.tagProperties.filter { !$0.key.hasPrefix(name + ":") }
            case .setTagProperty(let tag, let name, let value): said.tagProperties[tag + ":" + name] = value
            case .deleteTagProperty(let tag, let name): said.tagProperties[tag + ":" + name] = nil
            case .setData(let name, let value): said.data[name] = value
            case .deleteData(let name): said.data[name] = nil
            case .addEdge(let verb, let target): said.edges.insert(Edge(verb: verb, target: target))
            case .deleteEdge(let verb, let target): said.edges.remove(Edge(verb: verb, target: target))
            }
        }
        layers[layer][edits.node] = said
    }

    func all(_ name: NodeName) -> [Said] { layers.compactMap { $0[name] } }

    func isVisible(_ name: NodeName) -> Bool { all(name).contains { $0.isAdded } }

    func merged<Part>(_ name: NodeName, _ part: (Said) -> [String: Part]) -> [String: Part] {
        all(name).reduce(into: [:]) { merged, said in merged.merge(part(said)) { upper, _ in upper } }
    }

    var names: [NodeName] { Set(layers.flatMap(\.keys)).filter(isVisible).sorted { $0.form + "\($0.value)" < $1.form + "\($1.value)" } }
}
