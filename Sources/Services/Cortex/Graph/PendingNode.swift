import Kernel
import Model

/// A node of which a session has edits that are not committed, and what the top layer will say of it.
final class PendingNode {
    let name: NodeName
    var edits: [NodeEdit] = []
    /// What the top layer says once the edits are committed.
    var top: NodeState
    /// Data that was set, or deleted (nil).
    var data: [String: ModelValue?] = [:]
    /// Whether the node was deleted in the top layer, with the data that it had there.
    var isDataWiped = false
    /// The number, when the edits are committed.
    var id: UInt64?

    init(_ name: NodeName, top: NodeState) {
        self.name = name
        self.top = top
    }

    /// Takes more edits. What they do to ``top`` is what applying them will do to the layer.
    func record(_ new: [NodeEdit]) {
        edits.append(contentsOf: new)
        top.properties.reserveCapacity(top.properties.count + new.count)
        for edit in new { take(edit) }
    }

    private func take(_ edit: NodeEdit) {
        switch edit {
        case .addNode: top.isAdded = true
        case .deleteNode:
            top = NodeState()
            data = [:]
            isDataWiped = true
        case .setProperty(let name, let value): Self.set(name, value, in: &top.properties)
        case .deleteProperty(let name): top.properties.removeAll { $0.name == name }
        case .setTag(let name, let times):
            if let place = top.tags.firstIndex(where: { $0.name == name }) {
                top.tags[place].times = times
            } else {
                top.tags.append((name, times))
            }
        case .deleteTag(let name):
            top.tags.removeAll { $0.name == name }
            top.tagProperties.removeAll { $0.tag == name }
        case .setTagProperty(let tag, let name, let value):
            if let place = top.tagProperties.firstIndex(where: { $0.tag == tag }) {
                Self.set(name, value, in: &top.tagProperties[place].values)
            } else {
                top.tagProperties.append((tag, [(name, value)]))
            }
        case .deleteTagProperty(let tag, let name):
            guard let place = top.tagProperties.firstIndex(where: { $0.tag == tag }) else { return }
            top.tagProperties[place].values.removeAll { $0.name == name }
            if top.tagProperties[place].values.isEmpty { top.tagProperties.remove(at: place) }
        case .setData(let name, let value): data[name] = .some(value)
        case .deleteData(let name): data[name] = .some(nil)
        case .addEdge, .deleteEdge: break
        }
    }

    private static func set(_ name: String, _ value: ModelValue, in properties: inout [(name: String, value: ModelValue)]) {
        if let place = properties.firstIndex(where: { $0.name == name }) {
            properties[place].value = value
        } else {
            properties.append((name, value))
        }
    }

    /// Whether an edit changes edges, so that what edges there are is only known once it is committed.
    static func touchesEdges(_ edit: NodeEdit) -> Bool {
        switch edit {
        case .addEdge, .deleteEdge, .deleteNode: true
        default: false
        }
    }
}
