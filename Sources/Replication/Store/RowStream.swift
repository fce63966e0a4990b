import Kernel

/// Rows of a range, copied out of a snapshot batch by batch: for sending them somewhere that takes its time.
///
/// Between batches it holds no cursor, only the place that it came to: the snapshot may serve other reads and may be renewed, upon which
/// the stream goes on after the last row it gave. Not for several threads at once.
public struct RowStream: ~Copyable {
    private let snapshot: Snapshot
    private let table: Table
    private let range: StoreRange
    private let direction: StoreDirection
    private var last: Row?
    private var isAtEnd = false
    private var buffer: [Row] = []
    private var taken = 0

    /// What ``next()`` reads ahead: enough that finding the place again costs little beside copying.
    static let batchRows = 256
    static let batchBytes = 1 << 18

    init(_ snapshot: Snapshot, _ table: Table, _ range: StoreRange, _ direction: StoreDirection) {
        self.snapshot = snapshot
        self.table = table
        self.range = range
        self.direction = direction
    }

    /// The next row; nil at the end.
    public mutating func next() throws(Fault) -> Row? {
        if taken == buffer.count {
            buffer = try read(rows: Self.batchRows, bytes: Self.batchBytes)
            taken = 0
            if buffer.isEmpty { return nil }
        }
        taken += 1
        return buffer[taken - 1]
    }

    /// The next rows: at most `rows`, and no more once they hold `bytes` bytes. Empty at the end.
    public mutating func next(rows: Int, bytes: Int = .max) throws(Fault) -> [Row] {
        precondition(rows > 0 && bytes > 0, "a batch has at least one row")
        guard taken == buffer.count else {
            let rest = Array(buffer[taken...].prefix(rows))
            taken += rest.count
            return rest
        }
        return try read(rows: rows, bytes: bytes)
    }

    private mutating func read(rows: Int, bytes: Int) throws(Fault) -> [Row] {
        if isAtEnd { return [] }
        var batch: [Row] = []
        var size = 0
        let (table, last, direction, rest) = (table, last, direction, restOfRange)
        try snapshot.read { transaction throws(Fault) in
            try transaction.forEach(table, rest, direction) { key, value in
                if let last, Self.isGiven(key, value, last, table.kind, direction) { return true }
                batch.append(Row(key: key.copied, value: value.copied))
                size += key.byteCount + value.byteCount
                return batch.count < rows && size < bytes
            }
        }
        isAtEnd = batch.isEmpty
        if let row = batch.last { self.last = row }
        return batch
    }

    private var restOfRange: StoreRange {
        guard let last else { return range }
        let key = StoreKey(last.key)
        return direction == .forward ? range.startingAt(key) : range.endingAt(key)
    }

    /// Whether a row of the key that the last batch ended with was in it.
    private static func isGiven(
        _ key: RawSpan, _ value: RawSpan, _ last: Row, _ kind: TableKind, _ direction: StoreDirection
    ) -> Bool {
        guard key.equals(last.key.span.bytes) else { return false }
        guard kind.hasDuplicates else { return true }
        let order = value.copied
        return direction == .forward
            ? !last.value.lexicographicallyPrecedes(order) : !order.lexicographicallyPrecedes(last.value)
    }
}

extension Snapshot {
    /// The rows of a range, to be pulled. The stream keeps the snapshot alive.
    public func rows(_ table: Table, _ range: StoreRange = .all, _ direction: StoreDirection = .forward) -> RowStream {
        RowStream(self, table, range, direction)
    }
}
