import CortexCore
import Kernel
import Model
import Storm

/// `$lib.auth` and what lies below it.
enum AuthLibrary {
    static let all: [StormLibrary] = [rules, users, roles, gates, easyPermissions]

    private static let rules = StormLibrary(
        "auth", help: "Rules and permissions.",
        functions: [
            StormFunction(
                "ruleFromText", ["text"], help: "A rule from its text.",
                examples: [StormExample("return($lib.auth.ruleFromText(\"!node.add\"))", returns: [false, ["node", "add"]])]
            ) { call in StormValue(stored: AuthRule(text: try call.text(0)).value) },
            StormFunction(
                "textFromRule", ["rule"], help: "The text of a rule.",
                examples: [StormExample("return($lib.auth.textFromRule(([false, [node, add]])))", returns: "!node.add")]
            ) { call in .string(try call.rule(0).text) },
            StormFunction("getPermDefs", help: "All permissions that are known, with what holds by default.") { _ in
                .list(Permissions.all.map { StormValue($0.value) })
            },
            StormFunction("getPermDef", ["perm"], help: "What is known of a permission; null where nothing is.") { call in
                let path = try call.items(0).map { try $0.toText(call.runtime) }
                return Permissions.all.first { $0.path == path }.map { StormValue($0.value) } ?? .null
            },
        ])

    private static let users = StormLibrary(
        "auth.users", help: "Users.",
        functions: [
            StormFunction(
                "add", ["name", .optional("passwd", .null), .optional("email", .null), .optional("iden", .null)], help: "Add a user.",
                isReadOnlySafe: false
            ) { call in
                if !call.runtime.isAllowed(["auth", "user", "add"], gate: nil) {
                    try call.require("storm", "lib", "auth", "users", "add")
                }
                let iden = try call.iden(3) { Fault(.badArgument, "\($0) is no identifier") }
                let user = try call.core.addUser(
                    call.text(0), password: call.optionalText(1), email: call.optionalText(2), iden: iden)
                return .object(UserObject(user.iden))
            },
            StormFunction("del", ["iden"], help: "Delete a user.", isReadOnlySafe: false) { call in
                if !call.runtime.isAllowed(["auth", "user", "del"], gate: nil) {
                    try call.require("storm", "lib", "auth", "users", "del")
                }
                guard let iden = Iden(try call.text(0)) else {
                    throw Fault(.noSuchUser, "No user with iden \(try call.text(0)).")
                }
                try call.core.deleteUser(iden)
                return .null
            },
            StormFunction("list", help: "All users, by name.") { call in .objects(call.core.users().map { UserObject($0.iden) }) },
            StormFunction("get", [.optional("iden", .null)], help: "A user by identifier; without one the user who asks.") { call in
                guard let text = try call.optionalText(0) else { return .object(UserObject(call.runtime.user)) }
                return Iden(text).flatMap { call.core.user($0) }.map { .object(UserObject($0.iden)) } ?? .null
            },
            StormFunction("byname", ["name"], help: "A user by name; null where there is none.") { call in
                call.core.user(named: try call.text(0)).map { .object(UserObject($0.iden)) } ?? .null
            },
            StormFunction("byemail", ["email"], help: "A user by email address; null where there is none.") { call in
                call.core.user(withEmail: try call.text(0)).map { .object(UserObject($0.iden)) } ?? .null
            },
        ])

    private static let roles = StormLibrary(
        "auth.roles", help: "Roles.",
        functions: [
            StormFunction("add", ["name", .optional("iden", .null)], help: "Add a role.", isReadOnlySafe: false) { call in
                if !call.runtime.isAllowed(["auth", "role", "add"], gate: nil) {
                    try call.require("storm", "lib", "auth", "roles", "add")
                }
                let iden = try call.iden(1) { Fault(.badArgument, "\($0) is no identifier") }
                return .object(RoleObject(try call.core.addRole(call.text(0), iden: iden).iden))
            },
            StormFunction("del", ["iden"], help: "Delete a role.", isReadOnlySafe: false) { call in
                if !call.runtime.isAllowed(["auth", "role", "del"], gate: nil) {
                    try call.require("storm", "lib", "auth", "roles", "del")
                }
                guard let iden = Iden(try call.text(0)) else {
                    throw Fault(FaultCode("NoSuchRole"), "No role with iden \(try call.text(0)).")
                }
                try call.core.deleteRole(iden)
                return .null
            },
            StormFunction("list", help: "All roles, by name.") { call in .objects(call.core.roles().map { RoleObject($0.iden) }) },
            StormFunction("get", ["iden"], help: "A role by identifier; null where there is none.") { call in
                Iden(try call.text(0)).flatMap { call.core.role($0) }.map { .object(RoleObject($0.iden)) } ?? .null
            },
            StormFunction("byname", ["name"], help: "A role by name; null where there is none.") { call in
                call.core.role(named: try call.text(0)).map { .object(RoleObject($0.iden)) } ?? .null
            },
        ])

    private static let gates = StormLibrary(
        "auth.gates", help: "Gates: things with rules of their own.",
        functions: [
            StormFunction("get", ["iden"], help: "A gate; null where there is none.") { call in
                call.core.gate(try call.text(0)).map { .object(GateObject($0)) } ?? .null
            },
            StormFunction("list", help: "All gates.") { call in
                try call.runtime.requireAdmin("$lib.auth.gates.list() requires admin privileges.")
                return .objects(call.core.gates().map { GateObject($0) })
            },
        ])

    private static let easyPermissions = StormLibrary(
        "auth.easyperm", help: "Simple permissions inside of a dictionary: a level for users, roles and all others.",
        functions: [
            StormFunction("init", [.optional("edef", .null), .optional("default", 1)], help: "Give a dictionary permissions.") { call in
                let dict = try call.easyDictionary(0)
                guard let others = SharedAccess.Level(rawValue: Int64(try call.int(1))) else { throw EasyLevel.fault(try call.int(1)) }
                let access = SharedAccess(creator: call.runtime.user, others: others)
                dict["permissions"] = StormValue(access.document.value)
                return .dict(dict)
            },
            StormFunction("set", ["edef", "scope", "iden", "level"], help: "Set the level of a user or role; null takes it away.") { call in
                let dict = try call.easyDictionary(0)
                var access = SharedAccess(try dict["permissions"]?.primitive())
                let level = call.isNull(3) ? nil : try call.level(3)
                try access.set(call.text(1), call.text(2), level)
                dict["permissions"] = StormValue(access.document.value)
                return .dict(dict)
            },
            StormFunction("allowed", ["edef", "level"], help: "Whether the user has the level.") { call in
                let access = SharedAccess(try call.easyDictionary(0)["permissions"]?.primitive())
                return .bool(call.core.isAllowed(call.runtime.user, try call.level(1), access))
            },
            StormFunction("confirm", ["edef", "level", .optional("mesg", .null)], help: "Fail where the user has not the level.") { call in
                let access = SharedAccess(try call.easyDictionary(0)["permissions"]?.primitive())
                let level = try call.level(1)
                if call.core.isAllowed(call.runtime.user, level, access) { return .null }
                let message = try call.optionalText(2) ?? "User (\(call.core.userName(call.runtime.user))) has insufficient permissions"
                throw Fault(.denied, message + (call.isNull(2) ? " (requires: \(level.name))." : ""))
            },
        ],
        values: EasyLevel.values)
}

/// The levels of simple permissions as values of a library.
private enum EasyLevel {
    static let values: [StormConstant] = [
        StormConstant("level", help: "The levels by name.") { _ in
            .dict(["deny": .int(0), "read": .int(1), "edit": .int(2), "admin": .int(3)])
        }
    ]

    static func fault(_ level: Int) -> Fault { Fault(.badArgument, "Invalid permission level: \(level) (must be <= 3 and >= 0, or null)") }
}

extension Permissions.Definition {
    fileprivate var value: ModelValue {
        [
            "perm": .list(path.map { .string($0) }), "gate": .string(gate), "desc": .string(text), "default": .bool(isAllowedByDefault),
        ]
    }
}

extension Call {
    /// The rule in the argument. Throws `BadArg`.
    func rule(_ position: Int) throws -> AuthRule {
        let value = try primitive(position)
        guard let rule = AuthRule(value) else {
            throw Fault(.badArgument, "a rule is a pair: whether it allows, and the parts of the permission", advice: "(true, (node, add))")
        }
        return rule
    }

    fileprivate func easyDictionary(_ position: Int) throws -> StormDict {
        switch value(position) {
        case .dict(let dict): return dict
        case .null: return StormDict()
        default: throw Fault(.badArgument, "Object to set permissions on must be a dictionary.")
        }
    }

    func level(_ position: Int) throws -> SharedAccess.Level {
        let number = try int(position)
        guard let level = SharedAccess.Level(rawValue: Int64(number)) else { throw EasyLevel.fault(number) }
        return level
    }
}
