/// The reign of one leader. The registry grants each term once; a change from a lower term is refused everywhere.
public struct Term: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Terms count from 1; 0 is ``none``.
    public let number: UInt64

    public init(_ number: UInt64) { self.number = number }

    /// Before any leader was named.
    public static let none = Term(0)

    /// The next term.
    public var next: Term { Term(number + 1) }

    public var description: String { "\(number)" }

    public static func < (left: Term, right: Term) -> Bool { left.number < right.number }
}

/// The place of an entry in a Nexus log. The first entry has index 1; an empty log ends at index 0.
public struct Index: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Entries count from 1; 0 is ``zero``.
    public let number: UInt64

    public init(_ number: UInt64) { self.number = number }

    /// The end of an empty log.
    public static let zero = Index(0)

    /// The index after this one.
    public var next: Index { Index(number + 1) }

    /// The index before this one; the end of an empty log has none before it and stays.
    public var previous: Index { Index(number == 0 ? 0 : number - 1) }

    /// How many entries lie after `other` up to and including this one; 0 when this one is not after it.
    public func distance(after other: Index) -> UInt64 {
        number > other.number ? number - other.number : 0
    }

    public var description: String { "\(number)" }

    public static func < (left: Index, right: Index) -> Bool { left.number < right.number }
}

/// How far a history has come, and which history it is: two logs with equal positions hold the same entries.
///
/// A position is compared as a whole: equal indexes with unequal hashes are a divergence, never "in step".
public struct Position: Hashable, Sendable, CustomStringConvertible {
    /// The term of the last entry.
    public let term: Term
    /// The index of the last entry.
    public let index: Index
    /// The running hash over all entries up to the last one.
    public let hash: Digest

    public init(term: Term, index: Index, hash: Digest) {
        self.term = term
        self.index = index
        self.hash = hash
    }

    /// The position of a log without entries.
    public static let origin = Position(term: .none, index: .zero, hash: .zero)

    /// Whether a log that ends here holds more of the truth than one that ends at `other`: a higher term wins, then a higher index.
    public func isAhead(of other: Position) -> Bool {
        (term, index) > (other.term, other.index)
    }

    /// Index, term and the first eight digits of the hash, as status and errors show it: `42@3:1f00ab34`.
    public var description: String { "\(index)@\(term):\(hash.description.prefix(8))" }
}
