import Kernel

/// A log on a disk that keeps what was flushed, and of the rest, after a crash, only the part that happened to reach it.
public struct FaultyLog<Record> {
    /// Everything written, flushed or not.
    public private(set) var records: [Record]
    /// How many records survive a crash for certain.
    public private(set) var durableCount: Int

    public init(_ records: [Record] = []) {
        self.records = records
        durableCount = records.count
    }

    /// How many records the log holds, durable or not.
    public var count: Int { records.count }

    /// Adds a record at the end; a crash may still take it.
    public mutating func append(_ record: Record) { records.append(record) }

    /// A flush of the first `count` records is complete.
    public mutating func flushed(_ count: Int) { durableCount = max(durableCount, min(count, records.count)) }

    /// The machine stops. A record is kept whole or not at all (a torn one fails its checksum and ends the log).
    public mutating func crash(using random: inout SeededGenerator) {
        let unsure = records.count - durableCount
        let kept = unsure > 0 ? Int(random.below(UInt64(unsure + 1))) : 0
        records.removeLast(unsure - kept)
        durableCount = records.count
    }

    /// Puts other records in the place of all, durably and in one step, as a rename does.
    public mutating func replace(_ records: [Record]) {
        self.records = records
        durableCount = records.count
    }
}

/// A clock that runs a little faster or slower than true time and starts somewhere.
public struct SkewedClock: Sendable {
    private let offset: UInt64
    private let partsPerMillion: Int64

    /// - Parameter partsPerMillion: how much faster (or, negative, slower) than true time it runs.
    public init(offset: Instant.Span, partsPerMillion: Int64) {
        self.offset = offset.nanoseconds
        self.partsPerMillion = partsPerMillion
    }

    /// What it shows at a true time.
    public func reading(at time: Instant) -> Instant {
        let drift = Int64(time.nanoseconds / 1_000_000) * partsPerMillion
        return Instant(nanoseconds: UInt64(Int64(time.nanoseconds + offset) + drift))
    }
}
