import Graph
import Kernel
import Model
import Storm

/// What the query engine asks of a Cortex.
extension CortexHost: StormHost {
    /// Throws `NoSuchView`, and `AuthDeny` where the user may not read the view.
    public func session(view: Iden?, user: Iden) throws(Fault) -> GraphSession {
        let state = current
        let iden = view ?? defaultView(user: user)
        let view = try state.requireView(iden)
        try require(user, ["view", "read"], gate: iden.description)
        let session = GraphSession(graph, layers: state.layers(of: view), sink: CoreEditSink(host: self), model: state.model)
        session.keepsChanges = { !self.enabledTriggers(of: iden).isEmpty }
        return session
    }

    /// The view that the user's profile names, or that of the Cortex.
    public func defaultView(user: Iden) -> Iden {
        let own = variable("cortex:view", in: .profile(user))?.string.flatMap { Iden($0) }
        if let own, self.view(own) != nil { return own }
        return defaultView
    }

    /// At several gates: whether one of them allows it.
    public func isAllowed(_ user: Iden, _ permission: [String], gates: [Iden], defaultAllow: Bool) -> Bool {
        let auth = auth
        let isDefault = defaultAllow || Permissions.defaultAllow(permission)
        if gates.isEmpty { return auth.decide(user, permission, gate: nil, defaultAllow: isDefault).isAllowed }
        return gates.contains { auth.decide(user, permission, gate: $0.description, defaultAllow: isDefault).isAllowed }
    }

    public func isAdmin(_ user: Iden, gate: Iden?) -> Bool { auth.isAdmin(user, gate: gate?.description) }

    /// The name of a user, for messages.
    public func userName(_ user: Iden) -> String { self.user(user)?.name ?? "?" }

    /// The fault for a permission that the user lacks.
    public func denial(_ user: Iden, _ permission: [String], gate: Iden?) -> Fault {
        auth.denial(user, permission, gate: gate?.description)
    }

    /// Nil where no trigger of the view is enabled.
    public func triggers(view: Iden) -> (any TriggerRunner)? {
        enabledTriggers(of: view).isEmpty ? nil : TriggerEngine(self, view: view)
    }

    /// A new identifier.
    public func freshIden() -> Iden { newIden() }

    // MARK: Running queries

    /// Runs a query and hands over its messages in order, on this thread. Give it a thread with a stack of ``StormEngine/stackBytes``.
    public func run(_ text: String, _ options: StormOptions, output: @escaping (StormMessage) throws -> Void) {
        StormEngine.run(text, options, host: self, catalogue: catalogue, queries: queries, output: output)
    }

    /// Runs a query for the value of its `return`, on this thread; see ``run(_:_:output:)``.
    public func call(_ text: String, _ options: StormOptions) throws(Fault) -> StormValue {
        try StormEngine.call(text, options, host: self, catalogue: catalogue, queries: queries)
    }
}
