import Graph
import Kernel
import Model

/// A property of the node at hand in a condition or pivot: `:asn`, `.seen`, `:ipv4::asn`, `:$name`.
struct PropertyReference: Sendable {
    private let expression: any StormExpression
    /// Whether the name comes from a variable and lacks its dot.
    private let needsDot: Bool
    /// The name, where it is no variable.
    let constant: String?

    /// From a `relative`, `relativeVariable`, `universal` or `universalVariable`.
    init(_ node: StormNode, _ compiler: Compiler) throws {
        switch node.kind {
        case .relative, .universal:
            expression = ConstantExpression(.string(node.text))
            constant = node.text
            needsDot = false
        default:
            expression = try compiler.expression(node.children[0])
            constant = nil
            needsDot = node.kind == .universalVariable
        }
    }

    var dependence: NodeDependence { expression.dependence }

    /// The name without the colon, universal ones with their dot, perhaps with `::`.
    func name(_ runtime: StormRuntime, _ input: NodePath?) throws -> String {
        if let constant { return constant }
        let name = try expression.text(runtime, input)
        return needsDot ? "." + name : name
    }
}

/// A property name cut at `::`, looked up from node to node. It remembers the property of the form that it saw last.
struct PropertyReader {
    private let parts: [String]
    private let name: String
    private var form: FormDefinition?
    private var property: PropertyDefinition?

    init(_ name: String) {
        self.name = name
        parts = name.contains("::") ? name.split(separator: "::", omittingEmptySubsequences: false).map(String.init) : []
    }

    /// The property and its value; nil where the node, or one on the way, has no value. Throws `NoSuchProp` and `NoSuchForm`.
    mutating func read(_ runtime: StormRuntime, _ node: Node) throws -> (property: PropertyDefinition, value: ModelValue)? {
        guard parts.isEmpty else { return try readEmbedded(runtime, node) }
        if form !== node.form {
            form = node.form
            property = node.form.property(name)
        }
        guard let property else { throw noSuchProperty(name, node.form) }
        return try node.property(name).map { (property, $0) }
    }

    /// Whether the node has a value. A property that the form lacks is one that it does not have.
    func has(_ runtime: StormRuntime, _ node: Node) throws -> Bool {
        if parts.isEmpty { return try node.property(name) != nil }
        return try readEmbedded(runtime, node) != nil
    }

    private func readEmbedded(_ runtime: StormRuntime, _ start: Node) throws -> (property: PropertyDefinition, value: ModelValue)? {
        var node = start
        for (position, part) in parts.enumerated() {
            guard let value = try node.property(part) else { return nil }
            guard let property = node.form.property(part) else { throw noSuchProperty(part, node.form) }
            if position == parts.count - 1 { return (property, value) }
            let form = try runtime.model.requireForm(property.type.name)
            guard let next = try runtime.session.node(form, value) else { return nil }
            node = next
        }
        return nil
    }

    private func noSuchProperty(_ name: String, _ form: FormDefinition) -> Fault {
        Fault(
            .noSuchProperty, "No property named \(name).", fields: ["name": .string(name), "form": .string(form.name)],
            advice: "`syn:prop +:form=\(form.name)` lists the properties of the form")
    }
}
