import Kernel
import Store

/// Rows to put into and to delete from the index, gathered over many edits and done in the order of their keys, so that neighbours are
/// written together.
struct IndexOperations {
    private struct Operation {
        /// The first bytes of the key: most keys differ in them.
        let start: UInt64
        /// Where the key lies in `bytes`.
        let offset: Int
        let end: Int
        let id: UInt64
        let isInsert: Bool
    }

    private var operations: [Operation] = []
    /// The keys of all operations, one behind the other.
    private var bytes: [UInt8] = []
    private var gains = RowGains()

    /// More than this are done at once, so that a bulk change has bounded memory.
    static let countMax = 65_536

    var isFull: Bool { operations.count >= Self.countMax }

    /// Puts or deletes the row of a node under a key; see ``GraphKey/index(_:_:_:)``.
    mutating func add(
        _ layer: LayerNumber, _ label: UInt64, _ form: some Collection<UInt8>, _ id: UInt64, isInsert: Bool
    ) {
        let offset = bytes.count
        GraphKey.appendIndex(layer, label, form, to: &bytes)
        note(offset, id, isInsert)
    }

    /// Deletes the row of a node under a whole key.
    mutating func delete(_ key: [UInt8], _ id: UInt64) {
        let offset = bytes.count
        bytes += key
        note(offset, id, false)
    }

    private mutating func note(_ offset: Int, _ id: UInt64, _ isInsert: Bool) {
        let end = bytes.count
        operations.append(Operation(
            start: KeyStart.of(bytes, from: offset, to: end), offset: offset, end: end, id: id, isInsert: isInsert))
    }

    mutating func gain(_ layer: LayerNumber, _ label: UInt64, _ rows: Int) { gains.add(rows, CountKey(layer.number, label)) }

    /// Does all that was gathered.
    mutating func perform(_ tables: GraphTables, in transaction: WriteTransaction) throws(Fault) {
        let bytes = bytes
        // Equal rows keep the order in which they came, which sorting promises.
        operations.sort { left, right in
            if left.start != right.start { return left.start < right.start }
            let order = KeyStart.compare(bytes, left.offset..<left.end, right.offset..<right.end)
            return order == 0 ? left.id < right.id : order < 0
        }
        try transaction.withCursor(tables.index) { cursor throws(Fault) in
            for operation in operations {
                let key = bytes.span.bytes.extracting(operation.offset..<operation.end)
                if operation.isInsert {
                    try transaction.put(at: cursor, key, StoreKey.bigEndian(operation.id))
                } else {
                    try transaction.delete(tables.index, key, value: StoreKey.bigEndian(operation.id))
                }
            }
        }
        operations.removeAll(keepingCapacity: true)
        self.bytes.removeAll(keepingCapacity: true)
        try gains.perform(tables, in: transaction)
    }
}

/// The first eight bytes of keys as numbers, which sorts most of them with one comparison.
enum KeyStart {
    /// Missing bytes count as zero.
    static func of(_ bytes: [UInt8], from offset: Int = 0, to end: Int? = nil) -> UInt64 {
        let end = min(end ?? bytes.count, offset + 8)
        var start: UInt64 = 0
        for position in offset..<end { start = start << 8 | UInt64(bytes[position]) }
        return start << UInt64(8 * (8 - (end - offset)))
    }

    /// Below zero where the left key comes first, zero where both are equal.
    static func compare(_ bytes: [UInt8], _ left: Range<Int>, _ right: Range<Int>) -> Int {
        for step in 0..<min(left.count, right.count) {
            let (one, other) = (bytes[left.lowerBound + step], bytes[right.lowerBound + step])
            if one != other { return one < other ? -1 : 1 }
        }
        return left.count - right.count
    }
}
