import Kernel
import Model
import Storm

/// `$lib.json`
enum JSONLibrary {
    static let library = StormLibrary(
        "json", help: "Values as JSON.",
        functions: [
            StormFunction(
                "load", ["text"], help: "The value that a text writes as JSON.",
                examples: [StormExample("return($lib.json.load('{\"a\": [1, null]}'))", returns: ["a": [1, nil]])]
            ) { call in StormValue(try JSONText.parse(call.text(0))) },
            StormFunction(
                "save", ["item", .optional("indent", false)], help: "A value as JSON, over several lines with indent.",
                examples: [StormExample("return($lib.json.save(({'b': 1})))", returns: "{\"b\":1}")]
            ) { call in .string(try JSONText.write(call.primitive(0), isIndented: call.bool(1))) },
            StormFunction(
                "schema", ["schema", .optional("use_default", true)], help: "A JSON schema that checks values.",
                examples: [
                    StormExample("return($lib.json.schema(({'type': 'string'})).validate(a))", returns: [true, "a"])
                ]
            ) { call in
                let text = try call.primitive(0)
                return .object(JSONSchemaObject(text, fillsDefaults: try call.bool(1), schema: try JSONSchema(text)))
            },
        ])
}

/// A JSON schema that checks values.
final class JSONSchemaObject: StormObject {
    static let type = StormObjectType(
        "json:schema", help: "A JSON schema that checks values.",
        methods: [
            StormFunction("schema", help: "The schema as data.") { call in
                StormValue(try call.subject(as: JSONSchemaObject.self).text)
            },
            StormFunction("validate", ["item"], help: "Whether a value fits, and the value with defaults filled in, or why not.") { call in
                let schema = try call.subject(as: JSONSchemaObject.self)
                do {
                    let value = try schema.schema.validate(call.primitive(0), fillsDefaults: schema.fillsDefaults)
                    return .tuple([.bool(true), StormValue(value)])
                } catch let fault as Fault where fault.code.name == "SchemaViolation" {
                    return .tuple([.bool(false), .dict(["mesg": .string(fault.message)])])
                }
            },
        ])

    private let text: ModelValue
    private let fillsDefaults: Bool
    private let schema: JSONSchema

    init(_ text: ModelValue, fillsDefaults: Bool, schema: JSONSchema) {
        self.text = text
        self.fillsDefaults = fillsDefaults
        self.schema = schema
    }
}
