import Kernel
import Model

/// Rules of users and roles, everywhere or at a gate, and what follows from them.
extension CortexHost {
    /// A gate; nil where there is none.
    public func gate(_ name: String) -> AuthGate? { auth.gates[name] }
    /// Sorted by name.
    public func gates() -> [AuthGate] { auth.gates.values.sorted { $0.name < $1.name } }

    /// Changes what a user or role may do at a gate. Throws `NoSuchAuthGate`, `NoSuchUser`, `NoSuchRole`.
    func changeMember(_ subject: AuthSubject, gate name: String, _ change: (inout AuthGate.Member) throws(Fault) -> Void) throws(Fault) {
        try commit { state, changes throws(Fault) in
            var gate = try state.auth.requireGate(name)
            var member: AuthGate.Member
            switch subject {
            case .user(let iden): member = gate.users[try state.auth.requireUser(iden).iden] ?? .init()
            case .role(let iden): member = gate.roles[try state.auth.requireRole(iden).iden] ?? .init()
            }
            try change(&member)
            switch subject {
            case .user(let iden): gate.users[iden] = member == .init() ? nil : member
            case .role(let iden): gate.roles[iden] = member == .init() ? nil : member
            }
            changes.append(.put(.gate, name, gate.document))
        }
    }

    /// The rules of a user or role. Throws `NoSuchUser`, `NoSuchRole`, `NoSuchAuthGate`.
    public func rules(_ subject: AuthSubject, gate: String? = nil) throws(Fault) -> [AuthRule] {
        let auth = auth
        let gate = try gate.map { name throws(Fault) in try auth.requireGate(name) }
        switch subject {
        case .user(let iden):
            let user = try auth.requireUser(iden)
            return gate.map { $0.users[iden]?.rules ?? [] } ?? user.rules
        case .role(let iden):
            let role = try auth.requireRole(iden)
            return gate.map { $0.roles[iden]?.rules ?? [] } ?? role.rules
        }
    }

    /// Changes the rules of a user or role. Throws `NoSuchUser`, `NoSuchRole`, `NoSuchAuthGate`, and what `change` throws.
    @discardableResult
    public func changeRules<Outcome>(
        _ subject: AuthSubject, gate: String? = nil, _ change: (inout [AuthRule]) throws(Fault) -> Outcome
    ) throws(Fault) -> Outcome {
        var outcome: Outcome?
        func changed(_ rules: [AuthRule]) throws(Fault) -> [AuthRule] {
            var rules = rules
            outcome = try change(&rules)
            guard rules.count <= AuthRule.countMax else {
                throw Fault(.limit, "there are more than \(AuthRule.countMax) rules", advice: "Use roles, or shorter permissions")
            }
            return rules
        }
        if let gate {
            try changeMember(subject, gate: gate) { member throws(Fault) in member.rules = try changed(member.rules) }
        } else {
            try commit { state, changes throws(Fault) in
                switch subject {
                case .user(let iden):
                    var user = try state.auth.requireUser(iden)
                    user.rules = try changed(user.rules)
                    changes.append(.put(.user, iden.description, user.document))
                case .role(let iden):
                    var role = try state.auth.requireRole(iden)
                    role.rules = try changed(role.rules)
                    changes.append(.put(.role, iden.description, role.document))
                }
            }
        }
        guard let outcome else { preconditionFailure("a change of rules is made or throws") }
        return outcome
    }

    // MARK: Decisions

    /// Whether the user may do this, and why. `defaultAllow` holds where no rule matches; nil takes it from ``Permissions``.
    public func decision(
        _ user: Iden, _ permission: [String], gate: String? = nil, defaultAllow: Bool? = nil
    ) -> AuthDecision {
        let isDefault = defaultAllow ?? Permissions.defaultAllow(permission)
        return auth.decide(user, permission, gate: gate, defaultAllow: isDefault)
    }

    /// Throws `AuthDeny`.
    public func require(_ user: Iden, _ permission: [String], gate: String? = nil, defaultAllow: Bool? = nil) throws(Fault) {
        if decision(user, permission, gate: gate, defaultAllow: defaultAllow).isAllowed { return }
        throw auth.denial(user, permission, gate: gate)
    }

    /// Whether the user is an admin of everything, or of the gate.
    public func isAdmin(_ user: Iden, gateName: String?) -> Bool { auth.isAdmin(user, gate: gateName) }
}
