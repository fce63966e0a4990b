import Graph
import Kernel
import Model

/// One scope of a running query: the query itself, a call of a function, a sub-query with variables of its own.
public final class StormRuntime {
    /// What all scopes of the run share.
    public let context: QueryContext
    let parent: StormRuntime?
    /// A function sees the variables around it but sets only those that exist there.
    let isFunctionScope: Bool
    let depth: Int
    /// The user whose permissions are asked for.
    public let user: Iden
    /// The view that the scope looks at.
    public let view: Iden
    /// Reads the view and takes the edits of the scope.
    public let session: GraphSession
    /// Whether edits and what changes something are refused.
    public let isReadOnly: Bool
    /// Whether permissions are not asked for: a package's code that runs with the rights of an admin.
    public let isPrivileged: Bool
    let query: StormQuery?
    /// Whether the session was made for this scope, which looks at another view: its edits are committed when the scope ends.
    private let ownsSession: Bool
    var variables = VariableSet()
    /// Takes what `emit` gives, in the scope of a generator function.
    var emitter: ((StormValue) throws -> Void)?
    private var safety: [VariableName: Bool] = [:]

    init(
        _ context: QueryContext, parent: StormRuntime?, query: StormQuery?, isFunctionScope: Bool, user: Iden, view: Iden,
        session: GraphSession, isReadOnly: Bool, isPrivileged: Bool, callerDepth: Int = 0
    ) throws {
        self.context = context
        self.parent = parent
        self.query = query
        self.isFunctionScope = isFunctionScope
        self.user = user
        self.view = view
        self.session = session
        ownsSession = parent.map { $0.session !== session } ?? false
        self.isReadOnly = isReadOnly
        self.isPrivileged = isPrivileged
        depth = max(parent?.depth ?? 0, callerDepth) + 1
        if depth > context.options.limits.depthMax { throw StormFaults.recursion(query?.text) }
    }

    /// The data model as the session sees it.
    public var model: DataModel { session.model }
    /// The service that the query runs in.
    public var host: any StormHost { context.host }

    // MARK: Variables

    /// The value of a variable, as a query at this place sees it.
    public func variable(_ name: String, _ input: NodePath? = nil) -> StormValue? { variable(VariableName(name), input) }

    func variable(_ name: VariableName, _ input: NodePath?) -> StormValue? {
        if let input {
            if let value = input.path.variables[name] { return value }
            if name == .node { return NodeObject.value(input) }
            if name == .path { return PathObject.value(input) }
        }
        var scope: StormRuntime? = self
        while let runtime = scope {
            if let value = runtime.variables[name] { return value }
            scope = runtime.parent
        }
        if name == .lib { return .object(LibraryObject(context.catalogue.root)) }
        return nil
    }

    /// Sets a variable where a query at this place would; nil removes it.
    public func set(_ name: String, _ value: StormValue?) { set(VariableName(name), value) }

    func set(_ name: VariableName, _ value: StormValue?) { owner(of: name).variables[name] = value }

    /// Sets a variable of the node's path and of the runtime, as an assignment does; nil removes it.
    public func set(_ name: String, _ value: StormValue?, _ input: NodePath?) { set(VariableName(name), value, input) }

    func set(_ name: VariableName, _ value: StormValue?, _ input: NodePath?) {
        set(name, value)
        input?.path.variables[name] = value
    }

    private func owner(of name: VariableName) -> StormRuntime {
        var scope = self
        while let parent = scope.parent {
            if scope.variables[name] != nil { return scope }
            if scope.isFunctionScope, !parent.isVisible(name) { return scope }
            scope = parent
        }
        return scope
    }

    private func isVisible(_ name: VariableName) -> Bool {
        var scope: StormRuntime? = self
        while let runtime = scope {
            if runtime.variables[name] != nil { return true }
            scope = runtime.parent
        }
        return false
    }

    /// Every variable of this scope and those around it, the inner ones first.
    public var allVariables: [(name: String, value: StormValue)] {
        var names: Set<VariableName> = []
        var all: [(name: String, value: StormValue)] = []
        var scope: StormRuntime? = self
        while let runtime = scope {
            for (name, value) in runtime.variables.pairs where names.insert(name).inserted { all.append((name.text, value)) }
            scope = runtime.parent
        }
        return all
    }

    /// A path that starts at `node`, with the variables of this scope as they are now.
    public func started(at node: Node) -> NodePath {
        NodePath(node, StormPath(node, variables))
    }

    /// Hands a value to whoever goes through the generator function around. Throws `StormRuntimeError` outside of one.
    func emitValue(_ value: StormValue) throws {
        var scope = self
        while scope.emitter == nil, !scope.isFunctionScope, let parent = scope.parent { scope = parent }
        guard let emitter = scope.emitter else {
            throw Fault(.stormRuntime, "Cannot emit from outside of an emitter function", advice: "Use `emit` in a function only")
        }
        try emitter(value)
    }

    /// Throws where a text of this many bytes may not be made.
    func requireLength(_ bytes: Int) throws {
        guard bytes <= context.options.limits.textBytesMax else {
            throw Fault(
                .limit, "a text of the query may have at most \(context.options.limits.textBytesMax) bytes",
                advice: "Go through the data in smaller parts")
        }
    }

    // MARK: Safety

    /// Whether the variable holds nothing that depends on nodes.
    func isRuntimeSafe(_ name: VariableName) -> Bool { knownSafety(name) ?? false }

    /// Whether anything sets the variable, and if so, whether its value depends on nodes.
    func knownSafety(_ name: VariableName) -> Bool? {
        if let known = safety[name] { return known }
        var result: Bool?
        if variables[name] != nil || name == .lib { result = true }
        if result != true, let parent { result = parent.knownSafety(name) ?? result }
        if result != true, let query {
            // Once safe, always safe; a value that needs itself (`$x=($x + 1)`) is as safe as what was there before.
            safety[name] = result ?? true
            for assignment in query.assignments where assignment.name == name {
                result = (result ?? false) || assignment.dependence.isRuntimeSafe(self)
            }
        }
        safety[name] = result
        return result
    }

    // MARK: Messages

    /// Hands a message to whoever runs the query, if it is one of those wanted, when the edits so far are durable.
    public func emit(_ message: StormMessage) throws {
        guard let shown = context.shown else { return try context.messages.emit(message) }
        let kind: String
        switch message {
        case .initial, .fini, .error: return try context.messages.emit(message)
        case .node: kind = "node"
        case .print: kind = "print"
        case .warn: kind = "warn"
        case .fire: kind = "storm:fire"
        case .edits: kind = "node:edits"
        case .other(let name, _): kind = name
        }
        if shown.contains(kind) { try context.messages.emit(message) }
    }

    /// Makes all that the run edited durable and hands over its messages so far: before it waits for something.
    public func settle() throws { try context.messages.settle() }

    /// Emits a message `print`. Throws what the receiver of the messages throws.
    public func print(_ text: String) throws { try emit(.print(text)) }

    /// Emits a message `warn`, with fields beside its text. Throws what the receiver of the messages throws.
    public func warn(_ text: String, _ info: [ModelValue.Entry] = []) throws { try emit(.warn(text, info)) }

    /// Warns unless the run did with the same text.
    public func warnOnce(_ text: String, _ info: [ModelValue.Entry] = []) throws {
        if context.isFirstWarning(text) { try warn(text, info) }
    }

    // MARK: Permissions

    /// Whether the user has the permission at one of the gates, or everywhere where none is given; `defaultAllow` holds where no rule
    /// matches. Always true in a privileged scope.
    public func isAllowed(_ permission: [String], gates: [Iden] = [], defaultAllow: Bool = false) -> Bool {
        isPrivileged || host.isAllowed(user, permission, gates: gates, defaultAllow: defaultAllow)
    }

    /// Whether the user is an admin of everything, or of the gate. Always true in a privileged scope.
    public func isAdmin(_ gate: Iden? = nil) -> Bool { isPrivileged || host.isAdmin(user, gate: gate) }

    /// Throws `AuthDeny`. `gates` nil: those of an edit, the top layer of the view.
    public func require(_ permission: [String], gates: [Iden]? = nil, defaultAllow: Bool = false) throws {
        let gates = gates ?? session.layers.first.map { [$0] } ?? []
        if isAllowed(permission, gates: gates, defaultAllow: defaultAllow) { return }
        throw host.denial(user, permission, gate: gates.first)
    }

    /// Throws `IsReadOnly` in a read-only run.
    public func requireWritable() throws {
        guard isReadOnly else { return }
        throw Fault(
            .isReadOnly, "Storm runtime is in readonly mode, cannot create or edit nodes and other graph data.",
            advice: "Run the query without the option `readonly`")
    }

    /// Throws `Cancelled` or `TimeOut`. Every loop and every batch calls it.
    public func check() throws { try context.check() }

    // MARK: Running

    /// The compiled query of `text`. Throws `BadSyntax`.
    public func query(_ text: String, mode: StormMode = .storm) throws -> StormQuery { try context.queries.query(text, mode: mode) }

    /// A sink for an operator that catches what goes wrong in its source: errors of what stands after the operator come back wrapped in
    /// ``StormPassing``, which the operator unwraps after its own catch and throws on.
    public func passing(_ sink: @escaping Sink) -> Sink {
        { item in
            do { try sink(item) } catch { throw StormPassing(error: error) }
        }
    }

    /// A number for ``StormSignal/enough(_:)`` that nobody else waits for.
    public func nextSignal() -> Int { context.nextSignal() }

    /// A scope inside of this one. `shares`: without variables of its own, as a sub-query; otherwise as the body of a function.
    public func scope(
        for query: StormQuery?, variables: [String: StormValue] = [:], shares: Bool = false, user: Iden? = nil, view: Iden? = nil,
        isReadOnly: Bool? = nil, isPrivileged: Bool? = nil, caller: StormRuntime? = nil
    ) throws -> StormRuntime {
        let session = try session(user: user ?? self.user, view: view ?? self.view)
        let runtime = try StormRuntime(
            context, parent: self, query: query, isFunctionScope: !shares, user: user ?? self.user, view: view ?? self.view,
            session: session,
            isReadOnly: isReadOnly ?? self.isReadOnly, isPrivileged: isPrivileged ?? self.isPrivileged, callerDepth: caller?.depth ?? 0)
        for (name, value) in variables { runtime.variables[VariableName(name)] = value }
        return runtime
    }

    /// The look at a view that a scope inside of this one has: the same one for the same view, so that both see what either changes.
    private func session(user: Iden, view: Iden) throws -> GraphSession {
        if user == self.user, view == self.view { return session }
        let other = try otherSession(view: view, user: user)
        if view == self.view { return session }
        // The other session must see what this one did.
        try session.flush()
        return other
    }

    /// A session of this run on another view. Messages wait for its edits too.
    public func otherSession(view: Iden, user: Iden) throws(Fault) -> GraphSession {
        let other = try host.session(view: view, user: user)
        context.messages.track(other)
        return other
    }

    /// A scope that sees no variables but those given: a macro, a package's command, `$lib.storm.run`.
    public func isolated(
        for query: StormQuery?, variables: [String: StormValue] = [:], user: Iden? = nil, view: Iden? = nil, isReadOnly: Bool? = nil,
        isPrivileged: Bool? = nil, caller: StormRuntime? = nil
    ) throws -> StormRuntime {
        try StormRuntime(self, isolated: query, variables, user, view, isReadOnly, isPrivileged, caller)
    }

    private init(
        _ outer: StormRuntime, isolated query: StormQuery?, _ variables: [String: StormValue], _ user: Iden?, _ view: Iden?,
        _ isReadOnly: Bool?, _ isPrivileged: Bool?, _ caller: StormRuntime?
    ) throws {
        context = outer.context
        parent = nil
        self.query = query
        isFunctionScope = true
        self.user = user ?? outer.user
        self.view = view ?? outer.view
        session = try outer.session(user: self.user, view: self.view)
        ownsSession = session !== outer.session
        self.isReadOnly = isReadOnly ?? outer.isReadOnly
        self.isPrivileged = isPrivileged ?? outer.isPrivileged
        depth = max(outer.depth, caller?.depth ?? 0) + 1
        if depth > context.options.limits.depthMax { throw StormFaults.recursion(query?.text) }
        for (name, value) in variables { self.variables[VariableName(name)] = value }
    }

    /// Runs `query`, made with this scope, in this scope. Every variable that it reads must be one that something sets.
    /// - Parameter input: pushes the nodes that the query starts with; nil: none.
    public func run(_ query: StormQuery, input: Source? = nil, sink: @escaping Sink) throws {
        for read in query.reads where read.name != .node && read.name != .path && knownSafety(read.name) == nil {
            throw Fault(
                .noSuchVariable, "Missing variable: \(read.name.text)", fields: ["name": .string(read.name.text)],
                advice: "Set it before it is used")
        }
        try context.enter(query)
        defer { context.leave(query) }
        guard ownsSession else { return try query.run(self, input, sink) }
        do {
            try query.run(self, input, sink)
        } catch {
            try session.flush()
            throw error
        }
        try session.flush()
    }

    /// Runs a query in a scope inside of this one. `shares`: the query sets the variables around it, as a sub-query does.
    /// - Parameter input: pushes the nodes that the query starts with; nil: none, so that it runs once.
    public func subquery(
        _ query: StormQuery, variables: [String: StormValue] = [:], shares: Bool = true, input: Source? = nil, sink: @escaping Sink
    ) throws {
        try scope(for: query, variables: variables, shares: shares).run(query, input: input, sink: sink)
    }

    /// The value of a text that is one value of the language, as `$lib.storm.eval` takes it.
    public func evaluate(_ text: String) throws -> StormValue {
        do {
            let query = try query("return(\(text)\n)")
            try scope(for: query, caller: self).run(query) { _ in }
            return .null
        } catch StormSignal.return {
            return context.takeReturned()
        }
    }

    /// Calls a function value. Throws `StormRuntimeError` for a value that is none.
    public func call(
        _ function: StormValue, _ arguments: [StormValue] = [], named: [(name: String, value: StormValue)] = [], input: NodePath? = nil
    ) throws -> StormValue {
        guard case .object(let object) = function, object.isCallable else {
            throw Fault(.stormRuntime, "'\(function.typeName)' object is not callable: \(function.quoted)")
        }
        return try object.call(Call(self, input: input, arguments: arguments, named: named))
    }
}

extension VariableName {
    static let node = VariableName("node")
    static let path = VariableName("path")
    static let lib = VariableName("lib")
}

/// Faults that several parts raise.
enum StormFaults {
    static func recursion(_ text: String?) -> Fault {
        Fault(
            .recursionLimit, "Maximum Storm pipeline depth exceeded.", fields: text.map { ["query": .string($0)] } ?? [:],
            advice: "End the recursion of the function or macro earlier")
    }
}
