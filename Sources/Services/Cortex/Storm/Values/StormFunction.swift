import Model

/// A parameter of a function: `"name"`, `.optional("ytype", "str")`, `.rest("args")`, `.namedRest("info")`.
public struct Parameter: Sendable, ExpressibleByStringLiteral {
    /// How arguments find it.
    public enum Kind: Sendable { case plain, rest, namedRest }

    /// What it is called. An argument with this name goes to it where ``kind`` is plain.
    public let name: String
    /// What it is without an argument; nil: there must be one.
    public let defaultValue: ModelValue?
    public let kind: Kind
    /// Whether it is `$lib.undef` without an argument, so that null can be told from nothing.
    public let isUndefinedByDefault: Bool

    public init(_ name: String, defaultValue: ModelValue? = nil, kind: Kind = .plain, isUndefinedByDefault: Bool = false) {
        self.name = name
        self.defaultValue = defaultValue
        self.kind = kind
        self.isUndefinedByDefault = isUndefinedByDefault
    }

    public init(stringLiteral name: String) { self.init(name) }

    /// A parameter that need not be given.
    public static func optional(_ name: String, _ defaultValue: ModelValue) -> Parameter { Parameter(name, defaultValue: defaultValue) }
    /// A parameter that is `$lib.undef` where it is not given.
    public static func undefined(_ name: String) -> Parameter { Parameter(name, isUndefinedByDefault: true) }
    /// Takes every further argument without a name.
    public static func rest(_ name: String) -> Parameter { Parameter(name, kind: .rest) }
    /// Takes every further argument with a name.
    public static func namedRest(_ name: String) -> Parameter { Parameter(name, kind: .namedRest) }
}

/// An example of use, run as a test.
public struct StormExample: Sendable {
    /// The Storm text to run.
    public let query: String
    /// The lines that the query prints.
    public let prints: [String]?
    /// What the query returns.
    public let returns: ModelValue?

    public init(_ query: String, prints: [String]) {
        self.query = query
        self.prints = prints
        returns = nil
    }

    public init(_ query: String, returns: ModelValue) {
        self.query = query
        self.returns = returns
        prints = nil
    }
}

/// One function of a library, or one method of a type: then ``Call/subject`` is the value it was called on.
public struct StormFunction: Sendable {
    /// What runs; its arguments are bound to the parameters.
    public typealias Body = @Sendable (Call) throws -> StormValue

    /// What it is called by, without the path of its library or the name of its type.
    public let name: String
    /// In the order in which arguments without a name fill them.
    public let parameters: [Parameter]
    /// What it does, for people.
    public let help: String
    /// Whether a read-only run may call it.
    public let isReadOnlySafe: Bool
    /// Asked of the user before the body runs.
    public let permission: [String]?
    public let examples: [StormExample]
    let body: Body

    public init(
        _ name: String, _ parameters: [Parameter] = [], help: String, isReadOnlySafe: Bool = true, permission: [String]? = nil,
        examples: [StormExample] = [], _ body: @escaping Body
    ) {
        self.name = name
        self.parameters = parameters
        self.help = help
        self.isReadOnlySafe = isReadOnlySafe
        self.permission = permission
        self.examples = examples
        self.body = body
    }
}

/// A value of a library that is no function, made when it is asked for.
public struct StormConstant: Sendable {
    /// What it is called by, without the path of its library.
    public let name: String
    /// What it is, for people.
    public let help: String
    let make: @Sendable (StormRuntime) throws -> StormValue

    public init(_ name: String, help: String, _ make: @escaping @Sendable (StormRuntime) throws -> StormValue) {
        self.name = name
        self.help = help
        self.make = make
    }
}

/// The functions and values at one path below `$lib`.
public struct StormLibrary: Sendable {
    /// `time`, `crypto.hashes`; empty for `$lib` itself.
    public let path: String
    public let help: String
    public let functions: [StormFunction]
    public let values: [StormConstant]

    public init(_ path: String, help: String, functions: [StormFunction] = [], values: [StormConstant] = []) {
        self.path = path
        self.help = help
        self.functions = functions
        self.values = values
    }
}

/// The name, methods and values that all objects of one class share. Made once.
public final class StormObjectType: Sendable {
    /// Gives a value of an object.
    public typealias Getter = @Sendable (any StormObject, StormRuntime) throws -> StormValue
    /// Sets a value of an object; `.undefined` deletes it.
    public typealias Setter = @Sendable (any StormObject, StormValue, StormRuntime) throws -> Void

    /// As queries and faults name it.
    public let name: String
    /// What it is, in a sentence.
    public let help: String
    /// In the order of declaration.
    public let methods: [StormFunction]
    private let methodsByName: [String: StormFunction]
    private let getters: [String: Getter]
    private let setters: [String: Setter]

    public init(
        _ name: String, help: String, methods: [StormFunction] = [], values: [String: Getter] = [:], setters: [String: Setter] = [:]
    ) {
        self.name = name
        self.help = help
        self.methods = methods
        methodsByName = Dictionary(methods.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        getters = values
        self.setters = setters
    }

    /// A method of the objects; nil where there is none of that name.
    public func method(_ name: String) -> StormFunction? { methodsByName[name] }
    /// What gives a value of the objects; nil where there is none of that name.
    public func value(_ name: String) -> Getter? { getters[name] }
    /// What sets a value of the objects; nil where there is none of that name, or it cannot be set.
    public func setter(_ name: String) -> Setter? { setters[name] }
    /// The names of the values, sorted.
    public var valueNames: [String] { getters.keys.sorted() }
}
