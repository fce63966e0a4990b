import Kernel
import Model

/// The name of a node: its form and normalised primary value. The same on every server.
public struct NodeName: Hashable, Sendable {
    /// The full name of the form, such as `inet:fqdn`.
    public let form: String
    /// The normalised primary value.
    public let value: ModelValue

    public init(form: String, value: ModelValue) {
        self.form = form
        self.value = value
    }

    /// By the value alone: few nodes have values alike, and each edit looks its node up.
    public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

/// The number of a node: unique in one store over all its layers, and never used again.
public struct NodeID: Hashable, Sendable, Comparable {
    /// The bare number, as the store keeps it.
    public let number: UInt64

    public init(_ number: UInt64) { self.number = number }

    public static func < (left: NodeID, right: NodeID) -> Bool { left.number < right.number }
}

/// The identifier of a layer: a set of edits that views stack.
public typealias LayerID = Iden
