import Kernel
import Model
import Storm

/// What `$lib` knows of the data model: cast, trycast, repr, guid.
enum TypeFunctions {
    static let all: [StormFunction] = [
        StormFunction(
            "cast", ["name", "valu"], help: "A value in the one form that a type of the data model gives it.",
            examples: [StormExample("return($lib.cast(inet:ipv4, '1.2.3.4'))", returns: 16909060)]
        ) { call in
            let type = try type(call)
            return StormValue(stored: try type.norm(call.primitive(1), in: call.runtime.model).value)
        },
        StormFunction(
            "trycast", ["name", "valu"], help: "Whether a type of the data model takes a value, and its form.",
            examples: [StormExample("return($lib.trycast(inet:ipv4, '1.2.3.4'))", returns: [true, 16909060])]
        ) { call in
            let type = try type(call)
            do {
                return .tuple([.bool(true), StormValue(stored: try type.norm(call.primitive(1), in: call.runtime.model).value)])
            } catch let fault as Fault where fault.code == .badTypeValue {
                return .tuple([.bool(false), .null])
            }
        },
        StormFunction(
            "repr", ["name", "valu"], help: "A value of a type as people read it.",
            examples: [StormExample("return($lib.repr(inet:ipv4, (16909060)))", returns: "1.2.3.4")]
        ) { call in
            let name = try call.text(0)
            let type = try type(call)
            let value = try call.primitive(1)
            do {
                return StormValue(stored: try type.repr(value, in: call.runtime.model))
            } catch let fault as Fault where fault.code == .badTypeValue || fault.code == .badArgument {
                throw Fault(
                    .badArgument, "Failed to repr name='\(name)' valu=\(StormValue(value).quoted); \(fault.message)", fields: fault.fields)
            }
        },
        StormFunction(
            "guid", [.rest("args"), .namedRest("valu")],
            help: "A guid made of the arguments, or of one value named valu; without any, a fresh one.",
            examples: [StormExample("return($lib.guid(a, b))", returns: "a5fcb7ee50dd99f27ff8f8aa5aedfbe1")], guid),
    ]

    private static func type(_ call: Call) throws -> TypeDefinition {
        let name = try call.text(0)
        if let type = call.runtime.model.type(name) { return type }
        if let property = call.runtime.model.property(name) { return property.type }
        throw Fault(.noSuchType, "No type or prop found for name \(name).", fields: ["name": .string(name)])
    }

    @Sendable private static func guid(_ call: Call) throws -> StormValue {
        let environment = call.runtime.model.environment
        // `valu` can only be given by name, so it comes with whatever other names there are.
        if let (name, _) = call.named.first(where: { $0.name != "valu" }) {
            throw Fault(.stormRuntime, "$lib.guid() got an unexpected keyword argument '\(name)'")
        }
        if let (_, value) = call.named.first(where: { $0.name == "valu" }), !value.isUndefined {
            guard call.rest.isEmpty else {
                throw Fault(.badArgument, "Valu cannot be specified if positional arguments are provided")
            }
            return .string(try NodeIdentity.guid(of: value.primitive(), environment))
        }
        guard !call.rest.isEmpty else { return .string(call.runtime.host.freshIden().description) }
        return .string(try NodeIdentity.guid(of: .list(call.rest.map { try $0.primitive() }), environment))
    }
}
