import Kernel
import Model

/// What one layer says of a node, without its data and edges.
public struct NodeState: Sendable {
    /// Whether the node was added in this layer.
    public var isAdded = false
    public var properties: [(name: String, value: ModelValue)] = []
    public var tags: [(name: String, times: TagTimes)] = []
    public var tagProperties: [(tag: String, values: [(name: String, value: ModelValue)])] = []

    public init() {}

    /// Whether the layer says nothing of the node, data and edges aside.
    public var isEmpty: Bool { !isAdded && properties.isEmpty && tags.isEmpty && tagProperties.isEmpty }

    public func property(_ name: String) -> ModelValue? { properties.first { $0.name == name }?.value }

    public func tag(_ name: String) -> TagTimes? { tags.first { $0.name == name }?.times }

    /// The value of a property of a tag; nil where the layer gives none.
    public func tagProperty(tag: String, name: String) -> ModelValue? {
        tagProperties.first { $0.tag == tag }?.values.first { $0.name == name }?.value
    }

    /// Everything in order of names.
    func sorted() -> NodeState {
        var state = self
        state.properties.sort { $0.name < $1.name }
        state.tags.sort { $0.name < $1.name }
        state.tagProperties.sort { $0.tag < $1.tag }
        for place in state.tagProperties.indices { state.tagProperties[place].values.sort { $0.name < $1.name } }
        return state
    }

    /// This state where it says something, and what the one below says elsewhere.
    func over(_ lower: NodeState) -> NodeState {
        if lower.isEmpty { return self }
        var state = self
        state.isAdded = isAdded || lower.isAdded
        for entry in lower.properties where property(entry.name) == nil { state.properties.append(entry) }
        for entry in lower.tags where tag(entry.name) == nil { state.tags.append(entry) }
        for entry in lower.tagProperties {
            guard let place = state.tagProperties.firstIndex(where: { $0.tag == entry.tag }) else {
                state.tagProperties.append(entry)
                continue
            }
            for value in entry.values where !state.tagProperties[place].values.contains(where: { $0.name == value.name }) {
                state.tagProperties[place].values.append(value)
            }
        }
        return state
    }
}
