import Graph
import Kernel
import Model

/// What the engine needs of the service that it runs in.
public protocol StormHost: AnyObject, Sendable {
    /// The data model as it is now.
    func model() -> DataModel
    /// The graph as `user` sees it in `view`, the default view for nil. Throws `NoSuchView`, and `AuthDeny` where the user may not read it.
    func session(view: Iden?, user: Iden) throws(Fault) -> GraphSession
    /// The view that ``session(view:user:)`` takes for nil.
    func defaultView(user: Iden) -> Iden
    func isAllowed(_ user: Iden, _ permission: [String], gates: [Iden], defaultAllow: Bool) -> Bool
    func isAdmin(_ user: Iden, gate: Iden?) -> Bool
    func userName(_ user: Iden) -> String
    /// The fault `AuthDeny` for a permission that the user lacks, at a gate or everywhere.
    func denial(_ user: Iden, _ permission: [String], gate: Iden?) -> Fault
    /// Throws `IsReadOnly` where the layer takes no edits.
    func requireWritable(layer: Iden) throws(Fault)
    /// A command of a package, defined in Storm.
    func command(_ name: String) -> CommandDeclaration?
    /// A module of a package, for `$lib.import`.
    func module(_ name: String) -> StormModule?
    /// What runs when nodes of the view change. Nil: nothing does, so edits may be collected before they are committed.
    func triggers(view: Iden) -> (any TriggerRunner)?
    /// The time of day.
    func now() -> Timestamp
    /// A fresh identifier.
    func freshIden() -> Iden
}

extension StormHost {
    /// Never throws: every layer takes edits.
    public func requireWritable(layer: Iden) throws(Fault) {}
}

/// A module of a package.
public struct StormModule: Sendable {
    /// The name that `$lib.import` takes.
    public let name: String
    /// The query that defines its functions.
    public let query: String
    /// `$modconf` inside of it.
    public let configuration: ModelValue
    /// Permissions that `$lib.import` asks for.
    public let permission: [String]?
    /// Whether its functions run with the rights of an admin.
    public let runsAsAdmin: Bool

    public init(
        name: String, query: String, configuration: ModelValue = [:], permission: [String]? = nil, runsAsAdmin: Bool = false
    ) {
        self.name = name
        self.query = query
        self.configuration = configuration
        self.permission = permission
        self.runsAsAdmin = runsAsAdmin
    }
}

/// Runs the triggers of a view.
public protocol TriggerRunner: AnyObject {
    /// Called after each commit, before the node that was edited goes on in the pipeline.
    func changed(_ changes: [LayerChanges], _ runtime: StormRuntime) throws
}
