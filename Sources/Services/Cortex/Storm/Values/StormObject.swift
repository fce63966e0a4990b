import Kernel
import Model

/// A value with members and behaviour of its own: a node, a set, a library, a user.
///
/// A class that conforms gives its ``type``, which is made once and names its methods and values; the rest has defaults.
public protocol StormObject: AnyObject {
    /// The name, methods and values that all objects of the class share.
    static var type: StormObjectType { get }

    /// The kind of object, in the words of `$lib.vars.type` and of error messages.
    var typeName: String { get }

    /// `$x.name`; nil where there is no such member, and the engine says so as the reference does.
    func member(_ name: String, _ runtime: StormRuntime) throws -> StormValue?

    /// `$x.name = value`, or deleting with nil. False where the member cannot be set.
    func setMember(_ name: String, _ value: StormValue?, _ runtime: StormRuntime) throws -> Bool

    /// `$x.$key`, `$x.(key)`: by text a member, unless the object says otherwise.
    func item(_ key: StormValue, _ runtime: StormRuntime) throws -> StormValue?

    /// `$x.$key = value`, or deleting with nil. False where it cannot be set.
    func setItem(_ key: StormValue, _ value: StormValue?, _ runtime: StormRuntime) throws -> Bool

    /// Whether `$x(...)` is possible.
    var isCallable: Bool { get }

    /// Whether a read-only run may call it.
    var isReadOnlySafe: Bool { get }

    /// `$x(...)`.
    func call(_ call: Call) throws -> StormValue

    /// What `for` and `yield` go through. False where it cannot be gone through.
    func iterate(_ runtime: StormRuntime, _ body: (StormValue) throws -> Void) throws -> Bool

    /// Whether a read-only run may set its members: they are of the run, not of the graph.
    var isChangeReadOnlySafe: Bool { get }

    /// Whether it can change in place, and so be no key, member of a set or default value.
    var isMutable: Bool { get }

    /// As a value that can be stored, sent and returned. Throws `NoSuchType` where the object has none.
    func primitive() throws -> ModelValue

    /// What a condition makes of it.
    var isTrue: Bool { get }

    /// As `$lib.print` shows it.
    func text(_ runtime: StormRuntime) throws -> String

    /// Inside a printed list or dictionary.
    var quoted: String { get }

    /// `=`.
    func isEqual(to other: StormValue) -> Bool
}

extension StormObject {
    /// The name of ``type``.
    public var typeName: String { Self.type.name }

    /// A method of ``type``, bound to this object, or else one of its values; nil where it has neither. Throws what the value throws.
    public func member(_ name: String, _ runtime: StormRuntime) throws -> StormValue? {
        if let method = Self.type.method(name) { return .object(BoundFunction(method, subject: .object(self), path: typeName)) }
        return try Self.type.value(name)?(self, runtime)
    }

    /// By the setter of ``type``; false where it has none. Deleting sets `.undefined`. Throws what the setter throws.
    public func setMember(_ name: String, _ value: StormValue?, _ runtime: StormRuntime) throws -> Bool {
        guard let setter = Self.type.setter(name) else { return false }
        try setter(self, value ?? .undefined, runtime)
        return true
    }

    /// The member that the text of the key names. Throws what the text or the member throws.
    public func item(_ key: StormValue, _ runtime: StormRuntime) throws -> StormValue? {
        try member(key.text(runtime), runtime)
    }

    /// Sets the member that the text of the key names. Throws what the text or the setter throws.
    public func setItem(_ key: StormValue, _ value: StormValue?, _ runtime: StormRuntime) throws -> Bool {
        try setMember(key.text(runtime), value, runtime)
    }

    /// False: an object is not called unless its class says otherwise.
    public var isCallable: Bool { false }

    /// True: a read-only run may call it.
    public var isReadOnlySafe: Bool { true }

    /// False: a read-only run may not set its members.
    public var isChangeReadOnlySafe: Bool { false }

    /// True: it is no key, member of a set or default value.
    public var isMutable: Bool { true }

    /// Throws `StormRuntimeError`: it is not callable.
    public func call(_ call: Call) throws -> StormValue {
        throw Fault(.stormRuntime, "'\(typeName)' object is not callable: \(quoted)")
    }

    /// False, without calling `body`: it cannot be gone through. Throws nothing.
    public func iterate(_ runtime: StormRuntime, _ body: (StormValue) throws -> Void) throws -> Bool { false }

    /// Throws `NoSuchType`: it has no form that can be stored, sent or returned.
    public func primitive() throws -> ModelValue {
        throw Fault(.noSuchType, "Unable to convert object to Storm primitive.")
    }

    /// True: any object holds as a condition.
    public var isTrue: Bool { true }

    /// Printed as inside a list: ``quoted``. Throws nothing.
    public func text(_ runtime: StormRuntime) throws -> String { quoted }

    /// The type name in angle brackets.
    public var quoted: String { "<\(typeName)>" }

    /// Only to itself: the same instance.
    public func isEqual(to other: StormValue) -> Bool {
        if case .object(let object) = other { object === self } else { false }
    }
}
