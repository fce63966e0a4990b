import CortexCore
import Graph
import Kernel
import Model
import Storm

/// A layer.
final class LayerObject: StormObject {
    static let type = StormObjectType(
        "layer", help: "A layer: where nodes are kept.", methods: settingMethods + countMethods + LayerReading.methods,
        values: [
            "iden": { object, _ in .iden(try layer(object).iden) },
            "name": { object, runtime in .text(runtime.core.layer(try layer(object).iden)?.name) },
        ])

    let iden: Iden

    init(_ iden: Iden) { self.iden = iden }

    private static func layer(_ object: any StormObject) throws -> LayerObject { try StormValue.object(object).required(LayerObject.self) }

    func isEqual(to other: StormValue) -> Bool { other.object(as: LayerObject.self)?.iden == iden }

    func primitive() throws -> ModelValue { .iden(iden) }

    func text(_ runtime: StormRuntime) throws -> String { "layer: \(iden)" }

    /// The layer as it is now. Throws `NoSuchIden`.
    func info(_ runtime: StormRuntime) throws -> LayerInfo {
        guard let layer = runtime.core.layer(iden) else { throw LayerLibrary.missing(iden.description) }
        return layer
    }

    /// One line that describes a layer, for people.
    static func describe(_ layer: LayerInfo) -> String {
        "Layer: \(layer.iden) (name: \(layer.name ?? "unnamed")) readonly: \(layer.isReadOnly ? "True" : "False") creator: \(layer.creator)"
    }

    private static let settingMethods: [StormFunction] = [
        StormFunction("pack", help: "All of it as a dictionary.") { call in
            StormValue(call.core.packed(try call.layer()).value)
        },
        StormFunction("repr", help: "A line that describes it, for people.") { call in .string(describe(try call.layer())) },
        StormFunction("get", ["name", .optional("defv", .null)], help: "One setting of the layer.") { call in
            let document = call.core.packed(try call.layer())
            return document[try call.text(0)].map { StormValue($0) } ?? call.value(1)
        },
        StormFunction("set", ["name", "valu"], help: "Change one setting of the layer.", isReadOnlySafe: false) { call in
            let layer = try call.layer()
            let name = try call.text(0)
            try call.require("layer", "set", name, gate: layer.iden.description)
            let value: ModelValue
            switch name {
            case "name", "desc": value = call.isNull(1) ? .null : .string(try call.text(1))
            case "logedits", "readonly": value = .bool(try call.bool(1))
            default: value = try call.primitive(1)
            }
            try call.runtime.session.flush()
            try call.core.setLayer(layer.iden, name, value)
            return .null
        },
    ]

    private static let countMethods: [StormFunction] = [
        StormFunction("getFormCounts", help: "How many nodes of each form the layer holds.") { call in
            try call.runtime.session.flush()
            return try call.counts(call.core.formCounts([call.layer().iden]))
        },
        StormFunction(
            "getPropCount", ["propname", .optional("maxsize", .null), .optional("valu", .null)],
            help: "How many nodes have a property, or a value of it."
        ) { call in
            try call.propertyCount([call.layer().iden], value: call.optionalPrimitive(2))
        },
        StormFunction(
            "getPropArrayCount", ["propname", .optional("valu", .null)], help: "How many items array properties have, or one value."
        ) { call in
            try call.arrayCount([call.layer().iden], value: call.optionalPrimitive(1))
        },
        StormFunction("getTagCount", ["tagname", .optional("formname", .null)], help: "How many nodes have a tag.") { call in
            try call.runtime.session.flush()
            return .int(Int64(try call.core.tagCount(call.text(0), form: call.optionalText(1), [call.layer().iden])))
        },
        StormFunction(
            "getTagPropCount", ["tag", "propname", .optional("form", .null), .optional("valu", .null)],
            help: "How many nodes have a tag property."
        ) { call in
            try call.tagPropertyCount([call.layer().iden], value: call.optionalPrimitive(3))
        },
        StormFunction("getPropValues", ["propname"], help: "The values that a property has in the layer, each once, in order.") { call in
            let (name, layer) = (try call.text(0), try call.layer().iden)
            return .object(StormGenerator { runtime, body in
                try PropertyValues.each(name, try LayerReading.session(layer, runtime), runtime, body)
            })
        },
    ]
}

extension Call {
    /// The layer that the method is called on, as it is now.
    func layer() throws -> LayerInfo { try subject(as: LayerObject.self).info(runtime) }
}
