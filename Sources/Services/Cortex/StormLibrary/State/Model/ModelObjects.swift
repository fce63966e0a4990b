import Kernel
import Model
import Storm

/// A form of the model.
final class FormObject: StormObject {
    static let type = StormObjectType(
        "model:form", help: "A form.",
        methods: [
            StormFunction("prop", ["name"], help: "A property of the form; null where it has none of the name.") { call in
                let form = try call.subject(as: FormObject.self).form
                let name = try call.text(0)
                return form.property(name).map { .object(PropertyObject($0)) } ?? .null
            }
        ],
        values: [
            "name": { object, _ in .string(try StormValue.object(object).required(FormObject.self).form.name) },
            "type": { object, _ in .object(TypeObject(try StormValue.object(object).required(FormObject.self).form.type)) },
        ])

    let form: FormDefinition

    init(_ form: FormDefinition) { self.form = form }

    var quoted: String { "model:form: \(form.name)" }

    func isEqual(to other: StormValue) -> Bool { other.object(as: FormObject.self)?.form.name == form.name }

    func primitive() throws -> ModelValue {
        let properties = form.properties.values.sorted { $0.name < $1.name }
        return .list([.string(form.name), ["type": .string(form.type.name), "props": .list(properties.map { .string($0.name) })]])
    }
}

/// A property of the model.
final class PropertyObject: StormObject {
    static let type = StormObjectType(
        "model:property", help: "A property of a form.",
        values: [
            "name": { object, _ in .string(try StormValue.object(object).required(PropertyObject.self).property.name) },
            "full": { object, _ in .string(try StormValue.object(object).required(PropertyObject.self).property.fullName) },
            "type": { object, _ in .object(TypeObject(try StormValue.object(object).required(PropertyObject.self).property.type)) },
            "form": { object, runtime in
                let property = try StormValue.object(object).required(PropertyObject.self).property
                return runtime.model.form(property.form).map { .object(FormObject($0)) } ?? .null
            },
        ])

    let property: PropertyDefinition

    init(_ property: PropertyDefinition) { self.property = property }

    var quoted: String { "model:property: \(property.fullName)" }

    func isEqual(to other: StormValue) -> Bool { other.object(as: PropertyObject.self)?.property.fullName == property.fullName }

    func primitive() throws -> ModelValue { ["name": .string(property.name), "full": .string(property.fullName)] }
}

/// A tag property of the model.
final class TagPropertyObject: StormObject {
    static let type = StormObjectType(
        "model:tagprop", help: "A property of tags.",
        values: [
            "name": { object, _ in .string(try StormValue.object(object).required(TagPropertyObject.self).property.name) },
            "type": { object, _ in .object(TypeObject(try StormValue.object(object).required(TagPropertyObject.self).property.type)) },
        ])

    let property: PropertyDefinition

    init(_ property: PropertyDefinition) { self.property = property }

    var quoted: String { "model:tagprop: \(property.name)" }

    func primitive() throws -> ModelValue { ["name": .string(property.name), "type": .string(property.type.name)] }
}

/// A type of the model.
final class TypeObject: StormObject {
    static let type = StormObjectType(
        "model:type", help: "A type.",
        methods: [
            StormFunction("repr", ["valu"], help: "A normalised value as text for people.") { call in
                let type = try call.subject(as: TypeObject.self).definition
                return StormValue(stored: try type.repr(call.primitive(0), in: call.runtime.model))
            },
            StormFunction("norm", ["valu"], help: "The one form of a value, with what follows from it.") { call in
                let type = try call.subject(as: TypeObject.self).definition
                let normal = try type.norm(call.primitive(0), in: call.runtime.model)
                let info = StormDict()
                if !normal.subs.isEmpty { info["subs"] = StormValue(.dict(normal.subs)) }
                if !normal.adds.isEmpty {
                    info["adds"] = .list(normal.adds.map { addition in
                        .tuple([.string(addition.form), StormValue(stored: addition.value), StormValue(.dict(addition.subs))])
                    })
                }
                return .tuple([StormValue(stored: normal.value), .dict(info)])
            },
        ],
        values: [
            "name": { object, _ in .string(try definition(of: object).name) },
            "stortype": { object, runtime in .int(Int64(StorageType.number(try definition(of: object), in: runtime.model))) },
            "mutable": { object, _ in
                let type = try definition(of: object)
                return .bool(type.name == "array" || type.isKind(of: "data"))
            },
            "opts": { object, _ in
                let options = try definition(of: object).options.values.sorted { $0.key < $1.key }
                return StormValue(.dict(options.map { .init($0.key, $0.value) }))
            },
        ])

    let definition: TypeDefinition

    init(_ definition: TypeDefinition) { self.definition = definition }

    private static func definition(of object: any StormObject) throws -> TypeDefinition {
        try StormValue.object(object).required(TypeObject.self).definition
    }

    var quoted: String { "model:type: \(definition.name)" }

    func isEqual(to other: StormValue) -> Bool { other.object(as: TypeObject.self)?.definition.name == definition.name }

    func primitive() throws -> ModelValue {
        let options = definition.options.values.sorted { $0.key < $1.key }
        return ["name": .string(definition.name), "opts": .dict(options.map { .init($0.key, $0.value) })]
    }
}
