import Kernel

/// Whether a user may do something, and the rule that decided it.
public struct AuthDecision: Sendable, Hashable {
    /// Nil where no rule and no default says anything.
    public let isAllowed: Bool
    /// The reason, in a sentence for people.
    public let reason: String
}

/// Users, roles and gates at one moment.
struct AuthState: Sendable {
    var users: [Iden: User] = [:]
    var roles: [Iden: Role] = [:]
    var gates: [String: AuthGate] = [:]
    var usersByName: [String: Iden] = [:]
    var rolesByName: [String: Iden] = [:]

    func user(named name: String) -> User? { usersByName[name].flatMap { users[$0] } }
    func role(named name: String) -> Role? { rolesByName[name].flatMap { roles[$0] } }

    /// Decides in the order of the reference: locked, admin, the gate's rules for the user, the user's rules, the gate's rules for the
    /// roles, the roles' rules, and what holds where no rule matches.
    func decide(_ iden: Iden, _ permission: [String], gate name: String?, defaultAllow: Bool) -> AuthDecision {
        guard let user = users[iden] else { return AuthDecision(isAllowed: false, reason: "There is no such user.") }
        if user.isLocked { return AuthDecision(isAllowed: false, reason: "The user is locked.") }
        if user.isAdmin { return AuthDecision(isAllowed: true, reason: "The user is a global admin.") }
        let gate = name.flatMap { gates[$0] }
        if let gate, let member = gate.users[iden] {
            if member.isAdmin { return AuthDecision(isAllowed: true, reason: "The user is an admin of auth gate \(gate.name).") }
            if let rule = member.rules.first(where: { $0.matches(permission) }) {
                return AuthDecision(isAllowed: rule.isAllowed, reason: "Matched user rule (\(rule.text)) on gate \(gate.name).")
            }
        }
        if let rule = user.rules.first(where: { $0.matches(permission) }) {
            return AuthDecision(isAllowed: rule.isAllowed, reason: "Matched user rule (\(rule.text)).")
        }
        let userRoles = user.roles.compactMap { roles[$0] }
        if let gate, !gate.roles.isEmpty {
            for role in userRoles {
                guard let rule = gate.roles[role.iden]?.rules.first(where: { $0.matches(permission) }) else { continue }
                let reason = "Matched role rule (\(rule.text)) for role \(role.name) on gate \(gate.name)."
                return AuthDecision(isAllowed: rule.isAllowed, reason: reason)
            }
        }
        for role in userRoles {
            guard let rule = role.rules.first(where: { $0.matches(permission) }) else { continue }
            return AuthDecision(isAllowed: rule.isAllowed, reason: "Matched role rule (\(rule.text)) for role \(role.name).")
        }
        return AuthDecision(isAllowed: defaultAllow, reason: "No matching rule found.")
    }

    /// Whether the user is an admin of everything, or of the gate.
    func isAdmin(_ iden: Iden, gate name: String?) -> Bool {
        guard let user = users[iden], !user.isLocked else { return false }
        return user.isAdmin || (name.flatMap { gates[$0] }?.users[iden]?.isAdmin ?? false)
    }

    /// The fault for a permission that a user lacks, in the reference's words.
    func denial(_ iden: Iden, _ permission: [String], gate name: String?) -> Fault {
        let user = users[iden]?.name ?? "?"
        var message = "User '\(user)' (\(iden)) must have permission \(permission.joined(separator: "."))"
        if let name { message += " on object \(name) (\(gates[name]?.type ?? "unknown"))." }
        return Fault(
            .denied, message, fields: ["perm": .string(permission.joined(separator: ".")), "user": .string(user)],
            advice: "An admin can allow it: auth.user.addrule \(user) \(permission.joined(separator: "."))")
    }
}
