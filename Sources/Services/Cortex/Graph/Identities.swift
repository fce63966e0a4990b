import Kernel
import Store

/// Node numbers by identity (SHA-256).
///
/// Identities are spread over the whole table, so each one put in its place would write a page of its own. Many at once are therefore put
/// as one sorted run beside the table; when the runs have grown, they are put in their places together, which fills each page with several.
struct Identities {
    /// The bytes of an identity that are the key, and those that follow it in the entry.
    private static let keyBytes = 2
    private static let restBytes = 6
    static let entryBytes = restBytes + 8
    /// Fewer new identities than this are put in their places at once.
    private static let runMin = 16
    /// Runs that a look-up has to search at most.
    static let runsMax = 1_024
    /// New ones go into the last run while it has no more than these: with its header it then fills whole pages of the store.
    private static let runEntriesMax = 1_023
    /// Entries in runs before they are put in their places, and the part of the whole table that they may be before.
    static let recentMin = 131_072
    private static let recentShare = 16
    private static let runEntryBytes = 16

    let tables: GraphTables

    /// What is looked for: the first eight bytes.
    private static func prefix(_ iden: Digest) -> UInt64 { iden.words.0 }

    private static func key(_ prefix: UInt64) -> StoreKey { StoreKey(prefix.bigEndianBytes.prefix(keyBytes)) }

    private static func entry(_ prefix: UInt64, _ id: UInt64) -> [UInt8] {
        Array(prefix.bigEndianBytes.dropFirst(keyBytes)) + id.bigEndianBytes
    }

    /// Numbers of nodes whose identity starts as `iden` does. Some may be gone or be another's: compare what they are.
    func candidates(_ iden: Digest, in transaction: borrowing ReadTransaction) throws(Fault) -> [UInt64] {
        let prefix = Self.prefix(iden)
        var found: [UInt64] = []
        try transaction.withCursor(tables.identities) { cursor throws(Fault) in
            var isInside = try cursor.seek(Self.key(prefix), atOrAfter: Self.entry(prefix, 0))
            while isInside {
                let id = try cursor.row { _, value in
                    let rest = (value.bigEndian() ?? 0) >> 16
                    return rest == prefix & 0x0000_ffff_ffff_ffff ? value.bigEndian(at: Self.restBytes) : nil
                }
                guard let id, let id else { return }
                found.append(id)
                isInside = try cursor.move(.nextDuplicate)
            }
        }
        try transaction.forEach(tables.recentIdentities) { _, run in
            Self.search(run, prefix, &found)
            return true
        }
        return found
    }

    /// Appends the numbers of all entries of a sorted run that have the prefix.
    private static func search(_ run: RawSpan, _ prefix: UInt64, _ found: inout [UInt64]) {
        var low = 0
        var high = run.byteCount / runEntryBytes
        while low < high {
            let middle = (low + high) / 2
            if (run.bigEndian(at: middle * runEntryBytes) ?? 0) < prefix { low = middle + 1 } else { high = middle }
        }
        while run.bigEndian(at: low * runEntryBytes) == prefix, let id = run.bigEndian(at: low * runEntryBytes + 8) {
            found.append(id)
            low += 1
        }
    }

    /// Adds new identities. `counters` knows how many are in runs.
    func add(_ new: [(iden: Digest, id: UInt64)], _ counters: inout Counters, in transaction: WriteTransaction) throws(Fault) {
        guard let first = new.first else { return }
        if new.count < Self.runMin {
            for (iden, id) in new {
                let prefix = Self.prefix(iden)
                try transaction.put(tables.identities, Self.key(prefix), Self.entry(prefix, id))
            }
            return
        }
        var entries = new.map { (prefix: Self.prefix($0.iden), id: $0.id) }
        var key = StoreKey.bigEndian(first.id)
        let last = try transaction.lastRow(tables.recentIdentities)
        if let last, last.value.count / Self.runEntryBytes + new.count <= Self.runEntriesMax {
            try Self.append(last.value.span.bytes, to: &entries)
            key = StoreKey(last.key)
        } else {
            counters.identityRuns += 1
        }
        entries.sort { $0 < $1 }
        var run: [UInt8] = []
        run.reserveCapacity(entries.count * Self.runEntryBytes)
        for (prefix, id) in entries {
            Self.append(prefix, to: &run)
            Self.append(id, to: &run)
        }
        try transaction.put(tables.recentIdentities, key, run)
        counters.recentIdentities += UInt64(new.count)
        let placed = try transaction.count(tables.identities)
        let entriesMax = max(Self.recentMin, placed / Self.recentShare)
        if counters.identityRuns >= Self.runsMax || counters.recentIdentities >= entriesMax { try place(&counters, in: transaction) }
    }

    /// Appends the entries of a run.
    private static func append(_ run: RawSpan, to entries: inout [(prefix: UInt64, id: UInt64)]) throws(Fault) {
        for offset in stride(from: 0, to: run.byteCount, by: runEntryBytes) {
            guard let prefix = run.bigEndian(at: offset), let id = run.bigEndian(at: offset + 8) else {
                throw .damagedGraph("a run of identities is cut off")
            }
            entries.append((prefix, id))
        }
    }

    private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        for shift in stride(from: UInt64(56), through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    /// Puts all runs in their places, in order, leaving out nodes that are gone.
    private func place(_ counters: inout Counters, in transaction: WriteTransaction) throws(Fault) {
        var entries: [(prefix: UInt64, id: UInt64)] = []
        entries.reserveCapacity(Int(counters.recentIdentities))
        try transaction.forEach(tables.recentIdentities) { _, run throws(Fault) in
            try Self.append(run, to: &entries)
            return true
        }
        entries.sort { ($0.prefix, $0.id) < ($1.prefix, $1.id) }
        for (prefix, id) in entries where try transaction.contains(tables.nodes, GraphKey.node(id)) {
            try transaction.put(tables.identities, Self.key(prefix), Self.entry(prefix, id))
        }
        try transaction.clear(tables.recentIdentities)
        counters.recentIdentities = 0
        counters.identityRuns = 0
    }

    /// Removes an identity from its place. One that is in a run stays until the run is put in place.
    func remove(_ iden: Digest, _ id: UInt64, in transaction: WriteTransaction) throws(Fault) {
        let prefix = Self.prefix(iden)
        try transaction.delete(tables.identities, Self.key(prefix), value: Self.entry(prefix, id))
    }

    /// Shows every entry, those in runs too.
    func forEach(
        in transaction: borrowing ReadTransaction, _ body: (_ prefix: UInt64, _ id: UInt64, _ isRecent: Bool) throws(Fault) -> Void
    ) throws(Fault) {
        try transaction.forEach(tables.identities) { key, value throws(Fault) in
            let bytes = key.copied + value.copied
            let read = bytes.withSpanBytes { ($0.bigEndian(), $0.bigEndian(at: 8)) }
            guard let prefix = read.0, let id = read.1 else { throw .damagedGraph("an identity is cut off") }
            try body(prefix, id, false)
            return true
        }
        try transaction.forEach(tables.recentIdentities) { _, run throws(Fault) in
            var entries: [(prefix: UInt64, id: UInt64)] = []
            try Self.append(run, to: &entries)
            for (prefix, id) in entries { try body(prefix, id, true) }
            return true
        }
    }
}

extension [UInt8] {
    /// Calls `body` with the bytes.
    func withSpanBytes<R>(_ body: (RawSpan) -> R) -> R { body(span.bytes) }
}

/// The next free numbers, kept in one row each.
struct Counters {
    var nextNode: UInt64 = 1
    var nextLabel = Label.firstNumber
    var nextLayer: UInt64 = 1
    var recentIdentities: UInt64 = 0
    var identityRuns: UInt64 = 0

    private static let key: StoreKey = "numbers"

    init(_ tables: GraphTables, in transaction: borrowing ReadTransaction) throws(Fault) {
        guard let row = try transaction.get(tables.counters, Self.key) else { return }
        let numbers = row.withSpanBytes { bytes in (0..<5).map { bytes.bigEndian(at: $0 * 8) } }
        guard let node = numbers[0], let label = numbers[1], let layer = numbers[2], let recent = numbers[3], let runs = numbers[4] else {
            throw .damagedGraph("the row of the next numbers is cut off")
        }
        (nextNode, nextLabel, nextLayer, recentIdentities, identityRuns) = (node, label, layer, recent, runs)
    }

    func write(_ tables: GraphTables, in transaction: WriteTransaction) throws(Fault) {
        let key = [nextNode, nextLabel, nextLayer, recentIdentities, identityRuns].reduce(StoreKey()) { $0.with($1) }
        try transaction.put(tables.counters, Self.key, key)
    }
}
