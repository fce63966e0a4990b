import CLMDB

/// What the keys and values of a table are like. It is fixed when the table is first made.
public enum TableKind: Sendable, Hashable {
    /// Keys of 1 to 511 bytes in byte order, one value each.
    case plain
    /// Keys are 8-byte numbers from ``StoreKey/native(_:)``, in number order, one value each. The quickest kind.
    case integerKeys
    /// A key has a sorted set of values of 1 to 511 bytes each.
    case duplicates
    /// As `duplicates`, with values of exactly this many bytes: they are packed without gaps.
    case fixedDuplicates(bytes: Int)

    var flags: UInt32 {
        switch self {
        case .plain: 0
        case .integerKeys: UInt32(MDB_INTEGERKEY)
        case .duplicates: UInt32(MDB_DUPSORT)
        case .fixedDuplicates: UInt32(MDB_DUPSORT | MDB_DUPFIXED)
        }
    }

    var hasDuplicates: Bool {
        switch self {
        case .plain, .integerKeys: false
        case .duplicates, .fixedDuplicates: true
        }
    }
}

/// A table of an open environment. Get it from ``StoreEnvironment/table(_:_:)``; it serves every transaction that begins afterwards.
public struct Table: Sendable, Hashable {
    /// The number that LMDB gave it.
    let handle: UInt32
    /// Which opening of which environment it belongs to.
    let environmentNumber: UInt32
    /// Differs from that of an earlier table which had the same handle and was dropped.
    let generation: UInt32

    /// How the rows of the table are ordered and repeated.
    public let kind: TableKind
}
