import Kernel

/// Time as a service sees it.
public protocol Clock: Sendable {
    /// A reading that never goes back and goes on while the machine sleeps: leases are counted with it.
    func now() -> Instant
    /// The time of day, for records and people.
    func wallTime() -> Timestamp
    /// Returns at `deadline` or later.
    /// - Throws: `Cancelled` when the task is cancelled first.
    func sleep(until deadline: Instant) async throws(Fault)
}

extension Clock {
    /// Returns after `span` or later.
    /// - Throws: `Cancelled` when the task is cancelled first.
    public func sleep(for span: Instant.Span) async throws(Fault) { try await sleep(until: now() + span) }
}

/// Randomness as a service sees it. Good enough for secrets.
public protocol RandomSource: Sendable {
    /// The next 64 bits.
    func next() -> UInt64
}

extension RandomSource {
    /// `count` random bytes.
    public func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        var word: UInt64 = 0
        for position in 0..<count {
            if position & 7 == 0 { word = next() }
            bytes.append(UInt8(truncatingIfNeeded: word))
            word >>= 8
        }
        return bytes
    }
}
