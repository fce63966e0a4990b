import Kernel
import Store

/// Rows to put into and to delete from the index, gathered over many edits and done in the order of their keys, so that neighbours are
/// written together.
struct IndexOperations {
    private struct Operation {
        let key: [UInt8]
        let id: UInt64
        let isInsert: Bool
    }

    /// What operations are sorted by: most differ in the first bytes, and equal keys keep the order in which they came.
    private struct Place {
        let start: UInt64
        let position: Int
    }

    private var operations: [Operation] = []
    /// How many rows each label of each layer gained.
    private(set) var gains: [CountKey: Int] = [:]

    /// More than this are done at once, so that a bulk change has bounded memory.
    static let countMax = 65_536

    var isFull: Bool { operations.count >= Self.countMax }

    mutating func insert(_ key: [UInt8], _ id: UInt64) { operations.append(Operation(key: key, id: id, isInsert: true)) }

    mutating func delete(_ key: [UInt8], _ id: UInt64) { operations.append(Operation(key: key, id: id, isInsert: false)) }

    mutating func gain(_ layer: LayerNumber, _ label: UInt64, _ rows: Int) { gains[CountKey(layer.number, label), default: 0] += rows }

    /// Does all that was gathered.
    mutating func perform(_ tables: GraphTables, in transaction: WriteTransaction) throws(Fault) {
        var places = operations.indices.map { Place(start: Self.start(operations[$0].key), position: $0) }
        places.sort { left, right in
            if left.start != right.start { return left.start < right.start }
            return isOrdered(left.position, right.position)
        }
        for place in places {
            let operation = operations[place.position]
            if operation.isInsert {
                try transaction.put(tables.index, operation.key, StoreKey.bigEndian(operation.id))
            } else {
                try transaction.delete(tables.index, operation.key, value: StoreKey.bigEndian(operation.id))
            }
        }
        operations.removeAll(keepingCapacity: true)
        try performGains(tables, in: transaction)
    }

    private mutating func performGains(_ tables: GraphTables, in transaction: WriteTransaction) throws(Fault) {
        for (count, gain) in gains where gain != 0 {
            let key = count.key
            let old = try transaction.get(tables.counts, key) { bytes in bytes.bigEndian() } ?? 0
            let new = Int(old ?? 0) + gain
            guard new >= 0 else { throw .damagedGraph("the count of an index would be \(new)") }
            if new == 0 {
                try transaction.delete(tables.counts, key)
            } else {
                try transaction.put(tables.counts, key, StoreKey.bigEndian(UInt64(new)))
            }
        }
        gains.removeAll(keepingCapacity: true)
    }

    private func isOrdered(_ left: Int, _ right: Int) -> Bool {
        let (one, other) = (operations[left], operations[right])
        if one.key == other.key { return one.id == other.id ? left < right : one.id < other.id }
        return one.key.lexicographicallyPrecedes(other.key)
    }

    /// The first eight bytes as a number, missing ones as zero.
    private static func start(_ key: [UInt8]) -> UInt64 {
        var start: UInt64 = 0
        for position in 0..<8 { start = start << 8 | (position < key.count ? UInt64(key[position]) : 0) }
        return start
    }
}

/// A count that is kept: rows of one label in one layer.
struct CountKey: Hashable {
    let layer: UInt64
    let label: UInt64

    init(_ layer: UInt64, _ label: UInt64) {
        self.layer = layer
        self.label = label
    }

    var key: StoreKey { StoreKey(OrderedNumber.bytes(layer) + OrderedNumber.bytes(label)) }
}
