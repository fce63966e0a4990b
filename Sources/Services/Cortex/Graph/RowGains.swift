import Kernel
import Store

/// How many rows each label of each layer gained, to be added to the counts that are kept.
struct RowGains {
    /// The gains of few labels are found fastest by walking; most edits touch the same ones again and again.
    private static let walkMax = 32

    private var few: [(key: CountKey, gain: Int)] = []
    private var many: [CountKey: Int] = [:]

    mutating func add(_ gain: Int, _ key: CountKey) {
        for position in few.indices where few[position].key == key {
            few[position].gain += gain
            return
        }
        if few.count < Self.walkMax { few.append((key, gain)) } else { many[key, default: 0] += gain }
    }

    /// Adds all gains to the counts.
    mutating func perform(_ tables: GraphTables, in transaction: WriteTransaction) throws(Fault) {
        for (key, gain) in few { try perform(key, gain, tables, in: transaction) }
        for (key, gain) in many { try perform(key, gain, tables, in: transaction) }
        few.removeAll(keepingCapacity: true)
        many.removeAll(keepingCapacity: true)
    }

    private func perform(_ count: CountKey, _ gain: Int, _ tables: GraphTables, in transaction: WriteTransaction) throws(Fault) {
        if gain == 0 { return }
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
