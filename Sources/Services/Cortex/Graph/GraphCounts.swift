import Kernel
import Model
import Store

/// Counts that are kept with the edits, so that none of these walks an index unless it says so.
extension Graph {
    /// How many nodes the layer says anything of.
    public func nodeCount(_ layer: LayerID, in transaction: borrowing ReadTransaction) throws(Fault) -> Int { preconditionFailure("not yet") }

    /// Nodes added in the layer, by form.
    public func formCounts(_ layer: LayerID, in transaction: borrowing ReadTransaction) throws(Fault) -> [String: Int] {
        preconditionFailure("not yet")
    }

    /// Nodes of the form added in the layer.
    public func formCount(_ form: String, _ layer: LayerID, in transaction: borrowing ReadTransaction) throws(Fault) -> Int {
        preconditionFailure("not yet")
    }

    /// Nodes that have the property in the layer. A universal property (`.seen`) without form: over all forms.
    public func propertyCount(
        form: String?, _ name: String, _ layer: LayerID, in transaction: borrowing ReadTransaction
    ) throws(Fault) -> Int { preconditionFailure("not yet") }

    /// Nodes that have the tag in the layer, of one form or of all.
    public func tagCount(
        _ tag: String, form: String?, _ layer: LayerID, in transaction: borrowing ReadTransaction
    ) throws(Fault) -> Int { preconditionFailure("not yet") }

    /// Every tag of the layer, with how many nodes have it.
    public func tagCounts(_ layer: LayerID, in transaction: borrowing ReadTransaction) throws(Fault) -> [String: Int] {
        preconditionFailure("not yet")
    }

    /// Nodes that have the tag property in the layer, of one tag and form or of all.
    public func tagPropertyCount(
        tag: String?, _ name: String, form: String?, _ layer: LayerID, in transaction: borrowing ReadTransaction
    ) throws(Fault) -> Int { preconditionFailure("not yet") }

    /// Rows of the layer's index that a source has, whatever other layers say. Walks them where there is a plan.
    public func indexCount(
        _ source: Lift.Source, _ layer: LayerID, model: DataModel, in transaction: borrowing ReadTransaction
    ) throws(Fault) -> Int { preconditionFailure("not yet") }
}
