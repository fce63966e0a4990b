import CortexCore
import Kernel
import Model
import Storm

/// A user.
final class UserObject: AuthSubjectObject {
    static let kind = "user"
    static let type = StormObjectType(
        "auth:user", help: "A user.", methods: ruleMethods + settingMethods + roleMethods + permissionMethods,
        values: [
            "iden": { object, _ in .iden(try user(object).iden) },
            "name": { object, runtime in .text(runtime.core.user(try user(object).iden)?.name) },
            "email": { object, runtime in .text(runtime.core.user(try user(object).iden)?.email) },
            "admin": { object, runtime in .bool(runtime.core.user(try user(object).iden)?.isAdmin ?? false) },
            "locked": { object, runtime in .bool(runtime.core.user(try user(object).iden)?.isLocked ?? false) },
            "vars": { object, _ in .object(VariablesObject(.user(try user(object).iden), isByMember: true)) },
            "profile": { object, _ in .object(VariablesObject(.profile(try user(object).iden), isByMember: true)) },
            "json": { object, _ in .object(UserDocumentsObject(try user(object).iden)) },
        ],
        setters: [
            "name": { object, value, runtime in
                let user = try user(object)
                try user.require("name", runtime)
                try runtime.core.setUserName(user.iden, value.toText(runtime))
            },
            "email": { object, value, runtime in
                let user = try user(object)
                try user.require("email", runtime)
                try runtime.core.setUserEmail(user.iden, value.isNull ? nil : value.toText(runtime))
            },
        ])

    let iden: Iden
    var subject: AuthSubject { .user(iden) }

    init(_ iden: Iden) { self.iden = iden }

    private static func user(_ object: any StormObject) throws -> UserObject { try StormValue.object(object).required(UserObject.self) }

    func primitive() throws -> ModelValue { .iden(iden) }

    func text(_ runtime: StormRuntime) throws -> String { "auth:user: \(iden)" }

    /// Asks for the permission to change a setting: one's own or that of others.
    fileprivate func require(_ setting: String, gate: String? = nil, _ runtime: StormRuntime) throws {
        try runtime.requireWritable()
        if iden == runtime.user, runtime.isAllowed(["auth", "self", "set", setting], gate: gate) { return }
        try runtime.require(["auth", "user", "set", setting], gate: gate)
    }

    private static let settingMethods: [StormFunction] = [
        setting("setEmail", "email", "Set the email address.") { call, user in
            try call.core.setUserEmail(user, call.optionalText(0))
        },
        setting("setPasswd", "passwd", "Set the password; null takes it away.") { call, user in
            try call.core.setUserPassword(user, call.optionalText(0))
        },
        setting("setLocked", "locked", "Keep the user from doing anything, or allow it again.") { call, user in
            try call.core.setUserLocked(user, call.bool(0))
        },
        setting("setArchived", "archived", "Archive the user, or not.") { call, user in
            try call.core.setUserArchived(user, call.bool(0))
        },
        StormFunction(
            "setAdmin", ["admin", .optional("gateiden", .null)], help: "Make the user an admin, of everything or of a gate.",
            isReadOnlySafe: false
        ) { call in
            let user = try call.subject(as: UserObject.self)
            let gate = try call.optionalText(1)
            try call.runtime.require(["auth", "user", "set", "admin"], gate: gate)
            try call.core.setUserAdmin(user.iden, call.bool(0), gate: gate)
            return .null
        },
    ]

    private static func setting(
        _ name: String, _ permission: String, _ help: String, _ body: @escaping @Sendable (Call, Iden) throws -> Void
    ) -> StormFunction {
        StormFunction(name, [Parameter(permission)], help: help, isReadOnlySafe: false) { call in
            let user = try call.subject(as: UserObject.self)
            try user.require(permission, call.runtime)
            try body(call, user.iden)
            return .null
        }
    }

    private static let roleMethods: [StormFunction] = [
        StormFunction("roles", help: "The roles of the user, in the order in which their rules are asked.") { call in
            let user = try call.subject(as: UserObject.self)
            return .objects((call.core.user(user.iden)?.roles ?? []).map { RoleObject($0) })
        },
        StormFunction("grant", ["iden", .optional("indx", .null)], help: "Give the user a role.", isReadOnlySafe: false) { call in
            try call.require("auth", "user", "grant")
            try call.core.grant(call.subject(as: UserObject.self).iden, role: call.role(0), at: call.optionalInt(1))
            return .null
        },
        StormFunction("revoke", ["iden"], help: "Take a role from the user.", isReadOnlySafe: false) { call in
            try call.require("auth", "user", "revoke")
            try call.core.revoke(call.subject(as: UserObject.self).iden, role: call.role(0))
            return .null
        },
        StormFunction("setRoles", ["idens"], help: "Replace the roles of the user.", isReadOnlySafe: false) { call in
            try call.require("auth", "user", "grant")
            try call.require("auth", "user", "revoke")
            let roles = try call.items(0).map { item in try call.role(text: item.toText(call.runtime)) }
            try call.core.setRoles(call.subject(as: UserObject.self).iden, roles)
            return .null
        },
    ]

    private static let permissionMethods: [StormFunction] = [
        StormFunction(
            "allowed", ["permname", .optional("gateiden", .null), .optional("default", false)], help: "Whether the user may do something."
        ) { call in
            .bool(try call.decision(of: call.subject(as: UserObject.self).iden).isAllowed)
        },
        StormFunction(
            "getAllowedReason", ["permname", .optional("gateiden", .null), .optional("default", false)],
            help: "Whether the user may do something, and why."
        ) { call in
            let decision = try call.decision(of: call.subject(as: UserObject.self).iden)
            return .tuple([.bool(decision.isAllowed), .string(decision.reason)])
        },
        StormFunction("tell", ["text"], help: "Send the user a message.", isReadOnlySafe: false) { _ in
            throw Fault(.notReady, "this Cortex keeps no messages for users", advice: "Ask the service to")
        },
        StormFunction("notify", ["mesgtype", "mesgdata"], help: "Send the user a notification.", isReadOnlySafe: false) { _ in
            throw Fault(.notReady, "this Cortex keeps no messages for users", advice: "Ask the service to")
        },
    ]
}

extension Call {
    /// The role of an identifier. Throws `NoSuchRole`.
    fileprivate func role(_ position: Int) throws -> Iden { try role(text: text(position)) }

    fileprivate func role(text: String) throws -> Iden {
        guard let iden = Iden(text), core.role(iden) != nil else { throw Fault(FaultCode("NoSuchRole"), "No role with iden \(text).") }
        return iden
    }

    /// Whether a user has the permission of the first argument, at the gate of the second, with the default of the third.
    func decision(of user: Iden) throws -> AuthDecision {
        let gate = try optionalText(1)
        return core.decision(user, try permission(0), gate: gate, defaultAllow: value(2).isTrue ? true : nil)
    }
}
