import Kernel
import Model
import Store

/// One query's look at a view and its own changes to it. Used by one thread.
public final class GraphSession {
    public let graph: Graph
    /// The layers of the view, the top one, which is written to, first.
    public let layers: [LayerID]
    public let sink: any EditSink
    /// To be replaced when the query extends the model.
    public var model: DataModel
    /// Called after each commit with what really changed.
    public var onChanges: (([LayerChanges]) throws(Fault) -> Void)?
    /// How many nodes may have edits that are not committed yet.
    public var pendingMax = GraphSession.defaultPendingMax
    /// Large enough that a commit costs little per node, small enough that a log entry stays far below the largest message.
    public static let defaultPendingMax = 1_000

    public init(_ graph: Graph, layers: [LayerID], sink: any EditSink, model: DataModel) {
        precondition(!layers.isEmpty, "a session needs a layer to look at")
        self.graph = graph
        self.layers = layers
        self.sink = sink
        self.model = model
    }

    /// The node with this normalised primary value; nil when the view does not show it. Sees pending edits without a commit.
    public func node(_ form: FormDefinition, _ value: ModelValue) throws(Fault) -> Node? { preconditionFailure("not yet") }

    /// The node with this number; nil when the view does not show it.
    public func node(_ id: NodeID) throws(Fault) -> Node? { preconditionFailure("not yet") }

    /// Several nodes at once, in the order asked for; nil for those that the view does not show.
    public func nodes(_ ids: [NodeID]) throws(Fault) -> [Node?] { preconditionFailure("not yet") }

    /// The node with this identity (SHA-256 over form and value); nil when the view does not show it. Commits pending edits first.
    public func node(iden: Digest) throws(Fault) -> Node? { preconditionFailure("not yet") }

    /// Starts a lift. Commits pending edits first, since the lift could miss them.
    public func lift(_ lift: Lift) throws(Fault) -> LiftCursor { preconditionFailure("not yet") }

    /// Records edits for the top layer. Point look-ups and the node see them at once; they are committed when ``pendingMax`` nodes have
    /// edits, by ``flush()``, or by a lift.
    public func record(_ edits: [NodeEdit], on node: Node) throws(Fault) { preconditionFailure("not yet") }

    /// Records edits of a node by its name, which may be new. Throws `NoSuchForm`.
    public func record(new name: NodeName, _ edits: [NodeEdit]) throws(Fault) -> Node { preconditionFailure("not yet") }

    /// Commits what is pending. Throws what the sink and ``onChanges`` throw.
    public func flush() throws(Fault) { preconditionFailure("not yet") }

    /// Forgets what is pending, as after a fault.
    public func discard() { preconditionFailure("not yet") }

    /// Whether there are edits that are not committed.
    public var hasPending: Bool { preconditionFailure("not yet") }
}
