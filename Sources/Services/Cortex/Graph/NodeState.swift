import Kernel
import Model

/// What one layer says of a node, without its data and edges.
public struct NodeState: Sendable {
    /// Whether the node was added in this layer.
    public var isAdded = false
    /// Sorted by name.
    public var properties: [(name: String, value: ModelValue)] = []
    /// Sorted by name.
    public var tags: [(name: String, times: TagTimes)] = []
    /// Sorted by tag, then by name.
    public var tagProperties: [(tag: String, values: [(name: String, value: ModelValue)])] = []

    public init() {}

    /// Whether the layer says nothing of the node, data and edges aside.
    public var isEmpty: Bool { !isAdded && properties.isEmpty && tags.isEmpty && tagProperties.isEmpty }
}
