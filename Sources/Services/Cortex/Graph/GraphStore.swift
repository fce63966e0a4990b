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
        let forms = edits.map { EditForms($0, model) }
        return try apply(edits, forms, model: model, listsChanges: listsChanges, in: transaction)
    }

    /// The same with forms that were worked out before, with the same model.
    func apply(
        _ edits: [LayerEdits], _ forms: [EditForms], model: DataModel, listsChanges: Bool, in transaction: WriteTransaction
    ) throws(Fault) -> [LayerChanges] {
        let applier = try Applier(self, model: model, listsChanges: listsChanges, in: transaction)
        var changes: [LayerChanges] = []
        for (layer, forms) in zip(edits, forms) {
            let changed = try applier.apply(layer, forms)
            if !changed.nodes.isEmpty { changes.append(changed) }
        }
        try applier.finish()
        return changes
    }
}
