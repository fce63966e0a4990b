/// A set of token kinds, as two words of bits, iterated in the order of precedence.
struct TokenSet: Equatable, ExpressibleByArrayLiteral {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    @inline(__always) init(arrayLiteral kinds: TokenKind...) {
        for kind in kinds { insert(kind) }
    }

    /// Every kind.
    static let all: TokenSet = {
        var set: TokenSet = []
        for kind in TokenKind.allCases { set.insert(kind) }
        return set
    }()

    @inline(__always) mutating func insert(_ kind: TokenKind) {
        if kind.rawValue < 64 { low |= 1 << UInt64(kind.rawValue) } else { high |= 1 << UInt64(kind.rawValue - 64) }
    }

    func contains(_ kind: TokenKind) -> Bool {
        kind.rawValue < 64 ? low >> UInt64(kind.rawValue) & 1 == 1 : high >> UInt64(kind.rawValue - 64) & 1 == 1
    }

    var isEmpty: Bool { low | high == 0 }

    /// Removes and returns the kind with the highest precedence.
    mutating func popFirst() -> TokenKind? {
        if low != 0 {
            let bit = low.trailingZeroBitCount
            low &= low - 1
            return TokenKind(rawValue: UInt8(bit))
        }
        guard high != 0 else { return nil }
        let bit = high.trailingZeroBitCount
        high &= high - 1
        return TokenKind(rawValue: UInt8(bit + 64))
    }

    static func + (left: TokenSet, right: TokenSet) -> TokenSet {
        var set = left
        set.low |= right.low
        set.high |= right.high
        return set
    }

    static func - (left: TokenSet, right: TokenSet) -> TokenSet {
        var set = left
        set.low &= ~right.low
        set.high &= ~right.high
        return set
    }

    func intersection(_ other: TokenSet) -> TokenSet {
        var set = self
        set.low &= other.low
        set.high &= other.high
        return set
    }

    /// The names of the kinds as messages list them: each once, sorted by code point.
    var displayNames: [String] {
        var names: Set<String> = []
        var rest = self
        while let kind = rest.popFirst() { names.insert(kind.displayName) }
        return names.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
    }
}
