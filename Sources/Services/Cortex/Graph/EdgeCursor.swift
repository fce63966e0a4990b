import Kernel
import Model
import Store

/// Which edges of a node: those that go out from it, or those that come in.
public enum EdgeDirection: Sendable, Hashable {
    case out
    case into
}

/// An edge as a node sees it.
public struct NodeEdge: Hashable, Sendable {
    public let verb: String
    /// The node at the other end.
    public let other: NodeID

    public init(verb: String, other: NodeID) {
        self.verb = verb
        self.other = other
    }
}

/// The edges of one node over all layers of a view, each once, in batches. It holds a snapshot of its own. Used by one thread.
public final class EdgeCursor {
    /// The next edges, at most `count`; none at the end.
    public func next(_ count: Int) throws(Fault) -> [NodeEdge] { preconditionFailure("not yet") }
}
