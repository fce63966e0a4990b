import Kernel
import MessagePack
import Store

/// The log of one service, in the same environment as its state, so that one transaction commits both.
///
/// Tables whose names start with `local/` belong to this server alone: a snapshot of another server never replaces them. They are all
/// plain.
struct LogTables: Sendable {
    /// Outcomes are remembered for this many entries: at 20,000 writes a second, half a minute of retries; else days.
    static let outcomesMax: UInt64 = 500_000

    /// What the names of the tables start with that belong to this server alone.
    static let localPrefix = "local/"

    private let entries: Table
    private let marks: Table
    private let outcomes: Table
    /// The origins of entries that were trimmed, by index, for as long as their outcomes are remembered. An entry in the log holds its
    /// own.
    private let trimmedOrigins: Table
    private let memory: Table

    init(in environment: StoreEnvironment) throws(Fault) {
        entries = try environment.table("nexus/entries", .integerKeys)
        marks = try environment.table("nexus/marks", .plain)
        outcomes = try environment.table("nexus/outcomes", .plain)
        trimmedOrigins = try environment.table("nexus/trimmed-origins", .integerKeys)
        memory = try environment.table("local/nexus", .plain)
    }

    // MARK: Positions

    /// Where the log ends.
    func end(_ transaction: borrowing ReadTransaction) throws(Fault) -> Position {
        guard let last = try transaction.lastRow(entries) else { return try start(transaction) }
        return try Self.position(ofPacked: last.value)
    }

    /// The position before the first entry that the log still holds.
    func start(_ transaction: borrowing ReadTransaction) throws(Fault) -> Position {
        guard let mark = try transaction.get(marks, StoreKey("start")) else { return .origin }
        return try Position(packed: mark)
    }

    /// The position at `index`; nil where the log does not hold it.
    func position(at index: Index, _ transaction: borrowing ReadTransaction) throws(Fault) -> Position? {
        let start = try start(transaction)
        if index == start.index { return start }
        guard let packed = try transaction.get(entries, StoreKey.native(index.number)) else { return nil }
        return try Self.position(ofPacked: packed)
    }

    private static func position(ofPacked packed: [UInt8]) throws(Fault) -> Position {
        var unpacker = Unpacker(packed)
        guard try unpacker.arrayHeader() == 5, packed.count > Digest.byteCount,
            let hash = Digest(bytes: packed.suffix(Digest.byteCount))
        else {
            throw Fault(.badData, "an entry in the log is malformed", advice: "Restore this server from its leader: synctl rejoin")
        }
        let term = try Term(unpacking: &unpacker)
        return Position(term: term, index: try Index(unpacking: &unpacker), hash: hash)
    }

    // MARK: Entries

    /// Appends a packed entry that follows the end of the log.
    func append(_ packed: [UInt8], at index: Index, _ transaction: WriteTransaction) throws(Fault) {
        try transaction.put(entries, StoreKey.native(index.number), packed, mode: .append)
    }

    /// Packed entries from `first` on, until `bytesMax` are collected; at least one where there is one.
    func read(
        from first: Index, bytesMax: Int, countMax: Int, _ transaction: borrowing ReadTransaction
    ) throws(Fault) -> [[UInt8]] {
        var batch: [[UInt8]] = []
        var byteCount = 0
        try transaction.forEach(entries, .from(.native(first.number))) { (_, value) throws(Fault) in
            batch.append(value.copied)
            byteCount += value.byteCount
            return byteCount < bytesMax && batch.count < countMax
        }
        return batch
    }

    /// Drops the entries up to and including `index`; the state keeps what they did.
    func trim(through index: Index, _ transaction: WriteTransaction) throws(Fault) {
        guard let position = try transaction.reading({ (look) throws(Fault) in try position(at: index, look) }) else { return }
        try transaction.put(marks, StoreKey("start"), position.packed)
        let origins = try transaction.reading { (look) throws(Fault) in
            var origins: [(StoreKey, StoreKey)] = []
            try look.forEach(entries, .through(.native(index.number))) { (_, value) throws(Fault) in
                let entry = try Entry(unverified: value.copied)
                origins.append((.native(entry.position.index.number), entry.proposal.origin.key))
                return true
            }
            return origins
        }
        for (place, origin) in origins { try transaction.put(trimmedOrigins, place, origin) }
        try transaction.delete(entries, .through(.native(index.number)))
    }

    // MARK: Outcomes

    /// What the change with this origin answered; nil where it was not applied, or too long ago.
    func outcome(of origin: Origin, _ transaction: borrowing ReadTransaction) throws(Fault) -> IssueRequest.Reply? {
        guard let packed = try transaction.get(outcomes, origin.key) else { return nil }
        return try IssueRequest.Reply(packed: packed)
    }

    func remember(_ reply: IssueRequest.Reply, of origin: Origin, _ transaction: WriteTransaction) throws(Fault) {
        try transaction.put(outcomes, origin.key, reply.packed)
        guard reply.index.number > Self.outcomesMax else { return }
        let old = StoreKey.native(reply.index.number - Self.outcomesMax)
        if let packed = try transaction.get(entries, old) {
            _ = try transaction.delete(outcomes, try Entry(unverified: packed).proposal.origin.key)
        } else if let key = try transaction.get(trimmedOrigins, old) {
            _ = try transaction.delete(outcomes, StoreKey(key))
            _ = try transaction.delete(trimmedOrigins, old)
        }
    }

    // MARK: What this server remembers for itself

    func recall(_ name: String, _ transaction: borrowing ReadTransaction) throws(Fault) -> [UInt8]? {
        try transaction.get(memory, StoreKey.string(name))
    }

    func memorise(_ name: String, _ bytes: [UInt8], _ transaction: WriteTransaction) throws(Fault) {
        try transaction.put(memory, StoreKey.string(name), bytes)
    }
}
