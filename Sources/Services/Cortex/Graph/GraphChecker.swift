import Kernel
import Model
import Store

extension Graph {
    /// Walks every table both ways and compares each index with the nodes. Returns what does not agree, in sentences, at most
    /// a hundred; none when all agrees.
    public func check(model: DataModel, in snapshot: Snapshot) throws(Fault) -> [String] { preconditionFailure("not yet") }
}
