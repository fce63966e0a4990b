import Kernel
import Model

/// One thing that a name in a query stands for.
enum NameTarget {
    case form(FormDefinition)
    case property(PropertyDefinition)

    /// The type of the values that are compared.
    var type: TypeDefinition {
        switch self {
        case .form(let form): form.type
        case .property(let property): property.type
        }
    }

    /// Whether the nodes are made at query time.
    func isRuntime(in model: DataModel) -> Bool {
        switch self {
        case .form(let form): form.isRuntime
        case .property(let property): model.form(property.form)?.isRuntime ?? false
        }
    }
}

/// Names as lifts, filters and pivots look them up: forms, properties, interfaces, properties of interfaces, and prefixes.
extension DataModel {
    /// The form or the property with exactly this name.
    func target(_ name: String) -> NameTarget? {
        if let form = form(name) { return .form(form) }
        return property(name).map(NameTarget.property)
    }

    /// The property `interface:name` on every form that implements the interface; nil when there is no such interface or property.
    func interfaceProperties(_ fullName: String) -> [PropertyDefinition]? {
        var prefix = fullName[...]
        while let colon = prefix.lastIndex(of: ":") {
            prefix = prefix[..<colon]
            guard interface(String(prefix)) != nil else { continue }
            let name = String(fullName[fullName.index(after: colon)...])
            guard declares(String(prefix), name) else { continue }
            let found = forms(implementing: String(prefix)).compactMap { $0.property(name) }
            if !found.isEmpty { return found }
        }
        return nil
    }

    /// Whether an interface, or one that it includes, has the property.
    private func declares(_ interface: String, _ property: String) -> Bool {
        var open = [interface]
        var seen: Set<String> = []
        while let name = open.popLast() {
            guard seen.insert(name).inserted, let definition = self.interface(name) else { continue }
            if definition.properties.contains(where: { $0.name == property }) { return true }
            open += definition.interfaces
        }
        return false
    }

    /// All that a lift or pivot by this name goes to. Throws `NoSuchProp`, and `NoSuchForm` for a prefix that no form has.
    func targets(_ name: String) throws(Fault) -> [NameTarget] {
        if let target = target(name) { return [target] }
        if interface(name) != nil {
            let found = forms(implementing: name)
            if !found.isEmpty { return found.map(NameTarget.form) }
        }
        if let found = interfaceProperties(name) { return found.map(NameTarget.property) }
        if name.hasSuffix("*") { return try forms(matching: name).map(NameTarget.form) }
        throw noSuchProperty(name)
    }

    /// All that a lift with a comparison goes to: one form or property, or the properties of an interface. Throws `NoSuchProp`.
    func comparedTargets(_ name: String) throws(Fault) -> [NameTarget] {
        if let target = target(name) { return [target] }
        if let found = interfaceProperties(name) { return found.map(NameTarget.property) }
        throw noSuchProperty(name)
    }

    func noSuchProperty(_ name: String) -> Fault {
        Fault(
            .noSuchProperty, "No property named \(name).", fields: ["name": .string(name)],
            advice: "`syn:prop` lists the properties")
    }
}

extension TypeDefinition {
    /// A form and a value of it.
    var isReference: Bool { isKind(of: "ndef") }
    /// A node that stands for a relation of two others.
    var isEdge: Bool { isKind(of: "edge") || isKind(of: "timeedge") }
    var isArray: Bool { isKind(of: "array") }

    /// Whether a normalised value of this type is one of `other` too, as it is.
    func sharesValues(with other: TypeDefinition) -> Bool { self === other || (name == other.name && options == other.options) }

    /// The lift of exactly this normalised value.
    func exactly(_ value: ModelValue, in model: DataModel) -> LiftPlan {
        let form = index(value, in: model)
        let isCut = form.count >= Self.cutLength
        return LiftPlan([LiftPlan.Step(.exact(form), residual: isCut ? ValuePredicate { $0 == value } : nil)])
    }

    /// Index forms of this length may stand for several values.
    private static let cutLength = 256
}

/// The comparator of a syntax tree in the words of the model: `*in` is `in=`.
func comparatorName(_ text: String) -> String {
    guard text.hasPrefix("*") else { return text }
    let name = text.dropFirst()
    return name.hasSuffix("=") ? String(name) : name + "="
}
