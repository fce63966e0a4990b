import Kernel

/// Finds a type by name while a model is being put together.
typealias TypeResolver = (String) throws(Fault) -> TypeDefinition

/// A type: a name, a base, options, and what follows from them. Immutable, so readers share it without locks.
public final class TypeDefinition: Sendable {
    typealias Maker = @Sendable (TypeOptions, TypeResolver) throws(Fault) -> any TypeBehaviour

    /// The full name, such as `inet:fqdn`.
    public let name: String
    /// The chain of bases, root first; the last is the direct one.
    public let bases: [String]
    public let options: TypeOptions
    /// Interfaces that forms of this type implement.
    public let interfaces: [String]
    public let isDeprecated: Bool
    public let isExtended: Bool
    /// What the type is, in a line.
    public let doc: String

    let behaviour: any TypeBehaviour
    /// The behaviour, where one text can stand for several values.
    private let expanding: (any ExpandingBehaviour)?
    private let make: Maker

    /// The direct base.
    public var base: String { bases.last ?? "base" }

    init(
        name: String, bases: [String], options: TypeOptions, interfaces: [String] = [], isDeprecated: Bool = false,
        isExtended: Bool = false, doc: String = "", resolve: TypeResolver, make: @escaping Maker
    ) throws(Fault) {
        self.name = name
        self.bases = bases
        self.options = options
        self.interfaces = interfaces
        self.isDeprecated = isDeprecated
        self.isExtended = isExtended
        self.doc = doc
        self.make = make
        behaviour = try make(options, resolve)
        expanding = behaviour as? any ExpandingBehaviour
    }

    private init(_ other: TypeDefinition, options: TypeOptions, behaviour: any TypeBehaviour) {
        (name, bases, interfaces) = (other.name, other.bases, other.interfaces)
        (isDeprecated, isExtended, doc, make) = (other.isDeprecated, other.isExtended, other.doc, other.make)
        self.options = options
        self.behaviour = behaviour
        expanding = behaviour as? any ExpandingBehaviour
    }

    /// A new type that starts from this one.
    func derived(
        name: String, options: TypeOptions, interfaces: [String], isDeprecated: Bool, isExtended: Bool, doc: String, resolve: TypeResolver
    ) throws(Fault) -> TypeDefinition {
        try TypeDefinition(
            name: name, bases: bases + [self.name], options: self.options.overlaid(with: options), interfaces: interfaces,
            isDeprecated: isDeprecated, isExtended: isExtended, doc: doc, resolve: resolve, make: make)
    }

    /// This type under its own name with further options, as properties and fields use it.
    func adjusted(by options: TypeOptions, resolve: TypeResolver) throws(Fault) -> TypeDefinition {
        if options.values.isEmpty { return self }
        let all = self.options.overlaid(with: options)
        return TypeDefinition(self, options: all, behaviour: try make(all, resolve))
    }

    /// The comparators that lifts by this type understand, sorted.
    public var liftComparators: [String] { (CommonComparators.lift + behaviour.liftComparators).sorted() }

    /// Whether this type is `name` or derives from it.
    public func isKind(of name: String) -> Bool { self.name == name || bases.contains(name) }

    /// The element type of an array; nil for other types.
    public func elementType(in model: DataModel) throws(Fault) -> TypeDefinition? {
        guard let array = behaviour as? ArrayType else { return nil }
        return try array.element.type(in: model)
    }

    /// The one form of `value`, what it says of other properties, and the nodes that it mentions.
    /// Throws `BadTypeValu`, or `NoSuchForm` and the like for values that name parts of the model.
    public func norm(_ value: ModelValue, in model: DataModel) throws(Fault) -> Normalized {
        try behaviour.norm(value, TypeContext(type: self, model: model))
    }

    /// A normalised value for people: text, or a list of texts for types made of several values.
    public func repr(_ value: ModelValue, in model: DataModel) throws(Fault) -> ModelValue {
        try behaviour.repr(value, TypeContext(type: self, model: model))
    }

    /// A normalised value as at most 256 bytes that sort as the values do. Longer forms are cut; lifts know and compare the value too.
    public func index(_ value: ModelValue, in model: DataModel) -> [UInt8] {
        behaviour.index(value, TypeContext(type: self, model: model))
    }

    /// The test that `comparator` with `value` at its right side makes of a stored value; nil if the type has no such comparator.
    public func predicate(_ comparator: String, _ value: ModelValue, in model: DataModel) throws(Fault) -> ValuePredicate? {
        let context = TypeContext(type: self, model: model)
        if let own = try behaviour.predicate(comparator, value, context) { return own }
        return try CommonComparators.predicate(comparator, value, context)
    }

    /// Like ``predicate(_:_:in:)``, with the fault `NoSuchCmpr` for an unknown comparator.
    public func requirePredicate(_ comparator: String, _ value: ModelValue, in model: DataModel) throws(Fault) -> ValuePredicate {
        guard let test = try predicate(comparator, value, in: model) else { throw noComparator(comparator) }
        return test
    }

    /// Where to look in an index for the values that `comparator` with `value` asks for. Throws `NoSuchCmpr`, `BadTypeValu`.
    public func lift(_ comparator: String, _ value: ModelValue, in model: DataModel) throws(Fault) -> LiftPlan {
        let context = TypeContext(type: self, model: model)
        if let own = try behaviour.lift(comparator, value, context) { return own }
        guard let plan = try CommonComparators.lift(comparator, value, context) else { throw noComparator(comparator) }
        return plan
    }

    private func noComparator(_ comparator: String) -> Fault {
        Fault(
            .noSuchComparator, "Type (\(name)) has no cmpr: \"\(comparator)\".",
            fields: ["cmpr": .string(comparator), "name": .string(name)])
    }

    /// The value to keep when `new` is set where `old` is: the smaller, the larger, the wider, or simply the new one.
    public func merge(_ old: ModelValue, _ new: ModelValue) -> ModelValue { behaviour.merge(old, new) }

    /// The values that one text stands for when nodes are made of it: each address of a network or range. Nil for a single value.
    /// Ask this before ``norm(_:in:)``, which takes single values only.
    /// At most ``AddressSpan/expansionMax`` of them.
    public func expansion(_ value: ModelValue, in model: DataModel) throws(Fault) -> [ModelValue]? {
        try expanding?.expansion(value, TypeContext(type: self, model: model))
    }
}

/// A type where one text can stand for several values.
protocol ExpandingBehaviour: TypeBehaviour {
    func expansion(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> [ModelValue]?
}
