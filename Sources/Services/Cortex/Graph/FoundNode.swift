import Kernel
import Model

/// What one look at a session found of a node by its name.
struct FoundNode {
    let form: FormDefinition
    let name: NodeName
    /// Nil where the store has nothing of it.
    let rows: NodeRows?
    /// Nil where it has no edits that are not committed.
    let pending: PendingNode?

    /// Whether the view shows the node.
    func isVisible() throws(Fault) -> Bool {
        guard let pending else { return try rows?.isVisible() ?? false }
        if pending.isAdded { return true }
        return try rows?.isVisibleBelow() ?? false
    }
}

/// The rows of a node in the layers of a view.
struct NodeRows {
    let id: UInt64
    var top: [UInt8]?
    var lower: [[UInt8]?] = []

    init(id: UInt64, top: [UInt8]? = nil, lower: [[UInt8]?] = []) {
        self.id = id
        self.top = top
        self.lower = lower
    }

    /// Whether a row says that the node has this name, given as the row of a name. False too where no layer has its primary value.
    func areNamed(_ name: [UInt8]) -> Bool {
        if let top, LayerState.isNamed(name, in: top.span.bytes) { return true }
        for case let row? in lower where LayerState.isNamed(name, in: row.span.bytes) { return true }
        return false
    }

    /// Whether a layer has the node's primary value.
    func isVisible() throws(Fault) -> Bool {
        if let top, try LayerState.flags(top).contains(.isAdded) { return true }
        return try isVisibleBelow()
    }

    /// Whether a layer below the top has it.
    func isVisibleBelow() throws(Fault) -> Bool {
        for case let row? in lower where try LayerState.flags(row).contains(.isAdded) { return true }
        return false
    }
}
