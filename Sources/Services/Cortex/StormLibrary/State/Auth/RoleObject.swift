import CortexCore
import Kernel
import Model
import Storm

/// A role.
final class RoleObject: AuthSubjectObject {
    static let kind = "role"
    static let type = StormObjectType(
        "auth:role", help: "A role: rules that users share.", methods: ruleMethods,
        values: [
            "iden": { object, _ in .iden(try role(object).iden) },
            "name": { object, runtime in .text(runtime.core.role(try role(object).iden)?.name) },
        ],
        setters: [
            "name": { object, value, runtime in
                let role = try role(object)
                try runtime.require(["auth", "role", "set", "name"], gate: nil)
                try runtime.requireWritable()
                try runtime.core.setRoleName(role.iden, value.toText(runtime))
            }
        ])

    let iden: Iden
    var subject: AuthSubject { .role(iden) }

    init(_ iden: Iden) { self.iden = iden }

    private static func role(_ object: any StormObject) throws -> RoleObject { try StormValue.object(object).required(RoleObject.self) }

    func primitive() throws -> ModelValue { .iden(iden) }

    func text(_ runtime: StormRuntime) throws -> String { "auth:role: \(iden)" }
}

extension StormValue {
    /// The object of a class that a getter or setter belongs to.
    func required<Object: StormObject>(_ type: Object.Type) throws -> Object {
        guard let object = object(as: type) else {
            throw Fault(.stormRuntime, "a member of \(Object.type.name) was asked of another value")
        }
        return object
    }
}
