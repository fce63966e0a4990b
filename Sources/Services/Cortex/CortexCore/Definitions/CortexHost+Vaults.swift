import Kernel
import Model

/// Vaults: settings and secrets for packages, of everybody, of a role, of a user, or under a name only.
extension CortexHost {
    /// Sorted by name.
    public func vaults() -> [CoreDocument] {
        current.all(.vault).map { CoreDocument($0.value) }.sorted { ($0.text("name") ?? "") < ($1.text("name") ?? "") }
    }

    /// A vault; nil where there is none.
    public func vault(_ iden: String) -> CoreDocument? { current.document(.vault, iden) }

    public func vault(named name: String) -> CoreDocument? { vaults().first { $0.text("name") == name } }

    /// Throws `BadArg`, `NoSuchUser`, `NoSuchRole`, `DupName`.
    public func addVault(
        name: String, type: String, scope: String?, owner: Iden?, secrets: ModelValue, configs: ModelValue
    ) throws(Fault) -> Iden {
        let iden = newIden()
        return try commit { state, changes throws(Fault) in
            var access = SharedAccess(.dict([.init("users", .dict([])), .init("roles", .dict([]))]))
            switch scope {
            case "user":
                guard let owner else { throw Fault(.badArgument, "Owner required for user scoped vaults.") }
                try access.set("users", state.auth.requireUser(owner).iden.description, .admin)
            case "role":
                guard let owner else { throw Fault(.badArgument, "Owner required for role scoped vaults.") }
                try access.set("roles", state.auth.requireRole(owner).iden.description, .read)
            case "global":
                if let all = state.auth.rolesByName[Role.all] { try access.set("roles", all.description, .read) }
            case nil:
                guard let owner else { throw Fault(.badArgument, "Owner required for unscoped vaults.") }
                try access.set("users", state.auth.requireUser(owner).iden.description, .admin)
            case let other?: throw Fault(.badArgument, "Invalid scope: \(other), must be one of global, role, user.")
            }
            let ownerText = scope == "global" ? nil : owner?.description
            let all = (state.documents[.vault] ?? [:]).values.map { CoreDocument($0) }
            let isTaken = scope != nil && all.contains {
                $0.text("type") == type && $0.text("scope") == scope && $0.text("owner") == ownerText
            }
            if isTaken {
                let message = "Vault already exists for type \(type), scope \(scope ?? "None"), owner \(ownerText ?? "None")."
                throw Fault(.duplicateName, message)
            }
            guard !all.contains(where: { $0.text("name") == name }) else {
                throw Fault(.duplicateName, "Vault \(name) already exists.", fields: ["name": .string(name)])
            }
            let vault: CoreDocument = [
                "iden": .iden(iden), "name": .string(name), "type": .string(type), "scope": .text(scope), "owner": .text(ownerText),
                "permissions": access.document.value, "secrets": secrets, "configs": configs,
            ]
            changes.append(.put(.vault, iden.description, vault))
            return iden
        }
    }

    /// Throws `NoSuchIden` and what `change` throws.
    public func changeVault(_ iden: String, _ change: (inout CoreDocument) throws(Fault) -> Void) throws(Fault) {
        try commit { state, changes throws(Fault) in
            guard var vault = state.document(.vault, iden) else { throw Self.noVault(iden) }
            try change(&vault)
            let name = vault.text("name")
            let isTaken = (state.documents[.vault] ?? [:]).contains { $0.key != iden && CoreDocument($0.value).text("name") == name }
            if isTaken { throw Fault(.duplicateName, "Vault with name \(name ?? "") already exists.") }
            changes.append(.put(.vault, iden, vault))
        }
    }

    private static func noVault(_ iden: String) -> Fault {
        Fault(.noSuchIden, "Vault not found for iden: \(iden).", fields: ["iden": .string(iden)])
    }

    /// Throws `NoSuchIden`.
    public func deleteVault(_ iden: String) throws(Fault) {
        try commit { state, changes throws(Fault) in
            guard state.document(.vault, iden) != nil else { throw Self.noVault(iden) }
            changes.append(.delete(.vault, key: iden))
        }
    }
}
