/// A dynamic value: what configuration, fields of a fault, and messages of unknown shape are made of. It holds exactly what MessagePack
/// can say.
public enum Value: Hashable, Sendable {
    case null
    case bool(Bool)
    /// Every integer that fits in 64 signed bits; `uint` is only for what does not.
    case int(Int64)
    /// An integer above `Int64.max`. Use ``Value/integer(_:)`` to build either.
    case uint(UInt64)
    case float(Double)
    case string(String)
    case bytes([UInt8])
    case array([Value])
    /// Entries in the order in which they came; keys are unique in everything that this project writes.
    case map([Entry])
    /// An application-defined MessagePack extension.
    case ext(Int8, [UInt8])

    /// One key and its value.
    public struct Entry: Hashable, Sendable {
        /// Text in everything that this project writes.
        public let key: Value
        public let value: Value

        public init(_ key: Value, _ value: Value) {
            self.key = key
            self.value = value
        }
    }

    /// The one form of an unsigned integer: `.int` when it fits.
    public static func integer(_ number: UInt64) -> Value {
        number <= UInt64(Int64.max) ? .int(Int64(number)) : .uint(number)
    }

    /// A map with text keys, in the order given.
    public static func object(_ fields: KeyValuePairs<String, Value>) -> Value {
        .map(fields.map { Entry(.string($0.key), $0.value) })
    }

    /// The value of the text key `name` of a map; nil when this is no map or has no such key.
    public subscript(name: String) -> Value? {
        guard case .map(let entries) = self else { return nil }
        return entries.first { $0.key == .string(name) }?.value
    }

    /// The text, if this is text.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The integer, if this is one that fits.
    public var int: Int64? {
        if case .int(let number) = self { number } else { nil }
    }

    /// The boolean, if this is one.
    public var bool: Bool? {
        if case .bool(let flag) = self { flag } else { nil }
    }

    /// The items, if this is a list.
    public var array: [Value]? {
        if case .array(let items) = self { items } else { nil }
    }

    /// What kind of value this is, in the words that error messages use.
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .int, .uint: "an integer"
        case .float: "a number"
        case .string: "a string"
        case .bytes: "bytes"
        case .array: "a list"
        case .map: "a mapping"
        case .ext: "an extension"
        }
    }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral {
    public init(stringLiteral text: String) { self = .string(text) }
    public init(integerLiteral number: Int64) { self = .int(number) }
    public init(booleanLiteral flag: Bool) { self = .bool(flag) }
    public init(arrayLiteral items: Value...) { self = .array(items) }
}
