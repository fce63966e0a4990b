import Kernel
import Model
import Store

/// A running lift. It holds a snapshot of its own, so edits made while it runs do not show in it. Used by one thread.
public final class LiftCursor {
    /// The next nodes, at most `count`; none at the end.
    public func next(_ count: Int) throws(Fault) -> [Node] { preconditionFailure("not yet") }

    /// How many nodes are left; the cursor is then at its end. Makes no nodes where it need not.
    public func count() throws(Fault) -> Int { preconditionFailure("not yet") }
}
