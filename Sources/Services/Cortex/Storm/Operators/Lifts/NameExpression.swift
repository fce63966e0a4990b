import Kernel
import Model

/// The name of a form or property in a lift or pivot: as written, or from a variable.
struct NameExpression: Sendable {
    private let value: any StormExpression

    /// From a `propertyName`, `wildcardName`, `embedName`, `universalName`, `dereferencedName`, or any value.
    init(_ node: StormNode, _ compiler: Compiler) throws {
        switch node.kind {
        case .propertyName, .wildcardName, .embedName, .universalName, .anyForm: value = ConstantExpression(.string(node.text))
        case .dereferencedName: value = try compiler.expression(node.children[0])
        default: value = try compiler.expression(node)
        }
    }

    var dependence: NodeDependence { value.dependence }

    /// What was written, where it is no variable.
    var constant: String? { value.constant?.string }

    func text(_ runtime: StormRuntime, _ input: NodePath?) throws -> String { try value.text(runtime, input) }

    /// A name, or the names in a list, and which of both it is.
    func texts(_ runtime: StormRuntime, _ input: NodePath?) throws -> (names: [String], isList: Bool) {
        if let constant { return ([constant], false) }
        let value = try value.value(runtime, input)
        guard case .list(let list) = value else { return ([try value.toText(runtime)], false) }
        return (try list.items.map { try $0.toText(runtime) }, true)
    }
}

/// The name of a tag: as written, from a variable, or with variables among its segments.
struct TagExpression: Sendable {
    private enum Part: Sendable {
        case text(String)
        case variable(String, any StormExpression)
    }

    private let parts: [Part]
    /// One variable that holds the whole name.
    private let whole: (any StormExpression)?
    /// What was written, where there are no variables.
    let constant: String?
    let dependence: NodeDependence

    /// From a `tag`.
    init(_ node: StormNode, _ compiler: Compiler) throws {
        if let first = node.children.first, first.kind == .tagFromVariable {
            let value = try compiler.expression(first.children[0])
            (parts, whole, constant, dependence) = ([], value, nil, value.dependence)
            return
        }
        var parts: [Part] = []
        var dependence = NodeDependence.none
        for child in node.children {
            if child.kind == .tagSegment {
                parts.append(.text(child.text))
            } else {
                let value = try compiler.expression(child)
                dependence.formUnion(value.dependence)
                parts.append(.variable(child.text, value))
            }
        }
        let texts = parts.compactMap { part -> String? in if case .text(let text) = part { text } else { nil } }
        constant = texts.count == parts.count ? texts.joined(separator: ".") : nil
        (self.parts, whole, self.dependence) = (parts, nil, dependence)
    }

    /// Whether asterisks were written.
    var hasAsterisks: Bool {
        parts.contains { part in if case .text(let text) = part { text.contains("*") } else { false } }
    }

    /// The tag as a lift takes it: variables are normalised. Throws `BadTypeValu`.
    func tag(_ runtime: StormRuntime, _ input: NodePath?) throws -> String {
        try text(runtime, input) { part in
            guard let norm = try runtime.model.requireType("syn:tag").norm(.string(part), in: runtime.model).value.string else {
                return part
            }
            return norm
        }
    }

    /// The tag as a filter takes it: as it is, perhaps with asterisks.
    func pattern(_ runtime: StormRuntime, _ input: NodePath?) throws -> String { try text(runtime, input) { $0 } }

    private func text(_ runtime: StormRuntime, _ input: NodePath?, _ norm: (String) throws -> String) throws -> String {
        if let constant { return constant }
        if let whole {
            guard case .string(let text) = try whole.primitive(runtime, input) else {
                throw Fault(.badTypeValue, "Invalid value type for tag name, tag names must be strings.")
            }
            return try norm(text)
        }
        var texts: [String] = []
        for part in parts {
            switch part {
            case .text(let text): texts.append(text)
            case .variable(let name, let value):
                let value = try value.value(runtime, input)
                if value.isNull {
                    throw Fault(.badTypeValue, "Null value from var $\(name) is not allowed in tag names.")
                }
                texts.append(try norm(try value.toText(runtime)))
            }
        }
        return texts.joined(separator: ".")
    }
}

/// A property of a tag: `#tag:name`.
struct TagPropertyExpression: Sendable {
    let tag: TagExpression
    private let name: any StormExpression
    let dependence: NodeDependence

    /// From a `tagProperty`.
    init(_ node: StormNode, _ compiler: Compiler) throws {
        tag = try TagExpression(node.children[0], compiler)
        let name = node.children[1]
        self.name = name.kind == .baseName ? ConstantExpression(.string(name.text)) : try compiler.expression(name)
        dependence = .union([tag.dependence, self.name.dependence])
    }

    func name(_ runtime: StormRuntime, _ input: NodePath?) throws -> String { try name.text(runtime, input) }
}

/// A comparison with a value that may be a node.
struct Comparison: Sendable {
    /// In the words of the model: `=`, `in=`.
    let comparator: String
    private let expression: any StormExpression

    /// From a `comparator` and a value, the first two of `nodes`; nil where there is none.
    init?(_ nodes: some Sequence<StormNode>, _ compiler: Compiler) throws {
        var iterator = nodes.makeIterator()
        guard let comparator = iterator.next(), let value = iterator.next() else { return nil }
        self.comparator = comparatorName(comparator.text)
        expression = try compiler.expression(value)
    }

    var dependence: NodeDependence { expression.dependence }

    /// The right side, where it is written in the query.
    var constant: ModelValue? { expression.constant }

    func value(_ runtime: StormRuntime, _ input: NodePath?) throws -> ComparedValue {
        if let constant = expression.constant { return .primitive(constant) }
        let value = try expression.value(runtime, input)
        if let node = value.object(as: NodeObject.self) { return .node(node.node) }
        return .primitive(try value.primitive())
    }
}
