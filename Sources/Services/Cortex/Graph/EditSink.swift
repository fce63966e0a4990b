import Kernel
import Model
import Store

/// Where edits are made durable: in a library the store itself, in a service the Nexus.
public protocol EditSink: Sendable {
    /// Applies edits and makes them durable, in order, all or nothing. Returns what really changed: without `listsChanges` only the nodes.
    /// Blocks the thread.
    func commit(_ edits: [LayerEdits], listsChanges: Bool) throws(Fault) -> [LayerChanges]

    /// Hands edits over, to be applied as by ``commit(_:listsChanges:)`` behind those that were handed over before.
    /// Returns when they are in order; they may become durable with later ones, and at the latest when somebody waits for them.
    func submit(_ edits: [LayerEdits], listsChanges: Bool) throws(Fault) -> any SubmittedEdits
}

/// Edits that were handed over and are in order.
public protocol SubmittedEdits: Sendable {
    /// Whether they are durable, or failed: then ``wait()`` does not block.
    var isSettled: Bool { get }

    /// Has them made durable as soon as they are applied. Does not block.
    func hurry()

    /// Has them made durable, and blocks the thread until they are. Returns what really changed, or throws what kept them from being
    /// applied: then none of them is.
    func wait() throws(Fault) -> [LayerChanges]
}

/// Edits that were durable when they were handed over.
public struct CommittedEdits: SubmittedEdits {
    private let changes: [LayerChanges]

    /// `changes`: what the edits really changed.
    public init(_ changes: [LayerChanges]) { self.changes = changes }

    /// Always.
    public var isSettled: Bool { true }

    /// Nothing is left to do.
    public func hurry() {}

    /// Returns what changed, at once.
    public func wait() -> [LayerChanges] { changes }
}

extension EditSink {
    /// Commits at once.
    public func submit(_ edits: [LayerEdits], listsChanges: Bool) throws(Fault) -> any SubmittedEdits {
        CommittedEdits(try commit(edits, listsChanges: listsChanges))
    }
}

/// Commits edits in one write transaction on the calling thread.
public struct LocalEditSink: EditSink {
    private let graph: GraphStore
    private let model: @Sendable () -> DataModel

    /// `model` gives the model at the time of a commit.
    public init(_ graph: GraphStore, model: @escaping @Sendable () -> DataModel) {
        self.graph = graph
        self.model = model
    }

    /// Applies edits in one write transaction, all or nothing, and returns what really changed. Blocks the thread.
    /// Throws what ``GraphStore/apply(_:model:listsChanges:in:)`` throws.
    public func commit(_ edits: [LayerEdits], listsChanges: Bool) throws(Fault) -> [LayerChanges] {
        try graph.store.write { transaction throws(Fault) in
            try graph.apply(edits, model: model(), listsChanges: listsChanges, in: transaction)
        }
    }
}
