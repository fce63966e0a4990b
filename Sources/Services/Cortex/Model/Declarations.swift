/// A type as it is declared.
public struct TypeDeclaration: Sendable, Hashable {
    /// The full name, such as `inet:fqdn`.
    public let name: String
    /// The type that it extends.
    public let base: String
    /// What narrows the type, on top of the options of its base.
    public let options: TypeOptions
    /// The interfaces that its forms implement.
    public let interfaces: [String]
    /// Whether it is kept only for data that has it.
    public let isDeprecated: Bool
    /// One line for people; may be empty.
    public let doc: String

    public init(
        name: String, base: String, options: TypeOptions = TypeOptions(), interfaces: [String] = [], isDeprecated: Bool = false,
        doc: String = ""
    ) {
        self.name = name
        self.base = base
        self.options = options
        self.interfaces = interfaces
        self.isDeprecated = isDeprecated
        self.doc = doc
    }
}

/// A form as it is declared; its type has the same name.
public struct FormDeclaration: Sendable, Hashable {
    /// The full name, such as `inet:fqdn`.
    public let name: String
    /// What it declares, in order.
    public let properties: [PropertyDeclaration]
    /// What `{name}` in the types of interface properties stands for.
    public let template: [String: String]
    public let isRuntime: Bool

    public init(name: String, properties: [PropertyDeclaration] = [], template: [String: String] = [:], isRuntime: Bool = false) {
        self.name = name
        self.properties = properties
        self.template = template
        self.isRuntime = isRuntime
    }
}

extension PropertyDeclaration {
    /// The declaration with `$self` and `{name}` filled in.
    func filled(form: String, template: [String: String]) -> PropertyDeclaration {
        func fill(_ text: String) -> String {
            guard text.hasPrefix("{") || text == "$self" else { return text }
            return text == "$self" ? form : template[String(text.dropFirst().dropLast())] ?? text
        }
        var values = options.values
        if let element = values["type"]?.string { values["type"] = .string(fill(element)) }
        return PropertyDeclaration(
            name: name, type: fill(type), options: TypeOptions(values), flags: flags, alternatives: alternatives, doc: doc)
    }
}

/// A property as it is declared: type by name, options not yet applied.
public struct PropertyDeclaration: Sendable, Hashable {
    /// The full name, such as `inet:fqdn`.
    public let name: String
    /// The name of the type of its values.
    public let type: String
    /// What narrows the type, on top of the options of its base.
    public let options: TypeOptions
    /// Whether it may change, is computed, deprecated, and the like.
    public let flags: PropertyDefinition.Flags
    /// Other properties that may hold the same thing.
    public let alternatives: [String]
    /// One line for people; may be empty.
    public let doc: String

    public init(
        name: String, type: String, options: TypeOptions = TypeOptions(), flags: PropertyDefinition.Flags = [],
        alternatives: [String] = [], doc: String = ""
    ) {
        self.name = name
        self.type = type
        self.options = options
        self.flags = flags
        self.alternatives = alternatives
        self.doc = doc
    }
}
