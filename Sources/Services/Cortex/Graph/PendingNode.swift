import Kernel
import Model

/// A node of which a session has edits that are not known to be durable, and what the top layer will say of it.
final class PendingNode {
    let name: NodeName
    /// Edits that were not handed over yet.
    var edits: [NodeEdit] = []
    /// The last batch with edits of the node that was handed over.
    var batch = 0
    /// The number, when the edits are durable.
    var id: UInt64? {
        get { origin?.id ?? ownID }
        set { ownID = newValue }
    }
    private var ownID: UInt64?
    /// What it was copied from.
    private var origin: PendingNode?

    /// What the top layer says, but for `untaken`: nobody asks for it at most nodes.
    private var state: NodeState
    private var untaken: [NodeEdit] = []
    private var dataEdits: [String: ModelValue?] = [:]
    private var dataOrder: [String] = []
    private var hasWipedData = false

    init(_ name: NodeName, top: NodeState) {
        self.name = name
        state = top
    }

    /// What the top layer says once the edits are committed.
    var top: NodeState {
        takeAll()
        return state
    }

    /// Whether the top layer has the primary value once the edits are committed.
    var isAdded: Bool {
        takeAll()
        return state.isAdded
    }

    /// Data that was set, or deleted (nil).
    var data: [String: ModelValue?] {
        takeAll()
        return dataEdits
    }

    /// Names of data that was set, in order. Some may be deleted again.
    var dataNames: [String] {
        takeAll()
        return dataOrder
    }

    /// Whether the node was deleted in the top layer, with the data that it had there.
    var isDataWiped: Bool {
        takeAll()
        return hasWipedData
    }

    /// A copy that stays as it is, but for the number.
    func copy() -> PendingNode {
        let copy = PendingNode(name, top: top)
        (copy.dataEdits, copy.dataOrder, copy.hasWipedData) = (dataEdits, dataOrder, hasWipedData)
        copy.origin = self
        return copy
    }

    /// Takes more edits. What they do to ``top`` is what applying them will do to the layer.
    func record(_ new: [NodeEdit]) {
        if edits.isEmpty { edits = new } else { edits += new }
        if untaken.isEmpty { untaken = new } else { untaken += new }
    }

    private func takeAll() {
        if untaken.isEmpty { return }
        for edit in untaken { take(edit) }
        untaken = []
    }

    private func take(_ edit: NodeEdit) {
        switch edit {
        case .addNode: state.isAdded = true
        case .deleteNode:
            state = NodeState()
            dataEdits = [:]
            dataOrder = []
            hasWipedData = true
        case .setProperty(let name, let value): Self.set(name, value, in: &state.properties)
        case .deleteProperty(let name): state.properties.removeAll { $0.name == name }
        case .setTag(let name, let times):
            if let place = state.tags.firstIndex(where: { $0.name == name }) {
                state.tags[place].times = times
            } else {
                state.tags.append((name, times))
            }
        case .deleteTag(let name):
            state.tags.removeAll { $0.name == name }
            state.tagProperties.removeAll { $0.tag == name }
        case .setTagProperty(let tag, let name, let value):
            if let place = state.tagProperties.firstIndex(where: { $0.tag == tag }) {
                Self.set(name, value, in: &state.tagProperties[place].values)
            } else {
                state.tagProperties.append((tag, [(name, value)]))
            }
        case .deleteTagProperty(let tag, let name):
            guard let place = state.tagProperties.firstIndex(where: { $0.tag == tag }) else { return }
            state.tagProperties[place].values.removeAll { $0.name == name }
            if state.tagProperties[place].values.isEmpty { state.tagProperties.remove(at: place) }
        case .setData(let name, let value):
            dataEdits[name] = .some(value)
            if !dataOrder.contains(name) { dataOrder.append(name) }
        case .deleteData(let name): dataEdits[name] = .some(nil)
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
