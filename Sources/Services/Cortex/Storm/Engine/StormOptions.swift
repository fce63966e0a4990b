import Kernel
import Model
import Synchronization

/// How a query is to be run.
public struct StormOptions: Sendable {
    /// Variables that the query starts with.
    public var variables: [ModelValue.Entry] = []
    public var user: Iden
    /// Nil: the default view.
    public var view: Iden?
    public var mode = StormMode.storm
    /// Edits and functions that change something are refused.
    public var isReadOnly = false
    /// Nodes in messages carry their values as text too.
    public var repr = false
    /// How many nodes come out at most.
    public var limit: Int?
    /// Nodes that the query starts with.
    public var nodeNames: [(form: String, value: ModelValue)] = []
    /// Nodes that the query starts with, by identity.
    public var nodeIdens: [String] = []
    /// The kinds of messages wanted; nil: all. `init`, `fini`, `err` come always.
    public var show: [String]?
    /// `nodeedits`, `count`, `none`.
    public var editFormat = "nodeedits"
    /// Rules by which further nodes are added to what comes out: a dictionary, `true`, or the name of a projection.
    public var graph: ModelValue?
    /// Nodes in messages carry how they were reached.
    public var path = false
    /// The names of node data that nodes in messages carry; an empty name for all.
    public var nodeData: [String]?
    /// Options beyond these, by name.
    public var others: [ModelValue.Entry] = []
    public var task: Iden?
    public var limits = StormLimits()
    public var cancellation: StormCancellation?

    public init(user: Iden) { self.user = user }
}

/// What a query may use.
public struct StormLimits: Sendable {
    /// How deep functions, sub-queries and macros may call each other: deep enough for every real recursion, and so little that the
    /// stack of a query thread (``StormEngine/stackBytes``) holds it.
    public var depthMax = 255
    /// The longest text that a query may make, in bytes.
    public var textBytesMax = 256 << 20
    /// When the query ends with a `TimeOut` fault; nil: never.
    public var deadline: Timestamp?

    public init() {}
}

/// Ends a running query from another thread.
public final class StormCancellation: Sendable {
    private let flag = Atomic(false)

    public init() {}

    /// The query ends with a `Cancelled` fault at its next step.
    public func cancel() { flag.store(true, ordering: .relaxed) }

    /// Whether the query was asked to end.
    public var isCancelled: Bool { flag.load(ordering: .relaxed) }
}
