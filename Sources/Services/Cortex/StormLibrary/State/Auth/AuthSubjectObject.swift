import CortexCore
import Kernel
import Model
import Storm

/// What users and roles have in common: rules, everywhere and at gates.
protocol AuthSubjectObject: StormObject, SendableMetatype {
    var iden: Iden { get }
    var subject: AuthSubject { get }
    /// `user` or `role`, as permissions name it.
    static var kind: String { get }
}

extension AuthSubjectObject {
    public func isEqual(to other: StormValue) -> Bool { other.object(as: Self.self)?.iden == iden }

    static var ruleMethods: [StormFunction] {
        [
            StormFunction("getRules", [.optional("gateiden", .null)], help: "The rules, everywhere or at a gate.") { call in
                let object = try call.subject(as: Self.self)
                return StormValue(stored: .list(try call.core.rules(object.subject, gate: call.optionalText(0)).map(\.value)))
            },
            StormFunction(
                "addRule", ["rule", .optional("gateiden", .null), .optional("indx", .null)], help: "Add a rule, at the end or at a place.",
                isReadOnlySafe: false
            ) { call in
                let rule = try call.rule(0)
                let position = try call.optionalInt(2)
                return try call.changeRules(Self.self, gate: 1) { rules in
                    rules.insert(rule, at: min(max(position ?? rules.count, 0), rules.count))
                    return .null
                }
            },
            StormFunction("delRule", ["rule", .optional("gateiden", .null)], help: "Remove a rule.", isReadOnlySafe: false) { call in
                let rule = try call.rule(0)
                return try call.changeRules(Self.self, gate: 1) { rules in
                    if let position = rules.firstIndex(of: rule) { rules.remove(at: position) }
                    return .null
                }
            },
            StormFunction(
                "popRule", ["indx", .optional("gateiden", .null)], help: "Remove the rule at a place and return it.", isReadOnlySafe: false
            ) { call in
                let position = try call.int(0)
                return try call.changeRules(Self.self, gate: 1) { rules throws(Fault) in
                    guard rules.indices.contains(position) else {
                        throw Fault(.badArgument, "User/Role rule index \(position) out of range", advice: "Look at getRules()")
                    }
                    return StormValue(stored: rules.remove(at: position).value)
                }
            },
            StormFunction("setRules", ["rules", .optional("gateiden", .null)], help: "Replace all rules.", isReadOnlySafe: false) { call in
                let values = try call.primitive(0).list ?? []
                let new = values.compactMap { AuthRule($0) }
                guard new.count == values.count else { throw Fault(.badArgument, "a rule is a pair of a truth value and a permission") }
                return try call.changeRules(Self.self, gate: 1) { rules in
                    rules = new
                    return .null
                }
            },
            StormFunction("gates", help: "The gates at which it has rules.") { call in
                let object = try call.subject(as: Self.self)
                let gates = call.core.gates().filter { gate in
                    switch object.subject {
                    case .user(let iden): gate.users[iden] != nil
                    case .role(let iden): gate.roles[iden] != nil
                    }
                }
                return .objects(gates.map { GateObject($0) })
            },
            StormFunction("pack", help: "All of it as a dictionary.") { call in
                let object = try call.subject(as: Self.self)
                return StormValue(try call.core.packed(object.subject).value)
            },
            StormFunction("get", ["name"], help: "One part of it.") { call in
                let object = try call.subject(as: Self.self)
                let document = try call.core.packed(object.subject)
                return document[try call.text(0)].map { StormValue(stored: $0) } ?? .null
            },
        ]
    }
}

extension Call {
    /// Changes the rules of the subject, at the gate in the argument `gate` if there is one.
    fileprivate func changeRules<Object: AuthSubjectObject>(
        _ type: Object.Type, gate: Int, _ change: (inout [AuthRule]) throws(Fault) -> StormValue
    ) throws -> StormValue {
        let object = try subject(as: type)
        let gate = try optionalText(gate)
        try runtime.require(["auth", Object.kind, "set", "rules"], gate: gate)
        return try core.changeRules(object.subject, gate: gate, change)
    }
}

extension CortexHost {
    /// A user or role as queries see it. Throws `NoSuchUser`, `NoSuchRole`.
    func packed(_ subject: AuthSubject) throws(Fault) -> CoreDocument {
        func gates(_ member: (AuthGate) -> AuthGate.Member?) -> ModelValue {
            .dict(self.gates().compactMap { gate in
                member(gate).map { member in
                    let rules = ModelValue.list(member.rules.map(\.value))
                    return .init(gate.name, ["iden": .string(gate.name), "admin": .bool(member.isAdmin), "rules": rules])
                }
            })
        }
        switch subject {
        case .user(let iden):
            guard let user = self.user(iden) else { throw Fault(.noSuchUser, "No user with iden \(iden).") }
            return [
                "type": "user", "iden": .iden(iden), "name": .string(user.name), "rules": .list(user.rules.map(\.value)),
                "roles": .list(user.roles.map { .iden($0) }), "admin": .bool(user.isAdmin), "email": .text(user.email),
                "locked": .bool(user.isLocked), "archived": .bool(user.isArchived), "authgates": gates { $0.users[iden] },
            ]
        case .role(let iden):
            guard let role = self.role(iden) else { throw Fault(FaultCode("NoSuchRole"), "No role with iden \(iden).") }
            return [
                "type": "role", "iden": .iden(iden), "name": .string(role.name), "rules": .list(role.rules.map(\.value)),
                "authgates": gates { $0.roles[iden] },
            ]
        }
    }
}
