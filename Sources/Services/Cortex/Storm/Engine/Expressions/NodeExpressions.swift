import Kernel
import Model

/// `:name`, `.seen`, `:ipv4::asn`.
struct PropertyValueExpression: StormExpression {
    private let names: [String]

    init(_ name: String) { names = name.parted("::") }

    var dependence: NodeDependence { .node }

    func value(_ runtime: StormRuntime, _ input: NodePath?) throws -> StormValue {
        try input.map { try PropertyWalk.value(names, $0, runtime) } ?? .null
    }
}

/// `:$name`, `.$name`.
struct PropertyOfNameExpression: StormExpression {
    private let name: any StormExpression
    private let isUniversal: Bool

    init(_ name: any StormExpression, isUniversal: Bool) {
        self.name = name
        self.isUniversal = isUniversal
    }

    var dependence: NodeDependence { .node }

    func value(_ runtime: StormRuntime, _ input: NodePath?) throws -> StormValue {
        guard let input else { return .null }
        let name = try name.text(runtime, input)
        return try PropertyWalk.value(isUniversal ? ["." + name] : name.parted("::"), input, runtime)
    }
}

/// A property of a node, or of a node that a property leads to.
enum PropertyWalk {
    static func value(_ names: [String], _ input: NodePath, _ runtime: StormRuntime) throws -> StormValue {
        var node = input.node
        for (position, name) in names.enumerated() {
            guard let property = node.form.property(name) else {
                if names.count > 1 { return .null }
                throw Fault(
                    .noSuchProperty, "No property named \(name).", fields: ["name": .string(name), "form": .string(node.form.name)],
                    advice: "`syn:prop +:form=\(node.form.name)` lists the properties of the form")
            }
            guard let value = try node.property(name) else { return .null }
            if position == names.count - 1 { return StormValue(stored: value) }
            let form = try runtime.model.requireForm(property.type.name)
            guard let next = try runtime.session.node(form, value) else { return .null }
            node = next
        }
        return .null
    }
}

/// `#tag`: its times.
struct TagValueExpression: StormExpression {
    private let tag: any StormExpression

    init(_ tag: any StormExpression) { self.tag = tag }

    var dependence: NodeDependence { .node }

    func value(_ runtime: StormRuntime, _ input: NodePath?) throws -> StormValue {
        guard let input, let times = try input.node.tag(try tag.text(runtime, input)) else { return .null }
        return .tuple([times.first.map(StormValue.int) ?? .null, times.last.map(StormValue.int) ?? .null])
    }
}

/// `#tag:name`.
struct TagPropertyValueExpression: StormExpression {
    private let tag: any StormExpression
    private let name: any StormExpression

    init(_ tag: any StormExpression, _ name: any StormExpression) {
        self.tag = tag
        self.name = name
    }

    var dependence: NodeDependence { .node }

    func value(_ runtime: StormRuntime, _ input: NodePath?) throws -> StormValue {
        guard let input else { return .null }
        let value = try input.node.tagProperty(tag: try tag.text(runtime, input), name: try name.text(runtime, input))
        return value.map { StormValue(stored: $0) } ?? .null
    }
}

/// The name of a tag with variables among its segments.
struct TagNameExpression: StormExpression {
    private let parts: [any StormExpression]
    let dependence: NodeDependence

    init(_ parts: [any StormExpression]) {
        self.parts = parts
        dependence = .union(parts.map(\.dependence))
    }

    func value(_ runtime: StormRuntime, _ input: NodePath?) throws -> StormValue {
        .string(try parts.map { try $0.text(runtime, input) }.joined(separator: "."))
    }
}

extension String {
    /// The parts between `separator`.
    func parted(_ separator: String) -> [String] {
        guard contains(separator) else { return [self] }
        var parts: [String] = []
        var rest = self[...]
        while let range = rest.firstRange(of: separator) {
            parts.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        return parts + [String(rest)]
    }
}
