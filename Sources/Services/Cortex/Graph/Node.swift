import Kernel
import Model
import Store

/// A node as a view shows it: each property, tag and datum from the topmost layer that has it, edges from all. Used by one thread.
///
/// It keeps what it decoded, and looks again after an edit or a commit of its session.
public final class Node {
    /// Nil for a node that was made at query time.
    public let session: GraphSession?
    public let form: FormDefinition
    /// The normalised primary value.
    public let value: ModelValue

    /// A node that is made at query time (`syn:form` and the like) and never stored.
    public init(runtime form: FormDefinition, value: ModelValue, properties: [(name: String, value: ModelValue)]) {
        session = nil
        self.form = form
        self.value = value
    }

    /// Whether it was made at query time and is not stored.
    public var isRuntime: Bool { session == nil }

    /// The number; nil for a runtime node, and for one whose first edits are not committed.
    public var id: NodeID? { preconditionFailure("not yet") }

    public var name: NodeName { NodeName(form: form.name, value: value) }

    /// SHA-256 over form and value, by which other systems know the node.
    public func iden() throws(Fault) -> Digest { preconditionFailure("not yet") }

    /// Whether the view shows the node: whether any layer has its primary value. Changes when the node is deleted.
    public func isVisible() throws(Fault) -> Bool { preconditionFailure("not yet") }

    /// The property with this name, without the form; universal ones with their dot. Nil where no layer has it.
    public func property(_ name: String) throws(Fault) -> ModelValue? { preconditionFailure("not yet") }

    /// All properties, sorted by name.
    public func properties() throws(Fault) -> [(name: String, value: ModelValue)] { preconditionFailure("not yet") }

    /// The times of a tag; nil where the node does not have it.
    public func tag(_ name: String) throws(Fault) -> TagTimes? { preconditionFailure("not yet") }

    /// All tags, sorted by name.
    public func tags() throws(Fault) -> [(name: String, times: TagTimes)] { preconditionFailure("not yet") }

    public func tagProperty(tag: String, name: String) throws(Fault) -> ModelValue? { preconditionFailure("not yet") }

    /// All tag properties, sorted by tag, then by name.
    public func tagProperties() throws(Fault) -> [(tag: String, values: [(name: String, value: ModelValue)])] { preconditionFailure("not yet") }

    public func data(_ name: String) throws(Fault) -> ModelValue? { preconditionFailure("not yet") }

    /// The names of all data, sorted.
    public func dataNames() throws(Fault) -> [String] { preconditionFailure("not yet") }

    /// Edges of one verb or of all. Commits the session's pending edits first when there are edges among them.
    public func edges(_ direction: EdgeDirection, verb: String? = nil) throws(Fault) -> EdgeCursor { preconditionFailure("not yet") }

    /// All edges that go out. For nodes with few; ``edges(_:verb:)`` has no bound.
    public func edgesOut(verb: String? = nil) throws(Fault) -> [NodeEdge] { preconditionFailure("not yet") }

    /// All edges that come in. For nodes with few; ``edges(_:verb:)`` has no bound.
    public func edgesIn(verb: String? = nil) throws(Fault) -> [NodeEdge] { preconditionFailure("not yet") }

    // MARK: One layer

    /// What one layer of the view says; nil where it says nothing. Commits the session's pending edits first.
    public func state(in layer: LayerID) throws(Fault) -> NodeState? { preconditionFailure("not yet") }

    /// The data that one layer has of the node, sorted by name.
    public func data(in layer: LayerID) throws(Fault) -> [(name: String, value: ModelValue)] { preconditionFailure("not yet") }

    /// The edges that go out in one layer.
    public func edgesOut(in layer: LayerID) throws(Fault) -> [NodeEdge] { preconditionFailure("not yet") }

    /// The topmost layer that has the property, tag, or so on; see ``NodePart``. Nil where none has.
    public func layer(of part: NodePart) throws(Fault) -> LayerID? { preconditionFailure("not yet") }
}

/// A part of a node that a layer may have.
public enum NodePart: Hashable, Sendable {
    /// The primary value.
    case primary
    case property(String)
    case tag(String)
    case tagProperty(tag: String, name: String)
    case data(String)
}
