import Kernel
import Model

/// A user or a role.
public enum AuthSubject: Sendable, Hashable {
    case user(Iden)
    case role(Iden)
}

extension FaultCode {
    static let noSuchUser = FaultCode("NoSuchUser")
    static let noSuchRole = FaultCode("NoSuchRole")
    static let noSuchGate = FaultCode("NoSuchAuthGate")
    static let noSuchIden = FaultCode("NoSuchIden")
    static let duplicateUser = FaultCode("DupUserName")
    static let duplicateRole = FaultCode("DupRoleName")
    static let duplicateIden = FaultCode("DupIden")
    static let schemaViolation = FaultCode("SchemaViolation")
    static let systemFault = FaultCode("SynErr")
}

extension AuthState {
    func requireUser(_ iden: Iden) throws(Fault) -> User {
        guard let user = users[iden] else { throw Fault(.noSuchUser, "No user with iden \(iden).", fields: ["iden": .string("\(iden)")]) }
        return user
    }

    func requireRole(_ iden: Iden) throws(Fault) -> Role {
        guard let role = roles[iden] else { throw Fault(.noSuchRole, "No role with iden \(iden).", fields: ["iden": .string("\(iden)")]) }
        return role
    }

    func requireGate(_ name: String) throws(Fault) -> AuthGate {
        guard let gate = gates[name] else {
            throw Fault(.noSuchGate, "No auth gate with iden: (\(name)).", fields: ["iden": .string(name)])
        }
        return gate
    }
}

/// Users: all changes keep names unique and the root user in place.
extension CortexHost {
    /// Longer names help nobody.
    static let nameBytesMax = 256

    /// A user; nil where there is none.
    public func user(_ iden: Iden) -> User? { auth.users[iden] }
    /// A user by name; nil where there is none.
    public func user(named name: String) -> User? { auth.user(named: name) }
    public func user(withEmail email: String) -> User? { users().first { $0.email == email } }
    /// Sorted by name.
    public func users() -> [User] { auth.users.values.sorted { $0.name < $1.name } }
    /// The root user's identifier.
    public var rootUser: Iden { auth.usersByName[User.root] ?? Iden(high: 0, low: 0) }

    private static func requireName(_ name: String, _ kind: String) throws(Fault) {
        guard !name.isEmpty, name.utf8.count <= nameBytesMax else {
            throw Fault(.badArgument, "the name of a \(kind) has 1 to \(nameBytesMax) bytes", advice: "Choose another name")
        }
    }

    /// Throws `DupUserName`, `DupIden`.
    @discardableResult
    public func addUser(_ name: String, password: String? = nil, email: String? = nil, iden: Iden? = nil) throws(Fault) -> User {
        try Self.requireName(name, "user")
        let hash = try password.map { password throws(Fault) in try PasswordHash.make(password, random: random) }
        let iden = iden ?? newIden()
        return try commit { state, changes throws(Fault) in
            guard state.auth.usersByName[name] == nil else { throw Self.duplicateUserName(name) }
            guard state.auth.users[iden] == nil else { throw Fault(.duplicateIden, "User already exists for iden: \(iden).") }
            var user = User(iden: iden, name: name)
            user.email = email
            user.password = hash
            user.roles = [state.auth.role(named: Role.all)?.iden].compactMap { $0 }
            changes.append(.put(.user, iden.description, user.document))
            return user
        }
    }

    private static func duplicateUserName(_ name: String) -> Fault {
        Fault(.duplicateUser, "Duplicate username, name='\(name)' already exists.", fields: ["name": .string(name)])
    }

    /// Deletes the user with rules at gates, variables and profile. Throws `NoSuchUser`, `CantDelRoot`.
    public func deleteUser(_ iden: Iden) throws(Fault) {
        try commit { state, changes throws(Fault) in
            let user = try state.auth.requireUser(iden)
            guard user.name != User.root else { throw Fault(.systemFault, "Cannot delete the root user.") }
            changes.append(.delete(.user, key: iden.description))
            changes.append(.deleteAll(.userVariable, prefix: "\(iden) "))
            changes.append(.deleteAll(.userProfile, prefix: "\(iden) "))
            for var gate in state.auth.gates.values where gate.users[iden] != nil {
                gate.users[iden] = nil
                changes.append(.put(.gate, gate.name, gate.document))
            }
        }
    }

    /// Changes one user. Throws `NoSuchUser` and what `change` throws.
    func changeUser(_ iden: Iden, _ change: (CoreState, inout User) throws(Fault) -> Void) throws(Fault) {
        try commit { state, changes throws(Fault) in
            var user = try state.auth.requireUser(iden)
            let old = user
            try change(state, &user)
            if user != old { changes.append(.put(.user, iden.description, user.document)) }
        }
    }

    /// Throws `DupUserName`.
    public func setUserName(_ iden: Iden, _ name: String) throws(Fault) {
        try Self.requireName(name, "user")
        try changeUser(iden) { state, user throws(Fault) in
            if let other = state.auth.usersByName[name], other != iden { throw Self.duplicateUserName(name) }
            user.name = name
        }
    }

    /// Nil takes the address away. Throws `NoSuchUser`.
    public func setUserEmail(_ iden: Iden, _ email: String?) throws(Fault) { try changeUser(iden) { $1.email = email } }

    /// A locked user may do nothing. Throws `NoSuchUser`, and `BadArg` for the root user.
    public func setUserLocked(_ iden: Iden, _ isLocked: Bool) throws(Fault) {
        try changeUser(iden) { state, user throws(Fault) in
            guard !isLocked || user.name != User.root else { throw Fault(.badArgument, "The root user may not be locked.") }
            user.isLocked = isLocked
        }
    }

    /// An archived user is locked too.
    public func setUserArchived(_ iden: Iden, _ isArchived: Bool) throws(Fault) {
        try changeUser(iden) { state, user throws(Fault) in
            guard !isArchived || user.name != User.root else { throw Fault(.badArgument, "The root user may not be archived.") }
            user.isArchived = isArchived
            if isArchived { user.isLocked = true }
        }
    }

    /// Nil takes the password away.
    public func setUserPassword(_ iden: Iden, _ password: String?) throws(Fault) {
        let hash = try password.map { password throws(Fault) in try PasswordHash.make(password, random: random) }
        try changeUser(iden) { $1.password = hash }
    }

    /// Whether this is the password of a user who may log in.
    public func checkPassword(_ iden: Iden, _ password: String) -> Bool {
        guard let user = user(iden), !user.isLocked, let hash = user.password else { return false }
        return PasswordHash.check(password, hash)
    }

    /// Admin of everything, or of one gate.
    public func setUserAdmin(_ iden: Iden, _ isAdmin: Bool, gate: String? = nil) throws(Fault) {
        guard let gate else {
            return try changeUser(iden) { state, user throws(Fault) in
                guard isAdmin || user.name != User.root else {
                    throw Fault(.badArgument, "The root user must stay an admin.")
                }
                user.isAdmin = isAdmin
            }
        }
        try changeMember(.user(iden), gate: gate) { $0.isAdmin = isAdmin }
    }

    // MARK: Roles of users

    /// Adds a role at `position` of the user's roles, at the end when there is none. No change where the user has it.
    public func grant(_ iden: Iden, role: Iden, at position: Int? = nil) throws(Fault) {
        try changeUser(iden) { state, user throws(Fault) in
            let role = try state.auth.requireRole(role)
            if user.roles.contains(role.iden) { return }
            user.roles.insert(role.iden, at: min(max(position ?? user.roles.count, 0), user.roles.count))
        }
    }

    /// Throws `CantRevokeAllRole`.
    public func revoke(_ iden: Iden, role: Iden) throws(Fault) {
        try changeUser(iden) { state, user throws(Fault) in
            let role = try state.auth.requireRole(role)
            guard role.name != Role.all else {
                throw Fault(FaultCode("CantRevokeAllRole"), "Role \"all\" may not be revoked.", fields: ["role": .string(Role.all)])
            }
            user.roles.removeAll { $0 == role.iden }
        }
    }

    /// The list must hold the role `all`.
    public func setRoles(_ iden: Iden, _ roles: [Iden]) throws(Fault) {
        try changeUser(iden) { state, user throws(Fault) in
            var kept: [Iden] = []
            for role in roles where !kept.contains(role) { kept.append(try state.auth.requireRole(role).iden) }
            if let all = state.auth.rolesByName[Role.all], !kept.contains(all) {
                throw Fault(FaultCode("CantRevokeAllRole"), "Role \"all\" must be in the list of roles set.")
            }
            user.roles = kept
        }
    }
}
