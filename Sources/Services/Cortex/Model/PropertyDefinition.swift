/// A property of a form. Immutable, so readers share it without locks.
public final class PropertyDefinition: Sendable {
    /// What is said of a property beside its type.
    public struct Flags: OptionSet, Sendable, Hashable {
        /// One bit a flag.
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

    /// Whether it is set only when its node is made.
    public var isReadOnly: Bool { flags.contains(.readOnly) }
    /// Whether it is kept only for data that has it.
    public var isDeprecated: Bool { flags.contains(.deprecated) }
    /// Whether every form has it.
    public var isUniversal: Bool { flags.contains(.universal) }
    /// Whether it was added at run time, not by the stock model.
    public var isExtended: Bool { flags.contains(.extended) }

    /// The same property on another form.
    func copied(to form: String) -> PropertyDefinition {
        PropertyDefinition(name: name, form: form, type: type, options: options, flags: flags, alternatives: alternatives, doc: doc)
    }
}
