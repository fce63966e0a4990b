import Graph
import Kernel
import Model

/// The property that an edit names: `:asn`, `.seen`, `:$name`, `.$name`.
struct EditedProperty: Sendable {
    private let expression: any StormExpression
    private let needsDot: Bool
    let isUniversal: Bool
    /// The name, where it is no variable.
    let constant: String?

    init(_ node: StormNode, _ compiler: Compiler) throws {
        switch node.kind {
        case .relative, .universal:
            expression = ConstantExpression(.string(node.text))
            constant = node.text
        default:
            expression = try compiler.expression(node.children[0])
            constant = nil
        }
        needsDot = node.kind == .universalVariable
        isUniversal = node.kind == .universal || node.kind == .universalVariable
    }

    /// Without the colon, universal ones with their dot.
    func name(_ runtime: StormRuntime, _ input: NodePath?) throws -> String {
        if let constant { return constant }
        let name = try expression.text(runtime, input)
        return needsDot ? "." + name : name
    }

    /// The property of the node's form. Throws `NoSuchProp`.
    func definition(_ runtime: StormRuntime, _ input: NodePath) throws -> PropertyDefinition {
        let name = try name(runtime, input)
        guard let property = input.node.form.property(name) else { throw Self.unknown(name, input.node.form) }
        return property
    }

    static func unknown(_ name: String, _ form: FormDefinition?) -> Fault {
        var fields: [String: Value] = ["name": .string(name)]
        if let form { fields["form"] = .string(form.name) }
        return Fault(
            .noSuchProperty, "No property named \(name).", fields: fields,
            advice: form.map { "`syn:prop:form=\($0.name)` lists the properties of the form" })
    }
}

/// The value that an edit sets.
struct EditedValue: Sendable {
    let expression: any StormExpression
    /// Whether it is a query in braces, which gives an array every node.
    let isSubquery: Bool

    /// As `property` takes it.
    func value(_ runtime: StormRuntime, _ input: NodePath, for property: PropertyDefinition, isArray: Bool) throws -> ModelValue {
        if let constant = expression.constant { return constant }
        let value = isArray && isSubquery ? try expression.arrayValue(runtime, input) : try expression.value(runtime, input)
        return try Self.stored(value, isReference: property.type.name == "ndef")
    }

    /// A value as edits take it: decimals as text, so that no digit is lost; a node by form and value where `isReference`.
    static func stored(_ value: StormValue, isReference: Bool = false) throws -> ModelValue {
        switch value {
        case .object(let object):
            if let decimal = object as? DecimalObject { return .string(decimal.number.description) }
            if isReference, let node = (object as? NodeObject)?.node { return [.string(node.form.name), node.value] }
            return try value.primitive()
        default: return try value.primitive()
        }
    }
}

/// The tag, or with a variable the tags, that an edit names.
struct EditedTag: Sendable {
    private enum Part: Sendable {
        case text(String)
        case variable(String, any StormExpression)
    }

    private let parts: [Part]
    /// A variable that holds whole names.
    private let whole: (any StormExpression)?
    private let constant: ModelValue?

    init(_ node: StormNode, _ compiler: Compiler) throws {
        if let first = node.children.first, first.kind == .tagFromVariable {
            whole = try compiler.expression(first.children[0])
            (parts, constant) = ([], nil)
            return
        }
        whole = nil
        parts = try node.children.map { child in
            child.kind == .tagSegment ? .text(child.text) : .variable(child.text, try compiler.expression(child))
        }
        let texts = parts.compactMap { part -> String? in if case .text(let text) = part { text } else { nil } }
        constant = texts.count == parts.count ? .string(texts.joined(separator: ".")) : nil
    }

    /// The one tag, in its one form. Throws `BadTypeValu`.
    func name(_ runtime: StormRuntime, _ input: NodePath) throws -> String {
        let editor = runtime.editor
        if let whole { return try name(of: try whole.primitive(runtime, input), editor) }
        return try written(runtime, input, editor)
    }

    /// Each tag in its one form; those that are none are left out where `isLenient`, otherwise throws `BadTypeValu`.
    func names(_ runtime: StormRuntime, _ input: NodePath, isLenient: Bool) throws -> [String] {
        let editor = runtime.editor
        guard let whole else { return [try written(runtime, input, editor)] }
        let value = try whole.primitive(runtime, input)
        var names: [String] = []
        for item in value.list ?? [value] {
            do {
                names.append(try name(of: item, editor))
            } catch let fault as Fault where isLenient && fault.code == .badTypeValue {
                continue
            }
        }
        return names
    }

    private func name(of value: ModelValue, _ editor: GraphEditor) throws -> String {
        guard case .string = value else {
            throw Fault(.badTypeValue, "Invalid value type for tag name, tag names must be strings.")
        }
        return try editor.tagName(value)
    }

    private func written(_ runtime: StormRuntime, _ input: NodePath, _ editor: GraphEditor) throws -> String {
        if let constant { return try editor.tagName(constant) }
        var texts: [String] = []
        for part in parts {
            switch part {
            case .text(let text): texts.append(text)
            case .variable(let name, let expression):
                let value = try expression.value(runtime, input)
                if value.isNull { throw Fault(.badTypeValue, "Null value from var $\(name) is not allowed in tag names.") }
                texts.append(try editor.tagName(.string(try value.toText(runtime))))
            }
        }
        return try editor.tagName(.string(texts.joined(separator: ".")))
    }
}
