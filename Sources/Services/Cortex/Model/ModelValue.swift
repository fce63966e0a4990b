/// A value of a node, a property or a query: what types take and give.
public enum ModelValue: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    /// An integer outside 64 signed bits. Use ``ModelValue/integer(_:)`` to build either.
    case big(BigInteger)
    case float(Double)
    case string(String)
    case bytes([UInt8])
    case list([ModelValue])
    /// Entries in the order in which they came, keys unique.
    case dict([Entry])

    /// One key of a dictionary and its value.
    public struct Entry: Sendable, Hashable {
        /// The key.
        public let key: String
        /// The value.
        public let value: ModelValue

        public init(_ key: String, _ value: ModelValue) {
            self.key = key
            self.value = value
        }
    }

    /// The one form of an integer: `.int` when it fits.
    public static func integer(_ number: BigInteger) -> ModelValue {
        number.int64.map(ModelValue.int) ?? .big(number)
    }

    /// An integer of any width.
    public static func integer(_ number: some FixedWidthInteger & SignedInteger) -> ModelValue { .int(Int64(number)) }

    /// The text; nil for another kind of value.
    public var string: String? { if case .string(let text) = self { text } else { nil } }

    /// The integer where it fits in 64 bits; nil otherwise.
    public var int: Int64? { if case .int(let number) = self { number } else { nil } }

    /// The items; nil for another kind of value.
    public var list: [ModelValue]? { if case .list(let items) = self { items } else { nil } }

    /// Whether this is null.
    public var isNull: Bool { if case .null = self { true } else { false } }

    /// The integer that this is, however large.
    public var bigInteger: BigInteger? {
        switch self {
        case .int(let number): BigInteger(number)
        case .big(let number): number
        default: nil
        }
    }

    /// The value of `key` of a dictionary.
    public subscript(key: String) -> ModelValue? {
        guard case .dict(let entries) = self else { return nil }
        return entries.first { $0.key == key }?.value
    }

    /// Whether an option with this value is on, as the reference decides it.
    public var isTruthy: Bool {
        switch self {
        case .null: false
        case .bool(let flag): flag
        case .int(let number): number != 0
        case .big: true
        case .float(let number): number != 0
        case .string(let text): !text.isEmpty
        case .bytes(let bytes): !bytes.isEmpty
        case .list(let items): !items.isEmpty
        case .dict(let entries): !entries.isEmpty
        }
    }
}

extension ModelValue: Hashable {
    /// Numbers are equal by value across integers and floats; a boolean is no number; the order of dictionary entries does not count.
    public static func == (left: ModelValue, right: ModelValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let one), .bool(let other)): one == other
        case (.int(let one), .int(let other)): one == other
        case (.big(let one), .big(let other)): one == other
        case (.float(let one), .float(let other)): one == other
        case (.int(let one), .float(let other)), (.float(let other), .int(let one)): Double(one) == other
        case (.string(let one), .string(let other)): one.utf8.elementsEqual(other.utf8)
        case (.bytes(let one), .bytes(let other)): one == other
        case (.list(let one), .list(let other)): one == other
        case (.dict(let one), .dict(let other)):
            one.count == other.count && one.allSatisfy { entry in other.contains { $0.key == entry.key && $0.value == entry.value } }
        default: false
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .bool(let flag): hasher.combine(flag)
        case .int(let number): hasher.combine(Double(number))
        case .float(let number): hasher.combine(number)
        case .big(let number): hasher.combine(number)
        // Text of equal bytes is equal text, so the hash of the standard library serves.
        case .string(let text): hasher.combine(text)
        case .bytes(let bytes): hasher.combine(bytes)
        case .list(let items): hasher.combine(items)
        case .dict(let entries): hasher.combine(entries.count)
        }
    }
}

extension ModelValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    public init(stringLiteral text: String) { self = .string(text) }
    public init(integerLiteral number: Int64) { self = .int(number) }
    public init(floatLiteral number: Double) { self = .float(number) }
    public init(booleanLiteral flag: Bool) { self = .bool(flag) }
    public init(arrayLiteral items: ModelValue...) { self = .list(items) }
    public init(dictionaryLiteral entries: (String, ModelValue)...) { self = .dict(entries.map { Entry($0.0, $0.1) }) }
    public init(nilLiteral: ()) { self = .null }
}

extension ModelValue {
    /// The order that comparators use: numbers by value, text and bytes by their bytes, lists item by item. Nil between different kinds.
    public func ordered(before other: ModelValue) -> Bool? {
        switch (self, other) {
        case (.int(let one), .int(let other)): one < other
        case (.float(let one), .float(let other)): one < other
        case (.int(let one), .float(let other)): Double(one) < other
        case (.float(let one), .int(let other)): one < Double(other)
        case (.string(let one), .string(let other)): one.utf8.lexicographicallyPrecedes(other.utf8)
        case (.bytes(let one), .bytes(let other)): one.lexicographicallyPrecedes(other)
        case (.bool(let one), .bool(let other)): !one && other
        case (.list(let one), .list(let other)): Self.listOrdered(one, before: other)
        default:
            if let one = bigInteger, let other = other.bigInteger { one < other } else { nil }
        }
    }

    private static func listOrdered(_ left: [ModelValue], before right: [ModelValue]) -> Bool? {
        for (one, other) in zip(left, right) where one != other { return one.ordered(before: other) }
        return left.count < right.count
    }
}
