import Model

/// A key of a dictionary or a member of a set: a value that cannot change.
///
/// Numbers are equal by value across integers, floats and booleans, as in the reference.
public indirect enum StormKey: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case big(BigInteger)
    case float(Double)
    case string(String)
    case bytes([UInt8])
    case tuple([StormKey])

    /// The key that `value` makes; nil for a list, dictionary or object.
    public init?(_ value: StormValue) {
        switch value {
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .int(let number): self = .int(number)
        case .big(let number): self = .big(number)
        case .float(let number): self = .float(number)
        case .string(let text): self = .string(text)
        case .bytes(let bytes): self = .bytes(bytes)
        case .list(let list) where list.isTuple:
            var keys: [StormKey] = []
            for item in list.items {
                guard let key = StormKey(item) else { return nil }
                keys.append(key)
            }
            self = .tuple(keys)
        case .undefined, .list, .dict, .object: return nil
        }
    }

    /// The key as a value.
    public var value: StormValue {
        switch self {
        case .null: .null
        case .bool(let flag): .bool(flag)
        case .int(let number): .int(number)
        case .big(let number): .big(number)
        case .float(let number): .float(number)
        case .string(let text): .string(text)
        case .bytes(let bytes): .bytes(bytes)
        case .tuple(let keys): .tuple(keys.map(\.value))
        }
    }

    /// The text, where the key is text.
    public var string: String? { if case .string(let text) = self { text } else { nil } }

    private var number: Double? {
        switch self {
        case .bool(let flag): flag ? 1 : 0
        case .int(let number): Double(number)
        case .float(let number): number
        default: nil
        }
    }

    public static func == (left: StormKey, right: StormKey) -> Bool {
        switch (left, right) {
        case (.string(let one), .string(let other)): one.utf8.elementsEqual(other.utf8)
        case (.int(let one), .int(let other)): one == other
        case (.null, .null): true
        case (.bytes(let one), .bytes(let other)): one == other
        case (.big(let one), .big(let other)): one == other
        case (.tuple(let one), .tuple(let other)): one == other
        default: left.number.flatMap { one in right.number.map { one == $0 } } ?? false
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0 as UInt8)
        case .bool, .int, .float: hasher.combine(number)
        case .big(let number): hasher.combine(number)
        // The bytes, not the characters: texts that only look the same are different keys.
        case .string(let text): for byte in text.utf8 { hasher.combine(byte) }
        case .bytes(let bytes): hasher.combine(bytes)
        case .tuple(let keys): hasher.combine(keys)
        }
    }
}
