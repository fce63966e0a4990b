import Kernel
import Model

/// An edit that really changed something, with what was there before.
public struct NodeChange: Hashable, Sendable {
    /// What was done.
    public let edit: NodeEdit
    /// The value before, of a property, tag property or data; nil where there was none.
    public let old: ModelValue?
    /// The times before, of a tag; nil where the tag was not there.
    public let oldTimes: TagTimes?

    public init(_ edit: NodeEdit, old: ModelValue? = nil, oldTimes: TagTimes? = nil) {
        self.edit = edit
        self.old = old
        self.oldTimes = oldTimes
    }
}

/// What really changed at one node.
public struct NodeChanges: Hashable, Sendable {
    /// The node that changed, by form and value.
    public let node: NodeName
    /// The node's number in this store.
    public let id: NodeID
    /// In order. The removal of a node is preceded by the removals of all that it had.
    public var changes: [NodeChange]

    public init(node: NodeName, id: NodeID, changes: [NodeChange]) {
        self.node = node
        self.id = id
        self.changes = changes
    }
}

/// What really changed in one layer. Nodes without change are not in it.
public struct LayerChanges: Hashable, Sendable {
    /// The layer that changed.
    public let layer: LayerID
    /// The changes, node by node.
    public var nodes: [NodeChanges]

    public init(layer: LayerID, nodes: [NodeChanges]) {
        self.layer = layer
        self.nodes = nodes
    }
}
