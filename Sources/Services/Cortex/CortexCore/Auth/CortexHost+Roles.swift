import Kernel
import Model

/// Roles: all changes keep names unique and the role `all` in place.
extension CortexHost {
    /// A role; nil where there is none.
    public func role(_ iden: Iden) -> Role? { auth.roles[iden] }
    /// The role of this name; nil where there is none.
    public func role(named name: String) -> Role? { auth.role(named: name) }
    /// Sorted by name.
    public func roles() -> [Role] { auth.roles.values.sorted { $0.name < $1.name } }

    private static func duplicate(_ name: String) -> Fault {
        Fault(.duplicateRole, "Duplicate role name, name='\(name)' already exists.", fields: ["name": .string(name)])
    }

    /// Throws `DupRoleName`, `DupIden`.
    @discardableResult
    public func addRole(_ name: String, iden: Iden? = nil) throws(Fault) -> Role {
        guard !name.isEmpty, name.utf8.count <= Self.nameBytesMax else {
            throw Fault(.badArgument, "the name of a role has 1 to \(Self.nameBytesMax) bytes", advice: "Choose another name")
        }
        let iden = iden ?? newIden()
        return try commit { state, changes throws(Fault) in
            guard state.auth.rolesByName[name] == nil else { throw Self.duplicate(name) }
            guard state.auth.roles[iden] == nil else { throw Fault(.duplicateIden, "Role already exists for iden: \(iden).") }
            let role = Role(iden: iden, name: name)
            changes.append(.put(.role, iden.description, role.document))
            return role
        }
    }

    /// Deletes the role, and takes it from all users and gates. Throws `NoSuchRole`, `CantDelAllRole`.
    public func deleteRole(_ iden: Iden) throws(Fault) {
        try commit { state, changes throws(Fault) in
            let role = try state.auth.requireRole(iden)
            guard role.name != Role.all else {
                throw Fault(FaultCode("CantDelAllRole"), "Role \"all\" may not be deleted.", fields: ["role": .string(Role.all)])
            }
            changes.append(.delete(.role, key: iden.description))
            for var user in state.auth.users.values where user.roles.contains(iden) {
                user.roles.removeAll { $0 == iden }
                changes.append(.put(.user, user.iden.description, user.document))
            }
            for var gate in state.auth.gates.values where gate.roles[iden] != nil {
                gate.roles[iden] = nil
                changes.append(.put(.gate, gate.name, gate.document))
            }
        }
    }

    /// Throws `DupRoleName`.
    public func setRoleName(_ iden: Iden, _ name: String) throws(Fault) {
        try commit { state, changes throws(Fault) in
            var role = try state.auth.requireRole(iden)
            if role.name == name { return }
            guard role.name != Role.all else { throw Fault(.badArgument, "Role \"all\" may not be renamed.") }
            guard !name.isEmpty, state.auth.rolesByName[name] == nil else { throw Self.duplicate(name) }
            role.name = name
            changes.append(.put(.role, iden.description, role.document))
        }
    }
}
