import Kernel
import Model
import Store

/// Where edits are made durable: in a library ``LocalEditSink``, in a service the Nexus.
public protocol EditSink: Sendable {
    /// Applies edits and makes them durable, in order, all or nothing. Returns what really changed. Blocks the thread.
    func commit(_ edits: [LayerEdits]) throws(Fault) -> [LayerChanges]
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
    /// Throws what ``GraphStore/apply(_:model:in:)`` throws.
    public func commit(_ edits: [LayerEdits]) throws(Fault) -> [LayerChanges] {
        try graph.store.write { transaction throws(Fault) in try graph.apply(edits, model: model(), in: transaction) }
    }
}
