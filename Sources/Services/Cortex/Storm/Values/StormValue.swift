import Model

/// A value while a query runs.
///
/// Lists, dictionaries and objects are references: two variables that hold the same one see each other's changes.
public enum StormValue {
    case null
    /// No value at all: assigning it removes a variable or an item.
    case undefined
    case bool(Bool)
    case int(Int64)
    /// An integer outside 64 signed bits; ``integer(_:)`` makes either.
    case big(BigInteger)
    case float(Double)
    case string(String)
    case bytes([UInt8])
    case list(StormList)
    case dict(StormDict)
    case object(any StormObject)

    /// The one form of an integer: `.int` when it fits.
    public static func integer(_ number: BigInteger) -> StormValue {
        number.int64.map(StormValue.int) ?? .big(number)
    }

    /// A new list of `items`.
    public static func list(_ items: [StormValue]) -> StormValue { .list(StormList(items)) }

    /// A new tuple, which prints in parentheses and cannot be changed.
    public static func tuple(_ items: [StormValue]) -> StormValue { .list(StormList(items, isTuple: true)) }

    /// A new list of texts.
    public static func texts(_ items: some Sequence<String>) -> StormValue { .list(items.map(StormValue.string)) }

    /// A new dictionary with text keys.
    public static func dict(_ pairs: KeyValuePairs<String, StormValue>) -> StormValue {
        let dict = StormDict()
        for (key, value) in pairs { dict[.string(key)] = value }
        return .dict(dict)
    }

    /// The value of a variable, property or message, with lists and dictionaries of its own.
    public init(_ value: ModelValue) {
        switch value {
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .int(let number): self = .int(number)
        case .big(let number): self = .big(number)
        case .float(let number): self = .float(number)
        case .string(let text): self = .string(text)
        case .bytes(let bytes): self = .bytes(bytes)
        case .list(let items): self = .list(StormList(given: items))
        case .dict(let entries):
            let dict = StormDict()
            for entry in entries { dict[.string(entry.key)] = StormValue(entry.value) }
            self = .dict(dict)
        }
    }

    /// As ``init(_:)``, with lists as tuples: how values of properties and tags come out of the graph.
    public init(stored value: ModelValue) {
        switch value {
        case .list(let items): self = .list(StormList(given: items, isTuple: true))
        default: self = StormValue(value)
        }
    }

    /// Whether this is null.
    public var isNull: Bool { if case .null = self { true } else { false } }

    /// Whether this is no value at all.
    public var isUndefined: Bool { if case .undefined = self { true } else { false } }

    /// The text, where this is text; see ``StormValue/text(_:)`` for a conversion.
    public var string: String? { if case .string(let text) = self { text } else { nil } }

    /// The object, where this is one of class `type`.
    public func object<Object: StormObject>(as type: Object.Type) -> Object? {
        if case .object(let object) = self { object as? Object } else { nil }
    }

    /// The kind of value, in the words of `$lib.vars.type` and of error messages.
    public var typeName: String {
        switch self {
        case .null: "null"
        case .undefined: "undef"
        case .bool: "boolean"
        case .int, .big: "int"
        case .float: "float"
        case .string: "str"
        case .bytes: "bytes"
        case .list: "list"
        case .dict: "dict"
        case .object(let object): object.typeName
        }
    }
}
