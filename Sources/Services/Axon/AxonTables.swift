import Kernel
import MessagePack
import Store

/// What an Axon knows of its blobs. All but the tables under `local/` is the same on every server.
struct AxonTables: Sendable {
    /// digest -> size (8 bytes), place in the order (8 bytes)
    private let blobs: Table
    /// place in the order -> digest, size
    private let order: Table
    /// `count`, `bytes`, `next` -> number
    private let totals: Table
    /// digest -> location
    private let locations: Table
    /// segment number -> its end
    private let segmentEnds: Table

    init(in environment: StoreEnvironment) throws(Fault) {
        blobs = try environment.table("axon/blobs", .plain)
        order = try environment.table("axon/order", .integerKeys)
        totals = try environment.table("axon/totals", .plain)
        locations = try environment.table("local/axon-locations", .plain)
        segmentEnds = try environment.table("local/axon-segments", .plain)
    }

    // MARK: Reading

    func byteCount(of digest: Digest, _ transaction: borrowing ReadTransaction) throws(Fault) -> UInt64? {
        try transaction.get(blobs, StoreKey.digest(digest)) { $0.bigEndian() } ?? nil
    }

    func has(_ digest: Digest, _ transaction: borrowing ReadTransaction) throws(Fault) -> Bool {
        try transaction.contains(blobs, StoreKey.digest(digest))
    }

    func location(of digest: Digest, _ transaction: borrowing ReadTransaction) throws(Fault) -> BlobLocation? {
        guard let packed = try transaction.get(locations, StoreKey.digest(digest)) else { return nil }
        return try BlobLocation(packed: packed)
    }

    /// Blobs that the Axon holds and whose bytes are not on this server, in the order of digests.
    func withoutLocation(
        after digest: Digest?, countMax: Int, _ transaction: borrowing ReadTransaction
    ) throws(Fault) -> [BlobName] {
        var found: [BlobName] = []
        let range = digest.map { StoreRange.from(StoreKey.digest($0).with(byte: 0)) } ?? .all
        // The keys are collected first, a page at a time: another table cannot be looked at while bytes of this one are lent.
        var next = range
        while found.count < countMax {
            var page: [BlobName] = []
            try transaction.forEach(blobs, next) { (key, value) throws(Fault) in
                if let name = Digest(bytes: key.copied) { page.append(BlobName(digest: name, byteCount: value.bigEndian() ?? 0)) }
                return page.count < 1024
            }
            guard let last = page.last else { break }
            for name in page where found.count < countMax {
                if try !transaction.contains(locations, StoreKey.digest(name.digest)) { found.append(name) }
            }
            next = .from(StoreKey.digest(last.digest).with(byte: 0))
        }
        return found
    }

    /// The end of each segment up to which blobs were entered.
    func segmentEnds(_ transaction: borrowing ReadTransaction) throws(Fault) -> [UInt64: UInt64] {
        var ends: [UInt64: UInt64] = [:]
        try transaction.forEach(segmentEnds) { (key, value) throws(Fault) in
            if let number = key.bigEndian(), let end = value.bigEndian() { ends[number] = end }
            return true
        }
        return ends
    }

    /// Up to `countMax` blobs in order from `offset` on.
    func list(
        from offset: UInt64, countMax: Int, _ transaction: borrowing ReadTransaction
    ) throws(Fault) -> [ListBlobs.Item] {
        var items: [ListBlobs.Item] = []
        try transaction.forEach(order, .from(.native(offset))) { (key, value) throws(Fault) in
            guard let place = key.native else { return true }
            items.append(ListBlobs.Item(offset: place, blob: try BlobName(packed: value.copied)))
            return items.count < countMax
        }
        return items
    }

    func metrics(_ transaction: borrowing ReadTransaction) throws(Fault) -> AxonMetrics.Reply {
        AxonMetrics.Reply(blobCount: try total("count", transaction), byteCount: try total("bytes", transaction))
    }

    private func total(_ name: String, _ transaction: borrowing ReadTransaction) throws(Fault) -> UInt64 {
        try transaction.get(totals, StoreKey.string(name)) { $0.bigEndian() ?? 0 } ?? 0
    }

    // MARK: Changing

    /// Enters blobs that are not there yet; returns how many those are. Where one lies on this server is taken from `place`.
    func add(
        _ names: [BlobName], place: (Digest) -> BlobLocation?, _ transaction: WriteTransaction
    ) throws(Fault) -> UInt64 {
        var count = try transaction.reading { (look) throws(Fault) in try total("count", look) }
        var bytes = try transaction.reading { (look) throws(Fault) in try total("bytes", look) }
        var next = try transaction.reading { (look) throws(Fault) in try total("next", look) }
        var added: UInt64 = 0
        var ends: [UInt64: UInt64] = [:]
        for name in names {
            let key = StoreKey.digest(name.digest)
            if let arrived = place(name.digest) {
                // Bytes that came twice stay where they came first.
                if try transaction.put(locations, key, arrived.packed, mode: .noOverwrite) { Self.raise(&ends, arrived, name) }
            } else if try !transaction.contains(locations, key), try !transaction.contains(blobs, key) {
                throw Fault(
                    .badData, "the bytes of blob \(name.digest) are not on this server",
                    fields: ["sha256": .string(name.digest.description)])
            }
            let isNew = try transaction.put(blobs, key, Self.bigEndian(name.byteCount) + Self.bigEndian(next), mode: .noOverwrite)
            guard isNew else { continue }
            try transaction.put(order, StoreKey.native(next), name.packed)
            next += 1
            count += 1
            bytes += name.byteCount
            added += 1
        }
        try note(ends, transaction)
        if added > 0 { try setTotals(count: count, bytes: bytes, next: next, transaction) }
        return added
    }

    /// Notes where the bytes of a blob lie on this server, before or after the log enters it.
    func record(_ location: BlobLocation, of name: BlobName, _ transaction: WriteTransaction) throws(Fault) {
        try transaction.put(locations, StoreKey.digest(name.digest), location.packed)
        var ends: [UInt64: UInt64] = [:]
        Self.raise(&ends, location, name)
        try note(ends, transaction)
    }

    /// Counts a blob in for the end of its segment.
    private static func raise(_ ends: inout [UInt64: UInt64], _ location: BlobLocation, _ name: BlobName) {
        guard case .segment(let number, let offset) = location else { return }
        ends[number] = max(ends[number] ?? 0, offset + name.byteCount)
    }

    /// Notes how far segments reach now, where that is further than before.
    private func note(_ ends: [UInt64: UInt64], _ transaction: WriteTransaction) throws(Fault) {
        for (number, end) in ends {
            let known = try transaction.get(segmentEnds, StoreKey.bigEndian(number)) { $0.bigEndian() ?? 0 } ?? 0
            if end > known { try transaction.put(segmentEnds, StoreKey.bigEndian(number), Self.bigEndian(end)) }
        }
    }

    /// Removes blobs; returns for each whether it was there, and where the bytes of those lie that were.
    func remove(
        _ digests: [Digest], _ transaction: WriteTransaction
    ) throws(Fault) -> (found: [Bool], places: [(Digest, BlobLocation)]) {
        var count = try transaction.reading { (look) throws(Fault) in try total("count", look) }
        var bytes = try transaction.reading { (look) throws(Fault) in try total("bytes", look) }
        let next = try transaction.reading { (look) throws(Fault) in try total("next", look) }
        let before = count
        var found: [Bool] = []
        var places: [(Digest, BlobLocation)] = []
        for digest in digests {
            let key = StoreKey.digest(digest)
            let numbers = try transaction.get(blobs, key) { (size: $0.bigEndian() ?? 0, place: $0.bigEndian(at: 8) ?? 0) }
            found.append(numbers != nil)
            guard let numbers else { continue }
            if let location = try transaction.reading({ (look) throws(Fault) in try location(of: digest, look) }) {
                places.append((digest, location))
            }
            try transaction.delete(blobs, key)
            try transaction.delete(order, StoreKey.native(numbers.place))
            try transaction.delete(locations, key)
            count -= 1
            bytes -= numbers.size
        }
        if count != before { try setTotals(count: count, bytes: bytes, next: next, transaction) }
        return (found, places)
    }

    private func setTotals(count: UInt64, bytes: UInt64, next: UInt64, _ transaction: WriteTransaction) throws(Fault) {
        try transaction.put(totals, StoreKey("count"), Self.bigEndian(count))
        try transaction.put(totals, StoreKey("bytes"), Self.bigEndian(bytes))
        try transaction.put(totals, StoreKey("next"), Self.bigEndian(next))
    }

    private static func bigEndian(_ number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - UInt64($0) * 8)) }
    }
}
