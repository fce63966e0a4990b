import CortexCore
import Kernel
import Model
import Storm

/// A gate, as it was when it was asked for.
final class GateObject: StormObject {
    static let type = StormObjectType(
        "auth:gate", help: "A thing with rules of its own.",
        values: [
            "iden": { object, _ in .string(try StormValue.object(object).required(GateObject.self).gate.name) },
            "type": { object, _ in .string(try StormValue.object(object).required(GateObject.self).gate.type) },
            "users": { object, _ in
                let gate = try StormValue.object(object).required(GateObject.self).gate
                return members(gate.users)
            },
            "roles": { object, _ in
                let gate = try StormValue.object(object).required(GateObject.self).gate
                return members(gate.roles)
            },
        ])

    private let gate: AuthGate

    init(_ gate: AuthGate) { self.gate = gate }

    private static func members(_ members: [Iden: AuthGate.Member]) -> StormValue {
        .list(members.sorted { $0.key < $1.key }.map { StormValue(packed($0.key, $0.value)) })
    }

    private static func packed(_ iden: Iden, _ member: AuthGate.Member) -> ModelValue {
        ["iden": .iden(iden), "admin": .bool(member.isAdmin), "rules": .list(member.rules.map(\.value))]
    }

    func primitive() throws -> ModelValue {
        func list(_ members: [Iden: AuthGate.Member]) -> ModelValue {
            .list(members.sorted { $0.key < $1.key }.map { Self.packed($0.key, $0.value) })
        }
        return ["iden": .string(gate.name), "type": .string(gate.type), "users": list(gate.users), "roles": list(gate.roles)]
    }
}
