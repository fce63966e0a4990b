import Kernel
import Model
import Store

/// Nodes, edges and their indexes: tables over one store.
public final class GraphStore: Sendable {
    /// The store that the tables are in.
    public let store: StoreEnvironment
    let tables: GraphTables

    /// Opens the tables, making those that are missing. Throws what the store throws.
    public init(_ store: StoreEnvironment) throws(Fault) {
        self.store = store
        tables = try GraphTables(store)
    }

    /// Applies edits inside the transaction of their entry, and returns what really changed. Depends on nothing but the edits, the model
    /// and the store. Without `listsChanges` the nodes that changed are reported without their changes, which costs less.
    ///
    /// Throws `NoSuchForm`, `NoSuchProp`, `NoSuchTagProp` where the model lacks what an edit names, and what the store throws; the
    /// transaction must then be aborted.
    public func apply(
        _ edits: [LayerEdits], model: DataModel, listsChanges: Bool = true, in transaction: WriteTransaction
    ) throws(Fault) -> [LayerChanges] {
        let applier = try Applier(self, model: model, listsChanges: listsChanges, in: transaction)
        var changes: [LayerChanges] = []
        for layer in edits {
            let changed = try applier.apply(layer)
            if !changed.nodes.isEmpty { changes.append(changed) }
        }
        try applier.finish()
        return changes
    }
}
