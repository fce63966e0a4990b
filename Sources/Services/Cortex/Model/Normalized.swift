/// A value in the one form in which its type stores it, and what else follows from it.
public struct Normalized: Sendable, Hashable {
    /// The value to store, compare and index.
    public let value: ModelValue
    /// Values of the node's properties that the value determines, by property name, in a stable order.
    public let subs: [ModelValue.Entry]
    /// Nodes that the value mentions, to be made with it.
    public let adds: [NodeAddition]

    public init(_ value: ModelValue, subs: [ModelValue.Entry] = [], adds: [NodeAddition] = []) {
        self.value = value
        self.subs = subs
        self.adds = adds
    }

    /// The sub with this name.
    public func sub(_ name: String) -> ModelValue? { subs.first { $0.key == name }?.value }
}

/// A node that a value mentions.
public struct NodeAddition: Sendable, Hashable {
    /// The form of the node.
    public let form: String
    /// The value.
    public let value: ModelValue
    /// Properties that the value of that node determines.
    public let subs: [ModelValue.Entry]

    public init(form: String, value: ModelValue, subs: [ModelValue.Entry]) {
        self.form = form
        self.value = value
        self.subs = subs
    }
}
