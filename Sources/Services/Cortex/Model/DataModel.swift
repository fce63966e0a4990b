import Kernel

/// The data model at one moment: immutable, so readers never lock. A change makes a new one.
public final class DataModel: Sendable {
    /// Hashing, regular expressions, time and fresh identifiers, as the types use them.
    public let environment: ModelEnvironment
    let contents: ModelContents
    /// Property names by the type that they have directly, sorted.
    private let propertiesByType: [String: [String]]
    /// Array property names by the type of their elements, sorted.
    private let arraysByType: [String: [String]]
    private let sortedForms: [String]

    init(_ contents: ModelContents, _ environment: ModelEnvironment) {
        self.contents = contents
        self.environment = environment
        sortedForms = contents.forms.keys.sorted()
        var byType: [String: [String]] = [:]
        var byElement: [String: [String]] = [:]
        for (name, property) in contents.properties {
            byType[property.type.name, default: []].append(name)
            if property.type.name == "array", let element = property.options.text("type") { byElement[element, default: []].append(name) }
        }
        propertiesByType = byType.mapValues { $0.sorted() }
        arraysByType = byElement.mapValues { $0.sorted() }
    }

    // MARK: Parts by name

    /// The type with this name.
    public func type(_ name: String) -> TypeDefinition? { contents.types[name] }
    /// The form with this name.
    public func form(_ name: String) -> FormDefinition? { contents.forms[name] }
    /// A property by full name: `inet:ipv4:asn`, `inet:ipv4.seen`, or `.seen` itself.
    public func property(_ fullName: String) -> PropertyDefinition? { contents.properties[fullName] ?? contents.universals[fullName] }
    public func tagProperty(_ name: String) -> PropertyDefinition? { contents.tagProperties[name] }
    /// A universal property by its name with the dot.
    public func universal(_ name: String) -> PropertyDefinition? { contents.universals[name] }
    public func interface(_ name: String) -> InterfaceDefinition? { contents.interfaces[name] }
    /// The edge that is declared exactly so; nil is any form.
    public func edge(from source: String?, _ verb: String, to target: String?) -> EdgeDefinition? {
        contents.edges[.init(source: source, verb: verb, target: target)]
    }

    /// Every type, by name.
    public var types: [String: TypeDefinition] { contents.types }
    /// Every form, by name.
    public var forms: [String: FormDefinition] { contents.forms }
    /// Every property, by full name.
    public var properties: [String: PropertyDefinition] { contents.properties }
    /// Every universal property, by name with its leading dot.
    public var universals: [String: PropertyDefinition] { contents.universals }
    /// Every tag property, by name.
    public var tagProperties: [String: PropertyDefinition] { contents.tagProperties }
    /// Every interface, by name.
    public var interfaces: [String: InterfaceDefinition] { contents.interfaces }
    /// Every edge that is declared.
    public var edges: [EdgeDefinition] { Array(contents.edges.values) }

    // MARK: Parts that must exist

    /// Throws `NoSuchType`.
    public func requireType(_ name: String) throws(Fault) -> TypeDefinition {
        guard let type = type(name) else {
            throw Fault(.noSuchType, "No type named \(name).", fields: ["name": .string(name)], advice: "`syn:type` lists the types")
        }
        return type
    }

    /// Throws `NoSuchForm`.
    public func requireForm(_ name: String) throws(Fault) -> FormDefinition {
        guard let form = form(name) else {
            throw Fault(.noSuchForm, "No form named \(name).", fields: ["name": .string(name)], advice: "`syn:form` lists the forms")
        }
        return form
    }

    /// Throws `NoSuchProp`.
    public func requireProperty(_ fullName: String) throws(Fault) -> PropertyDefinition {
        guard let property = property(fullName) else {
            throw Fault(
                .noSuchProperty, "No property named \(fullName).", fields: ["name": .string(fullName)],
                advice: "`syn:prop` lists the properties")
        }
        return property
    }

    /// The type of that name, or of the form or property of that name: what casts of query values go by. Throws `NoSuchType`.
    public func requireTypeOrProperty(_ name: String) throws(Fault) -> TypeDefinition {
        if let type = type(name) ?? property(name)?.type { return type }
        throw Fault(.noSuchType, "No type or prop found for name \(name).", fields: ["name": .string(name)])
    }

    // MARK: Groups

    /// The forms that `pattern` means: a name, a prefix with an asterisk, or an interface. Throws `NoSuchForm` where there is none.
    public func forms(matching pattern: String) throws(Fault) -> [FormDefinition] {
        if pattern.hasSuffix("*") {
            let prefix = String(pattern.dropLast())
            let found = sortedForms.filter { $0.hasPrefix(prefix) }
            guard !found.isEmpty else { throw Fault(.noSuchForm, "No forms match prefix \(prefix).", fields: ["name": .string(prefix)]) }
            return found.compactMap(form)
        }
        if let form = form(pattern) { return [form] }
        let found = forms(implementing: pattern)
        if found.isEmpty { throw Fault(.noSuchForm, "No form named \(pattern).", fields: ["name": .string(pattern)]) }
        return found
    }

    /// The forms that implement the interface, sorted by name.
    public func forms(implementing interface: String) -> [FormDefinition] {
        sortedForms.compactMap(form).filter { $0.interfaces.contains(interface) }
    }

    /// The properties whose type is `name` itself, sorted by full name.
    public func properties(ofType name: String) -> [PropertyDefinition] { (propertiesByType[name] ?? []).compactMap(property) }

    /// The array properties whose elements are of the type `name`, sorted by full name.
    public func arrayProperties(ofElementType name: String) -> [PropertyDefinition] { (arraysByType[name] ?? []).compactMap(property) }

    /// Whether an edge of this verb may go from one form to the other: declared so, or with any form at either end.
    public func isEdgeDeclared(from source: String, _ verb: String, to target: String) -> Bool {
        let sources: [String?] = [source, nil] + (form(source)?.interfaces ?? [])
        let targets: [String?] = [target, nil] + (form(target)?.interfaces ?? [])
        return sources.contains { one in targets.contains { edge(from: one, verb, to: $0) != nil } }
    }

    // MARK: Locks

    /// Whether the form, property, tag property or type with this name may not get new data.
    public func isLocked(_ name: String) -> Bool { !contents.locks.isEmpty && contents.locks.contains(name) }

    /// Throws `IsDeprLocked` where the property or its form may not get new data.
    public func requireUnlocked(_ property: PropertyDefinition) throws(Fault) {
        let name = property.fullName
        if contents.locks.contains(name) {
            throw Fault(
                .isDeprecationLocked, "Prop \(name) is locked due to deprecation.", fields: ["prop": .string(name)],
                advice: "Use the property that replaced it, or unlock it with `model.deprecated.lock --unlock \(name)`")
        }
    }

    /// Throws `IsDeprLocked` where no nodes of the form may be made.
    public func requireUnlocked(_ form: FormDefinition) throws(Fault) {
        if contents.locks.contains(form.name) {
            throw Fault(
                .isDeprecationLocked, "Form \(form.name) is locked due to deprecation for valu.", fields: ["form": .string(form.name)],
                advice: "Use the form that replaced it, or unlock it with `model.deprecated.lock --unlock \(form.name)`")
        }
    }

    /// Every deprecated form, property and type by name, with whether it is locked.
    public var deprecationLocks: [String: Bool] {
        var names = Set(contents.types.values.filter(\.isDeprecated).map(\.name))
        names.formUnion(contents.properties.values.filter(\.isDeprecated).map(\.fullName))
        return Dictionary(uniqueKeysWithValues: names.map { ($0, contents.locks.contains($0)) })
    }
}
