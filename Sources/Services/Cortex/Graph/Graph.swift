import Kernel
import Model
import Store

/// Nodes, edges and their indexes: tables over one store.
public final class Graph: Sendable {
    /// The store that the tables are in.
    public let store: StoreEnvironment

    /// Opens the tables, making those that are missing. Throws what the store throws.
    public init(_ store: StoreEnvironment) throws(Fault) {
        self.store = store
    }

    /// Applies edits inside the transaction of their entry, and returns what really changed. Depends on nothing but the edits, the model
    /// and the store.
    ///
    /// Throws `NoSuchForm`, `NoSuchProp`, `NoSuchTagProp` where the model lacks what an edit names, and what the store throws; the
    /// transaction must then be aborted.
    public func apply(_ edits: [LayerEdits], model: DataModel, in transaction: WriteTransaction) throws(Fault) -> [LayerChanges] {
        preconditionFailure("not yet")
    }

    /// Deletes all that the layer says of any node. Returns how many nodes that were.
    @discardableResult
    public func deleteLayer(_ layer: LayerID, in transaction: WriteTransaction) throws(Fault) -> Int { preconditionFailure("not yet") }

    /// Copies all that one layer says into another, which must be empty. Throws `.refused` when it is not.
    public func copyLayer(from source: LayerID, to target: LayerID, in transaction: WriteTransaction) throws(Fault) {
        preconditionFailure("not yet")
    }
}
