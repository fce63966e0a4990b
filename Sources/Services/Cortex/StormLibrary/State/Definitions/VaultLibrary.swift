import CortexCore
import Kernel
import Model
import Storm

/// `$lib.vault` and the vaults themselves.
enum VaultLibrary {
    static let all: [StormLibrary] = [
        StormLibrary(
            "vault", help: "Vaults: settings and secrets for packages.",
            functions: [
                StormFunction(
                    "add", ["name", "vtype", "scope", "owner", "secrets", "configs"], help: "Add a vault.", isReadOnlySafe: false
                ) { call in
                    let scope = try call.optionalText(2)
                    if scope == "global" || scope == "role" {
                        try call.runtime.requireAdmin("User requires admin privileges to add a \(scope ?? "") vault.")
                    }
                    let owner = try call.iden(3) { Fault(.badArgument, "\($0) is no identifier of a user or role") }
                    if let owner, scope != "role", owner != call.runtime.user {
                        try call.runtime.requireAdmin("User requires admin privileges to add a vault of another user.")
                    }
                    let iden = try call.core.addVault(
                        name: call.text(0), type: call.text(1), scope: scope, owner: owner, secrets: call.dictionary(4, "secrets"),
                        configs: call.dictionary(5, "configs"))
                    return .iden(iden)
                },
                StormFunction("get", ["iden"], help: "A vault.") { call in
                    let text = try call.text(0)
                    guard let vault = call.core.vault(text) else {
                        throw Fault(.noSuchIden, "Vault not found for iden: \(text).", fields: ["iden": .string(text)])
                    }
                    return .object(try VaultObject.readable(vault, call.runtime))
                },
                StormFunction("byname", ["name"], help: "A vault by name.") { call in
                    let name = try call.text(0)
                    guard let vault = call.core.vault(named: name) else {
                        throw Fault(.noSuchName, "Vault not found for name: \(name).", fields: ["name": .string(name)])
                    }
                    return .object(try VaultObject.readable(vault, call.runtime))
                },
                StormFunction(
                    "bytype", ["vtype", .optional("scope", .null)], help: "The vault of a type that holds for the user; null for none."
                ) { call in
                    let (type, scope) = (try call.text(0), try call.optionalText(1))
                    let user = call.runtime.user.description
                    let roles = Set((call.core.user(call.runtime.user)?.roles ?? []).map(\.description))
                    let all = call.core.vaults().filter { $0.text("type") == type }
                    for wanted in scope.map({ [$0] }) ?? ["user", "role", "global"] {
                        let match = all.first { vault in
                            guard vault.text("scope") == wanted else { return false }
                            let owner = vault.text("owner")
                            return wanted == "global" || owner == user || owner.map { roles.contains($0) } ?? false
                        }
                        if let match { return .object(try VaultObject.readable(match, call.runtime)) }
                    }
                    return .null
                },
                StormFunction("list", help: "All vaults that the user may read.") { call in
                    let runtime = call.runtime
                    let all = call.core.vaults().filter { runtime.hasAccess(.read, to: $0) }
                    return .object(StormGenerator { _, body in
                        for vault in all { try body(.object(VaultObject(vault.text("iden") ?? ""))) }
                    })
                },
                StormFunction("print", ["vault"], help: "Print a vault for people, without its secrets.") { call in
                    let vault = try call.value(0).required(VaultObject.self).document(call.runtime)
                    for name in ["name", "type", "scope", "owner", "iden"] {
                        try call.runtime.print("\(name): \(try StormValue(vault[name] ?? .null).text(call.runtime))")
                    }
                    return .null
                },
            ])
    ]
}

extension StormRuntime {
    fileprivate func hasAccess(_ level: SharedAccess.Level, to vault: CoreDocument) -> Bool {
        isPrivileged || core.isAllowed(user, level, SharedAccess(vault["permissions"]))
    }
}

extension Call {
    /// A dictionary in an argument. Throws `BadArg`.
    fileprivate func dictionary(_ position: Int, _ name: String) throws -> ModelValue {
        let value = try primitive(position)
        guard case .dict = value else {
            throw Fault(.badArgument, "\(name) must be a dictionary.", fields: ["name": .string(name)])
        }
        return value
    }
}

/// A vault.
final class VaultObject: StormObject {
    static let type = StormObjectType(
        "vault", help: "A vault: settings and secrets.",
        methods: [
            StormFunction(
                "setPerm", ["iden", "level"], help: "Give a user or role access; null takes it away.", isReadOnlySafe: false
            ) { call in
                let object = try call.subject(as: VaultObject.self)
                _ = try object.document(call.runtime, .admin)
                let iden = try call.text(0)
                let isUser = Iden(iden).flatMap { call.core.user($0) } != nil
                let level = call.isNull(1) ? nil : try call.level(1)
                try call.core.changeVault(object.iden) { vault throws(Fault) in
                    var access = SharedAccess(vault["permissions"])
                    try access.set(isUser ? "users" : "roles", iden, level)
                    vault["permissions"] = access.document.value
                }
                return .bool(true)
            },
            StormFunction("delete", help: "Delete the vault.", isReadOnlySafe: false) { call in
                let object = try call.subject(as: VaultObject.self)
                _ = try object.document(call.runtime, .admin)
                try call.core.deleteVault(object.iden)
                return .bool(true)
            },
        ],
        values: [
            "iden": { object, _ in .string(try vault(object).iden) },
            "name": { object, runtime in .text(try vault(object).document(runtime).text("name")) },
            "type": { object, runtime in .text(try vault(object).document(runtime).text("type")) },
            "scope": { object, runtime in .text(try vault(object).document(runtime).text("scope")) },
            "owner": { object, runtime in .text(try vault(object).document(runtime).text("owner")) },
            "permissions": { object, runtime in StormValue(try vault(object).document(runtime)["permissions"] ?? .null) },
            "secrets": { object, runtime in
                _ = try vault(object).document(runtime, .edit)
                return .object(VaultDataObject(try vault(object), "secrets"))
            },
            "configs": { object, _ in .object(VaultDataObject(try vault(object), "configs")) },
        ],
        setters: [
            "name": { object, value, runtime in
                try runtime.requireWritable()
                let object = try vault(object)
                _ = try object.document(runtime, .edit)
                let name = ModelValue.string(try value.toText(runtime))
                try runtime.core.changeVault(object.iden) { $0["name"] = name }
            },
            "secrets": { object, value, runtime in try replace(object, "secrets", value, runtime) },
            "configs": { object, value, runtime in try replace(object, "configs", value, runtime) },
        ])

    let iden: String

    init(_ iden: String) { self.iden = iden }

    private static func vault(_ object: any StormObject) throws -> VaultObject { try StormValue.object(object).required(VaultObject.self) }

    private static func replace(_ object: any StormObject, _ name: String, _ value: StormValue, _ runtime: StormRuntime) throws {
        try runtime.requireWritable()
        let object = try vault(object)
        _ = try object.document(runtime, .edit)
        let value = try value.primitive()
        guard case .dict = value else { throw Fault(.badArgument, "\(name) must be a dictionary.") }
        try runtime.core.changeVault(object.iden) { $0[name] = value }
    }

    /// The vault as it is now. Throws `NoSuchIden`, `AuthDeny`.
    func document(_ runtime: StormRuntime, _ level: SharedAccess.Level = .read) throws -> CoreDocument {
        guard let vault = runtime.core.vault(iden) else {
            throw Fault(.noSuchIden, "Vault not found for iden: \(iden).", fields: ["iden": .string(iden)])
        }
        guard runtime.hasAccess(level, to: vault) else {
            let user = runtime.core.userName(runtime.user)
            throw Fault(.denied, "Insufficient permissions for user \(user) to vault \(iden).", fields: ["user": .string(user)])
        }
        return vault
    }

    static func readable(_ vault: CoreDocument, _ runtime: StormRuntime) throws -> VaultObject {
        let object = VaultObject(vault.text("iden") ?? "")
        _ = try object.document(runtime)
        return object
    }

    func primitive() throws -> ModelValue { .string(iden) }

    func text(_ runtime: StormRuntime) throws -> String { "vault: \(iden)" }
}

/// The settings or the secrets of a vault, by name.
final class VaultDataObject: StormObject {
    static let type = StormObjectType("vault:data", help: "Settings or secrets of a vault.")

    private let vault: VaultObject
    private let field: String

    init(_ vault: VaultObject, _ field: String) {
        self.vault = vault
        self.field = field
    }

    func member(_ name: String, _ runtime: StormRuntime) throws -> StormValue? {
        try vault.document(runtime).fields(field)[name].map { StormValue($0) } ?? .undefined
    }

    func setMember(_ name: String, _ value: StormValue?, _ runtime: StormRuntime) throws -> Bool {
        try runtime.requireWritable()
        _ = try vault.document(runtime, .edit)
        let field = field
        let value = try (value ?? .undefined).isUndefined ? nil : value?.primitive()
        try runtime.core.changeVault(vault.iden) { document in
            var data = document.fields(field)
            data[name] = value
            document[field] = data.value
        }
        return true
    }

    func iterate(_ runtime: StormRuntime, _ body: (StormValue) throws -> Void) throws -> Bool {
        for entry in try vault.document(runtime).fields(field).entries { try body(.tuple([.string(entry.key), StormValue(entry.value)])) }
        return true
    }
}
