import Kernel

/// Everything that a model holds, while it is put together or changed. Readers see it through ``DataModel`` only.
struct ModelContents: Sendable {
    private(set) var types: [String: TypeDefinition] = [:]
    private(set) var forms: [String: FormDefinition] = [:]
    /// By full name, universal properties under every form.
    private(set) var properties: [String: PropertyDefinition] = [:]
    private(set) var universals: [String: PropertyDefinition] = [:]
    private(set) var tagProperties: [String: PropertyDefinition] = [:]
    private(set) var interfaces: [String: InterfaceDefinition] = [:]
    private(set) var edges: [EdgeDefinition.Key: EdgeDefinition] = [:]
    /// Names of deprecated forms, properties and types that may not be used in new data.
    var locks: Set<String> = []

    /// Only the base types.
    init() throws(Fault) {
        for base in BaseTypes.all {
            types[base.name] = try TypeDefinition(
                name: base.name, bases: ["base"], options: base.options, isDeprecated: base.isDeprecated, doc: base.doc,
                resolve: resolver, make: base.make)
        }
    }

    private var resolver: TypeResolver {
        let contents = self
        return { (name: String) throws(Fault) -> TypeDefinition in try contents.requireType(name) }
    }

    func requireType(_ name: String) throws(Fault) -> TypeDefinition {
        guard let type = types[name] else { throw Fault(.noSuchType, "No type named \(name).", fields: ["name": .string(name)]) }
        return type
    }

    /// Room for that many properties, so that tables do not grow step by step.
    mutating func reserve(properties count: Int) { properties.reserveCapacity(count) }

    // MARK: Types

    mutating func addType(_ declaration: TypeDeclaration, isExtended: Bool = false) throws(Fault) {
        guard types[declaration.name] == nil else {
            throw Fault(.duplicateType, "Type already exists: \(declaration.name)", fields: ["type": .string(declaration.name)])
        }
        let base = try requireType(declaration.base)
        let type = try base.derived(
            name: declaration.name, options: declaration.options, interfaces: declaration.interfaces,
            isDeprecated: declaration.isDeprecated || base.isDeprecated, isExtended: isExtended, doc: declaration.doc, resolve: resolver)
        types[declaration.name] = type
    }

    mutating func removeType(_ name: String) { types[name] = nil }

    // MARK: Interfaces

    mutating func addInterface(_ interface: InterfaceDefinition) throws(Fault) {
        guard interfaces[interface.name] == nil else { throw Fault(.duplicateName, "Interface already exists: \(interface.name)") }
        interfaces[interface.name] = interface
    }

    /// The names of `direct` interfaces and all that they include, sorted.
    private func allInterfaces(_ direct: [String]) throws(Fault) -> [String] {
        var found: Set<String> = []
        var open = direct
        while let name = open.popLast() {
            guard let interface = interfaces[name] else { throw Fault(.noSuchInterface, "No interface named \(name).") }
            if found.insert(name).inserted { open += interface.interfaces }
        }
        return found.sorted()
    }

    // MARK: Forms

    mutating func addForm(_ declaration: FormDeclaration, isExtended: Bool = false) throws(Fault) {
        guard forms[declaration.name] == nil else {
            throw Fault(.duplicateForm, "Form already exists: \(declaration.name)", fields: ["form": .string(declaration.name)])
        }
        let type = try requireType(declaration.name)
        let interfaces = try allInterfaces(type.interfaces)
        var found: [String: PropertyDefinition] = [:]
        for universal in universals.values { found[universal.name] = universal.copied(to: declaration.name) }
        for name in interfaces {
            for property in self.interfaces[name]?.properties ?? [] {
                let filled = property.filled(form: declaration.name, template: declaration.template)
                found[property.name] = try define(filled, form: declaration.name, formType: type, isExtended: isExtended)
            }
        }
        for property in declaration.properties {
            found[property.name] = try define(property, form: declaration.name, formType: type, isExtended: isExtended)
        }
        forms[declaration.name] = FormDefinition(
            name: declaration.name, type: type, properties: found, interfaces: interfaces, isRuntime: declaration.isRuntime,
            isExtended: isExtended)
        for property in found.values { properties[property.fullName] = property }
    }

    mutating func removeForm(_ name: String) {
        for property in forms[name]?.properties.values ?? [:].values { properties[property.fullName] = nil }
        forms[name] = nil
    }

    /// A declared property with its type. It is deprecated if its type is, unless the whole form is.
    private func define(
        _ declaration: PropertyDeclaration, form: String, formType: TypeDefinition?, isExtended: Bool = false
    ) throws(Fault) -> PropertyDefinition {
        let base = try requireType(declaration.type)
        let type = declaration.options.values.isEmpty ? base : try base.adjusted(by: declaration.options, resolve: resolver)
        var flags = declaration.flags
        if type.isDeprecated, !(formType?.isDeprecated ?? false) { flags.insert(.deprecated) }
        if isExtended { flags.insert(.extended) }
        return PropertyDefinition(
            name: declaration.name, form: form, type: type, options: declaration.options, flags: flags,
            alternatives: declaration.alternatives, doc: declaration.doc)
    }

    // MARK: Properties

    mutating func addProperty(_ declaration: PropertyDeclaration, to form: String, isExtended: Bool) throws(Fault) {
        guard let definition = forms[form] else { throw Fault(.noSuchForm, "No form named \(form).", fields: ["name": .string(form)]) }
        guard definition.property(declaration.name) == nil else {
            throw Fault(.duplicateProperty, "Cannot add duplicate form prop \(form) \(declaration.name)")
        }
        let property = try define(declaration, form: form, formType: definition.type, isExtended: isExtended)
        forms[form] = definition.with(declaration.name, property)
        properties[property.fullName] = property
    }

    mutating func removeProperty(_ name: String, from form: String) {
        guard let definition = forms[form], let property = definition.property(name) else { return }
        forms[form] = definition.with(name, nil)
        properties[property.fullName] = nil
    }

    /// `declaration.name` without the dot that the property is found under.
    mutating func addUniversal(_ declaration: PropertyDeclaration, isExtended: Bool = false) throws(Fault) {
        let name = "." + declaration.name
        guard universals[name] == nil else { throw Fault(.duplicateProperty, "Cannot add duplicate universal prop \(declaration.name)") }
        let dotted = PropertyDeclaration(
            name: name, type: declaration.type, options: declaration.options, flags: declaration.flags.union(.universal),
            alternatives: declaration.alternatives, doc: declaration.doc)
        let property = try define(dotted, form: "", formType: nil, isExtended: isExtended)
        universals[name] = property
        for (form, definition) in forms {
            let copy = property.copied(to: form)
            forms[form] = definition.with(name, copy)
            properties[copy.fullName] = copy
        }
    }

    mutating func removeUniversal(_ name: String) {
        universals[name] = nil
        for form in forms.keys { removeProperty(name, from: form) }
    }

    mutating func addTagProperty(_ declaration: PropertyDeclaration) throws(Fault) {
        guard tagProperties[declaration.name] == nil else {
            throw Fault(.duplicateProperty, "Tag prop already exists: \(declaration.name)", fields: ["name": .string(declaration.name)])
        }
        tagProperties[declaration.name] = try define(declaration, form: "", formType: nil, isExtended: true)
    }

    mutating func removeTagProperty(_ name: String) { tagProperties[name] = nil }

    // MARK: Edges

    mutating func addEdge(_ edge: EdgeDefinition) throws(Fault) {
        for form in [edge.source, edge.target] {
            if let form, forms[form] == nil, interfaces[form] == nil {
                throw Fault(.noSuchForm, "No form named \(form).", fields: ["name": .string(form)])
            }
        }
        guard edges[edge.key] == nil else { throw Fault(.duplicateEdge, "Edge already exists: \(edge.text)") }
        edges[edge.key] = edge
    }

    mutating func removeEdge(_ key: EdgeDefinition.Key) { edges[key] = nil }
}
