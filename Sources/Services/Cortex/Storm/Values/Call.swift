import Kernel
import Model

/// One call of a function: who asks, on what, with what.
public struct Call {
    /// The scope in which the call is made.
    public let runtime: StormRuntime
    /// The node for which the call is made; nil outside of nodes.
    public let input: NodePath?
    /// What a method is called on; `.undefined` for a function of a library.
    public let subject: StormValue
    /// In the order of the parameters once bound; as written before.
    public let arguments: [StormValue]
    /// What a ``Parameter/rest(_:)`` took.
    public let rest: [StormValue]
    /// What a ``Parameter/namedRest(_:)`` took; all named arguments before binding.
    public let named: [(name: String, value: StormValue)]

    public init(
        _ runtime: StormRuntime, input: NodePath?, subject: StormValue = .undefined, arguments: [StormValue], rest: [StormValue] = [],
        named: [(name: String, value: StormValue)] = []
    ) {
        self.runtime = runtime
        self.input = input
        self.subject = subject
        self.arguments = arguments
        self.rest = rest
        self.named = named
    }

    // MARK: Arguments

    /// The argument as it is.
    public func value(_ position: Int) -> StormValue { arguments[position] }

    /// Whether the argument is null or undefined.
    public func isNull(_ position: Int) -> Bool {
        switch arguments[position] {
        case .null, .undefined: true
        default: false
        }
    }

    /// The argument as text. Throws `BadCast`.
    public func text(_ position: Int) throws -> String { try arguments[position].toText(runtime) }

    /// The argument as text; nil for null.
    public func optionalText(_ position: Int) throws -> String? { isNull(position) ? nil : try text(position) }

    /// The argument as an integer of 64 bits. Throws `BadCast`.
    public func int(_ position: Int) throws -> Int { try arguments[position].toInt() }

    /// The argument as an integer; nil for null.
    public func optionalInt(_ position: Int) throws -> Int? { isNull(position) ? nil : try int(position) }

    /// The argument as a truth value. Throws `BadCast`.
    public func bool(_ position: Int) throws -> Bool { try arguments[position].toBool() }

    /// The argument as a floating point number. Throws `BadCast`.
    public func float(_ position: Int) throws -> Double { try arguments[position].toFloat() }

    /// The items of the argument: of a list, a set, a generator, a dictionary's pairs. Throws `StormRuntimeError` for others.
    public func items(_ position: Int) throws -> [StormValue] { try arguments[position].items(runtime) }

    /// The argument as a value that can be stored, sent and returned. Throws `NoSuchType`.
    public func primitive(_ position: Int) throws -> ModelValue { try arguments[position].primitive() }

    /// The subject as an object of class `type`: what methods of that class call it on.
    public func subject<Object: StormObject>(as type: Object.Type) throws -> Object {
        guard let object = subject.object(as: type) else {
            throw Fault(.stormRuntime, "a method of \(Object.type.name) was called on a value of the type \(subject.typeName)")
        }
        return object
    }

    /// The items of the list that the method is called on.
    func subjectList() throws -> StormList {
        if case .list(let list) = subject { return list }
        throw Fault(.stormRuntime, "a method of list was called on a value of the type \(subject.typeName)")
    }

    /// The text that the method is called on.
    func subjectText() throws -> String {
        if case .string(let text) = subject { return text }
        throw Fault(.stormRuntime, "a method of str was called on a value of the type \(subject.typeName)")
    }
}
