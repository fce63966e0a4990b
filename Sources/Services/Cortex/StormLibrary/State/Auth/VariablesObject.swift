import CortexCore
import Kernel
import Model
import Storm

/// Variables that outlive queries: of a user, a profile or a package.
final class VariablesObject: StormObject {
    static let type = StormObjectType(
        "user:vars:dict", help: "Variables that are kept.",
        methods: [
            StormFunction("get", ["name", .optional("default", .null)], help: "A variable, or the default.") { call in
                let space = try call.subject(as: VariablesObject.self).space
                return call.core.variable(try call.text(0), in: space).map { StormValue($0) } ?? call.value(1)
            },
            StormFunction("set", ["name", "valu"], help: "Set a variable.", isReadOnlySafe: false) { call in
                let object = try call.subject(as: VariablesObject.self)
                let old = try call.core.setVariable(call.text(0), call.primitive(1), in: object.space)
                return old.map { StormValue($0) } ?? .null
            },
            StormFunction(
                "pop", ["name", .optional("default", .null)], help: "Remove a variable and return it.", isReadOnlySafe: false
            ) { call in
                let object = try call.subject(as: VariablesObject.self)
                return try call.core.setVariable(call.text(0), nil, in: object.space).map { StormValue($0) } ?? call.value(1)
            },
            StormFunction("list", help: "All variables with their values.") { call in
                let space = try call.subject(as: VariablesObject.self).space
                return .list(call.core.variables(in: space).map { .tuple([.string($0.name), StormValue($0.value)]) })
            },
        ])

    let space: VariableSpace
    /// Whether members are the variables themselves, as `$user.vars.name`.
    private let isByMember: Bool

    init(_ space: VariableSpace, isByMember: Bool) {
        self.space = space
        self.isByMember = isByMember
    }

    var typeName: String {
        switch space {
        case .user: isByMember ? "auth:user:vars" : "user:vars:dict"
        case .profile: isByMember ? "auth:user:profile" : "user:profile:dict"
        case .package: "pkg:vars"
        case .global: "globals"
        }
    }

    private func requireAccess(_ runtime: StormRuntime, _ action: String) throws {
        switch space {
        case .user(let iden) where iden != runtime.user: try runtime.require(["auth", "user", action, "vars"], gate: nil)
        case .profile(let iden) where iden != runtime.user: try runtime.require(["auth", "user", action, "profile"], gate: nil)
        case .package(let name): try runtime.requireAdmin("pkg vars of \(name) require admin privileges.")
        default: break
        }
    }

    func member(_ name: String, _ runtime: StormRuntime) throws -> StormValue? {
        if isByMember {
            try requireAccess(runtime, "get")
            return runtime.core.variable(name, in: space).map { StormValue($0) } ?? .null
        }
        guard let method = Self.type.method(name) else { return nil }
        return .object(BoundFunction(method, subject: .object(self), path: typeName))
    }

    func setMember(_ name: String, _ value: StormValue?, _ runtime: StormRuntime) throws -> Bool {
        guard isByMember else {
            let name = space == .profile(runtime.user) ? "StormUserProfileDict" : "StormUserVarsDict"
            throw Fault(.stormRuntime, "\(name) does not support assignment.")
        }
        try runtime.requireWritable()
        try requireAccess(runtime, "set")
        if let value, !value.isUndefined {
            try runtime.core.setVariable(name, value.primitive(), in: space)
        } else {
            try runtime.core.setVariable(name, nil, in: space)
        }
        return true
    }

    func iterate(_ runtime: StormRuntime, _ body: (StormValue) throws -> Void) throws -> Bool {
        guard isByMember else { return false }
        try requireAccess(runtime, "get")
        for (name, value) in runtime.core.variables(in: space) { try body(.tuple([.string(name), StormValue(value)])) }
        return true
    }
}
