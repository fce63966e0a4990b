import CortexCore
import Kernel
import Model
import Storm

extension StormRuntime {
    /// The Cortex that the query runs in.
    var core: CortexHost {
        guard let core = host as? CortexHost else { preconditionFailure("the standard library runs in a Cortex") }
        return core
    }

    /// Throws `AuthDeny`, naming no gate when there is none.
    func require(_ permission: [String], gate: String?, defaultAllow: Bool? = nil) throws {
        if isPrivileged { return }
        try core.require(user, permission, gate: gate, defaultAllow: defaultAllow)
    }

    /// Whether the user may do this at a gate.
    func isAllowed(_ permission: [String], gate: String?) -> Bool {
        isPrivileged || core.decision(user, permission, gate: gate).isAllowed
    }

    /// Throws `AuthDeny` with `message` where the user is no admin, of everything or of the gate.
    func requireAdmin(gate: String? = nil, _ message: String) throws {
        if isPrivileged || core.isAdmin(user, gateName: gate) { return }
        throw Fault(.denied, message, fields: ["user": .string(user.description), "username": .string(core.userName(user))])
    }
}

extension Call {
    var core: CortexHost { runtime.core }

    /// Throws `AuthDeny`, naming no gate when there is none.
    func require(_ permission: String..., gate: String? = nil) throws { try runtime.require(permission, gate: gate) }

    /// The argument as the fields of a dictionary.
    func document(_ position: Int) throws -> CoreDocument { CoreDocument(try primitive(position)) }

    /// The argument as a value that can be stored; nil for null.
    func optionalPrimitive(_ position: Int) throws -> ModelValue? {
        if isNull(position) { return Optional<ModelValue>.none }
        return try primitive(position)
    }

    /// The argument as a query text: a text, or a query value.
    func queryText(_ position: Int) throws -> String { try text(position) }

    /// The parts of a permission in the argument.
    func permission(_ position: Int) throws -> [String] {
        try text(position).split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    }

    /// The identifier in the argument; nil for null. Throws `fault` for text that is none.
    func iden(_ position: Int, _ fault: (String) -> Fault) throws -> Iden? {
        guard let text = try optionalText(position) else { return nil }
        guard let iden = Iden(text) else { throw fault(text) }
        return iden
    }
}

extension StormValue {
    /// A list of objects.
    static func objects(_ objects: [any StormObject]) -> StormValue { .list(objects.map { StormValue.object($0) }) }

    /// The text, or null.
    static func text(_ text: String?) -> StormValue { text.map { .string($0) } ?? .null }

    static func iden(_ iden: Iden) -> StormValue { .string(iden.description) }
}
