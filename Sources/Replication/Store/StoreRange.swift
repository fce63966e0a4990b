/// Which keys of a table to walk, in the order of the table.
public struct StoreRange: Sendable, Hashable {
    /// The first key that may be in the range; nil for the start of the table.
    public let lower: StoreKey?
    /// The end of the range; nil for the end of the table.
    public let upper: StoreKey?
    /// Whether `upper` itself is in the range.
    public let includesUpper: Bool

    private init(lower: StoreKey?, upper: StoreKey?, includesUpper: Bool) {
        self.lower = lower
        self.upper = upper
        self.includesUpper = includesUpper
    }

    /// Every key.
    public static let all = StoreRange(lower: nil, upper: nil, includesUpper: false)

    /// `key` and every key after it.
    public static func from(_ key: StoreKey) -> StoreRange { StoreRange(lower: key, upper: nil, includesUpper: false) }

    /// Every key before `key`.
    public static func before(_ key: StoreKey) -> StoreRange { StoreRange(lower: nil, upper: key, includesUpper: false) }

    /// Every key up to `key`, and `key`.
    public static func through(_ key: StoreKey) -> StoreRange { StoreRange(lower: nil, upper: key, includesUpper: true) }

    /// `first`, and every key after it that is before `end`.
    public static func between(_ first: StoreKey, _ end: StoreKey) -> StoreRange {
        StoreRange(lower: first, upper: end, includesUpper: false)
    }

    /// From `first` through `last`.
    public static func closed(_ first: StoreKey, _ last: StoreKey) -> StoreRange {
        StoreRange(lower: first, upper: last, includesUpper: true)
    }

    /// One key: in a table with duplicates, each of its values.
    public static func key(_ key: StoreKey) -> StoreRange { closed(key, key) }

    /// Every key that starts with the bytes of `prefix`. Not for ``TableKind/integerKeys`` tables, whose order is not that of bytes.
    public static func prefix(_ prefix: StoreKey) -> StoreRange {
        prefix.byteCount == 0 ? all : StoreRange(lower: prefix, upper: prefix.prefixEnd, includesUpper: false)
    }

    /// The part of this range from `key` on.
    func startingAt(_ key: StoreKey) -> StoreRange { StoreRange(lower: key, upper: upper, includesUpper: includesUpper) }

    /// The part of this range up to `key`, and `key`.
    func endingAt(_ key: StoreKey) -> StoreRange { StoreRange(lower: lower, upper: key, includesUpper: true) }
}

/// The order in which a range is walked.
public enum StoreDirection: Sendable, Hashable {
    case forward
    case backward
}
