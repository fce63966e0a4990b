import Kernel
import Model

/// One change to one node in one layer, with normalised values. Names of properties are without the form; universal ones have their dot.
public enum NodeEdit: Hashable, Sendable {
    /// Gives the node its primary value in the layer.
    case addNode
    /// Removes all that the layer says of the node: properties, tags, data and edges from it too.
    case deleteNode
    case setProperty(String, ModelValue)
    case deleteProperty(String)
    case setTag(String, TagTimes)
    /// Removes the tag and its tag properties.
    case deleteTag(String)
    case setTagProperty(tag: String, name: String, ModelValue)
    case deleteTagProperty(tag: String, name: String)
    case setData(String, ModelValue)
    case deleteData(String)
    case addEdge(verb: String, to: NodeName)
    case deleteEdge(verb: String, to: NodeName)
}

/// Edits of one node, in order.
public struct NodeEdits: Hashable, Sendable {
    /// The node that is edited.
    public let node: NodeName
    /// What is done to it, in order.
    public var edits: [NodeEdit]

    public init(node: NodeName, edits: [NodeEdit]) {
        self.node = node
        self.edits = edits
    }
}

/// Edits of one layer: a value that is packed into the log, and applied the same on leader and mirror.
public struct LayerEdits: Hashable, Sendable {
    /// The layer that is edited.
    public let layer: LayerID
    /// What is done to its nodes, in order.
    public var nodes: [NodeEdits]

    public init(layer: LayerID, nodes: [NodeEdits]) {
        self.layer = layer
        self.nodes = nodes
    }
}
