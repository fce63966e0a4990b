import Kernel

/// What can happen while a server rejoins.
public enum RejoinEvent: Sendable, Hashable {
    /// The upstream compared the hash at the index that was probed. `upstreamStart`: its log's first index.
    case probed(Index, equal: Bool, upstreamStart: Index)
    /// The entries are in a file, flushed to disk. `count` may be 0.
    case exported(count: UInt64)
    /// The snapshot replaced log and state in one durable step.
    case rebuilt
    /// Something failed; the server is as it was. The driver tells the operator; `rejoin` can be given again.
    case failed(Fault)
}

/// What the driver is to do for a rejoin.
public enum RejoinAction: Sendable, Hashable {
    /// Ask the upstream for the running hash at this index and compare it with ours.
    case probe(Index, upstream: String)
    /// Write every entry after `after`, with its request id, to a file for the operator, and flush it.
    case export(after: Index)
    /// Fetch a snapshot from the upstream and put it in the place of log and state, atomically.
    case rebuild(upstream: String)
    /// The log was a prefix of the leader's all along: follow it.
    case resume
    /// It is over, and failed.
    case failed(Fault)
}

/// How a server whose log has entries that its leader does not have becomes a mirror again.
///
/// 1. Find the last entry in common. Running hashes make this a bisection: equal hashes at an index mean equal logs up to it, so
///    equality holds up to the answer and nowhere after it. At most 64 probes.
/// 2. Export what follows it to a file, flushed.
/// 3. Only then rebuild from a snapshot of the leader. The old log stays whole until the snapshot replaces it in one step: a crash
///    before that leaves the server as it was (the rejoin starts again, and the same file is written again), and the copies of
///    acknowledged entries that the old log holds count for a forced promotion until the very moment the snapshot's copies do.
///
/// Nothing here decides that a server may serve; ``ReplicaMachine`` does, after the leader was followed again.
public struct RejoinMachine: Sendable {
    /// How far the return has come.
    public enum Phase: Sendable, Hashable {
        case locating
        case exporting
        case rebuilding
        case ended
    }

    public private(set) var phase: Phase = .locating
    /// The server whose log is the measure.
    public let upstream: String
    /// The end of our log.
    public let end: Index
    /// Known to be equal: `low`. Known to be unequal: `high`.
    private var low: UInt64
    private var high: UInt64

    /// - Parameters:
    ///   - end: the end of this server's log.
    ///   - start: the index before the first entry that this server's log still holds.
    ///   - upstream: the leader.
    public init(end: Index, start: Index, upstream: String) {
        self.end = end
        self.upstream = upstream
        low = min(start.number, end.number)
        high = end.number == .max ? end.number : end.number + 1
    }

    /// Begins: the whole log is probed first, because it may be a prefix.
    public mutating func begin() -> [RejoinAction] {
        [.probe(end, upstream: upstream)]
    }

    /// Takes one event and returns what to do about it, in order.
    public mutating func on(_ event: RejoinEvent) -> [RejoinAction] {
        switch (phase, event) {
        case (.ended, _):
            return []
        case (_, .failed(let fault)):
            phase = .ended
            return [.failed(fault)]
        case (.locating, .probed(let index, let equal, let start)):
            return probed(index.number, equal: equal, upstreamStart: start.number)
        case (.exporting, .exported):
            phase = .rebuilding
            return [.rebuild(upstream: upstream)]
        case (.rebuilding, .rebuilt):
            phase = .ended
            return []
        case (.locating, _), (.exporting, _), (.rebuilding, _):
            // An answer that belongs to no question of this phase: a duplicate, or left over from an earlier rejoin.
            return []
        }
    }

    private mutating func probed(_ index: UInt64, equal: Bool, upstreamStart: UInt64) -> [RejoinAction] {
        guard index > low || index == end.number, index < high else { return [] }
        if equal {
            if index == end.number {
                phase = .ended
                return [.resume]
            }
            low = index
        } else {
            high = index
        }
        // Indexes that the upstream has trimmed cannot be compared; entries there count as not in common, so they are exported too.
        let floor = max(low, upstreamStart > 0 ? upstreamStart - 1 : 0)
        guard high > floor + 1 else {
            phase = .exporting
            return [.export(after: Index(low))]
        }
        return [.probe(Index(floor + (high - floor) / 2), upstream: upstream)]
    }
}
