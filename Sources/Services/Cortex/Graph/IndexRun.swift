import Kernel
import Model
import Store

/// A walk over one range of one index of one layer, in chunks that are read from a snapshot.
struct IndexRun {
    /// Which source of the lift it walks.
    let source: Int
    /// Where the index starts in its table: keys are this, then the index form of a value.
    private let prefix: [UInt8]
    private let range: StoreRange
    private let lower: StoreKey
    private let upper: StoreKey
    private let includesUpper: Bool
    private let isReversed: Bool
    /// Whether index forms are kept: to merge several runs, and to tell items apart.
    private let keepsKeys: Bool

    /// What was read and not yet taken: `ids[position...]`, and with `keepsKeys` the forms.
    private(set) var ids: [UInt64] = []
    private(set) var forms: [[UInt8]] = []
    private(set) var position = 0
    private var last: (key: StoreKey, id: UInt64)?
    private var isRead = false

    init(_ step: IndexRange, source: Int, prefix: [UInt8], isReversed: Bool, keepsKeys: Bool) {
        self.source = source
        self.prefix = prefix
        self.isReversed = isReversed
        self.keepsKeys = keepsKeys
        let end = StoreKey(GraphKey.end(of: prefix))
        switch step {
        case .all: (lower, upper, includesUpper) = (StoreKey(prefix), end, false)
        case .exact(let form): (lower, upper, includesUpper) = (StoreKey(prefix + form), StoreKey(prefix + form), true)
        case .prefix(let form):
            (lower, upper, includesUpper) = (StoreKey(prefix + form), StoreKey(GraphKey.end(of: prefix + form)), false)
        case .span(let from, let through):
            lower = StoreKey(prefix + (from ?? []))
            (upper, includesUpper) = through.map { (StoreKey(prefix + $0), true) } ?? (end, false)
        }
        range = includesUpper ? .closed(lower, upper) : .between(lower, upper)
    }

    /// Whether nothing is left that was read; then ``fill(_:_:in:)`` may bring more.
    var isEmpty: Bool { position == ids.count }
    /// Whether everything was read and taken.
    var isAtEnd: Bool { isEmpty && isRead }

    var id: UInt64 { ids[position] }
    var form: [UInt8] { keepsKeys ? forms[position] : [] }

    mutating func advance() { position += 1 }

    /// Takes all that was read.
    mutating func takeAll() -> [UInt64] {
        defer { position = ids.count }
        return position == 0 ? ids : Array(ids[position...])
    }

    /// Reads the next rows, at most `count`, into the place of those taken.
    mutating func fill(_ count: Int, _ tables: GraphTables, in transaction: borrowing ReadTransaction) throws(Fault) {
        precondition(isEmpty, "rows of a lift would be lost")
        ids.removeAll(keepingCapacity: true)
        forms.removeAll(keepingCapacity: true)
        position = 0
        if isRead { return }
        if let last { try fillDuplicates(of: last, count, tables, in: transaction) }
        if ids.count < count {
            isRead = true
            try transaction.forEach(tables.index, rest, isReversed ? .backward : .forward) { key, value in
                take(key, value)
                if ids.count < count { return true }
                isRead = false
                last = (StoreKey(key), ids[count - 1])
                return false
            }
        }
    }

    /// The range behind the key of the last row.
    private var rest: StoreRange {
        guard let last else { return range }
        if isReversed { return .between(lower, last.key) }
        let next = last.key.with(byte: 0)
        return includesUpper ? .closed(next, upper) : .between(next, upper)
    }

    /// Reads on among the rows of the last key.
    private mutating func fillDuplicates(
        of last: (key: StoreKey, id: UInt64), _ count: Int, _ tables: GraphTables, in transaction: borrowing ReadTransaction
    ) throws(Fault) {
        try transaction.withCursor(tables.index) { cursor throws(Fault) in
            guard try cursor.seek(last.key, exactly: StoreKey.bigEndian(last.id)) else { throw .damagedGraph("a row of an index moved") }
            while ids.count < count, try cursor.move(isReversed ? .previousDuplicate : .nextDuplicate) {
                _ = try cursor.row { key, value in take(key, value) }
            }
        }
        if ids.count == count { self.last = (last.key, ids[count - 1]) }
    }

    @inline(__always)
    private mutating func take(_ key: RawSpan, _ value: RawSpan) {
        ids.append(value.bigEndian() ?? 0)
        if keepsKeys { forms.append(Array(key.copied.dropFirst(prefix.count))) }
    }

    /// How many rows are left, without keeping them. The run is then at its end.
    mutating func countRest(_ tables: GraphTables, in transaction: borrowing ReadTransaction) throws(Fault) -> Int {
        var count = ids.count - position
        position = ids.count
        if isRead { return count }
        if let last {
            try transaction.withCursor(tables.index) { cursor throws(Fault) in
                guard try cursor.seek(last.key, exactly: StoreKey.bigEndian(last.id)) else { return }
                while try cursor.move(isReversed ? .previousDuplicate : .nextDuplicate) { count += 1 }
            }
        }
        try transaction.forEach(tables.index, rest, isReversed ? .backward : .forward) { _, _ in
            count += 1
            return true
        }
        isRead = true
        return count
    }
}
