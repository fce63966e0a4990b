/// A property of a form. Immutable, so readers share it without locks.
public final class PropertyDefinition: Sendable {
    /// What is said of a property beside its type.
    public struct Flags: OptionSet, Sendable, Hashable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Only set when the node is made.
        public static let readOnly = Flags(rawValue: 1)
        /// Set by the system, never by a query.
        public static let computed = Flags(rawValue: 2)
        public static let deprecated = Flags(rawValue: 4)
        /// Part of every form; its name starts with a dot.
        public static let universal = Flags(rawValue: 8)
        /// Added at run time.
        public static let extended = Flags(rawValue: 16)
        /// Declared so in the stock model of the reference, without effect.
        public static let unique = Flags(rawValue: 32)
    }

    /// The name inside the form: `asn`, `.seen`.
    public let name: String
    /// `inet:ipv4:asn`, `inet:ipv4.seen`.
    public let fullName: String
    /// The name of the form; empty for a universal property itself.
    public let form: String
    /// The type with the options of this property.
    public let type: TypeDefinition
    /// The options that this property gives to its type.
    public let options: TypeOptions
    public let flags: Flags
    /// Array properties that hold further values of the same meaning; lookups by this property search them too.
    public let alternatives: [String]
    /// What the property says, in a line.
    public let doc: String

    init(
        name: String, form: String, type: TypeDefinition, options: TypeOptions, flags: Flags, alternatives: [String] = [], doc: String = ""
    ) {
        self.name = name
        self.form = form
        fullName = flags.contains(.universal) || form.isEmpty ? form + name : form + ":" + name
        self.type = type
        self.options = options
        self.flags = flags
        self.alternatives = alternatives
        self.doc = doc
    }

    public var isReadOnly: Bool { flags.contains(.readOnly) }
    public var isDeprecated: Bool { flags.contains(.deprecated) }
    public var isUniversal: Bool { flags.contains(.universal) }
    public var isExtended: Bool { flags.contains(.extended) }

    /// The same property on another form.
    func copied(to form: String) -> PropertyDefinition {
        PropertyDefinition(name: name, form: form, type: type, options: options, flags: flags, alternatives: alternatives, doc: doc)
    }
}

/// A form: a kind of node. Immutable, so readers share it without locks.
public final class FormDefinition: Sendable {
    public let name: String
    /// The type of the primary value.
    public let type: TypeDefinition
    /// By name inside the form, universal properties with their dot.
    public let properties: [String: PropertyDefinition]
    /// The interfaces that the form implements, directly or through others, sorted.
    public let interfaces: [String]
    /// Nodes are made at query time and never stored.
    public let isRuntime: Bool
    public let isExtended: Bool

    init(
        name: String, type: TypeDefinition, properties: [String: PropertyDefinition], interfaces: [String], isRuntime: Bool,
        isExtended: Bool
    ) {
        self.name = name
        self.type = type
        self.properties = properties
        self.interfaces = interfaces
        self.isRuntime = isRuntime
        self.isExtended = isExtended
    }

    public var isDeprecated: Bool { type.isDeprecated }

    public func property(_ name: String) -> PropertyDefinition? { properties[name] }

    /// The same form with one property more or less.
    func with(_ name: String, _ property: PropertyDefinition?) -> FormDefinition {
        var properties = properties
        properties[name] = property
        return FormDefinition(
            name: self.name, type: type, properties: properties, interfaces: interfaces, isRuntime: isRuntime, isExtended: isExtended)
    }
}

/// A light edge that the model knows: a verb between two forms; nil is any form.
public struct EdgeDefinition: Sendable, Hashable {
    public let source: String?
    public let verb: String
    public let target: String?
    public let isDeprecated: Bool
    public let isExtended: Bool
    public let doc: String

    public init(source: String?, verb: String, target: String?, isDeprecated: Bool = false, isExtended: Bool = false, doc: String = "") {
        self.source = source
        self.verb = verb
        self.target = target
        self.isDeprecated = isDeprecated
        self.isExtended = isExtended
        self.doc = doc
    }

    var key: Key { Key(source: source, verb: verb, target: target) }

    struct Key: Hashable, Sendable {
        let source: String?
        let verb: String
        let target: String?
    }
}

/// Properties that forms share by implementing an interface. Type names may hold `$self` and `{name}`, which the form fills in.
public struct InterfaceDefinition: Sendable {
    public let name: String
    /// Interfaces that this one includes.
    public let interfaces: [String]
    public let properties: [PropertyDeclaration]
    /// What the interface stands for, in a line.
    public let doc: String
}

/// A property as it is declared: type by name, options not yet applied.
public struct PropertyDeclaration: Sendable, Hashable {
    public let name: String
    public let type: String
    public let options: TypeOptions
    public let flags: PropertyDefinition.Flags
    public let alternatives: [String]
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
