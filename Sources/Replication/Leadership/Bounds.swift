import Kernel

/// The bounds and times of leadership, each with its reason.
public enum LeadershipBounds {
    /// Writes that may wait for an acknowledgement, or be queued during a handoff: at 20,000 writes a second, a second and a half.
    public static let writesMax = 32_768
    /// Members of one service. Every one of them reports to the leader; a tree of more would not be one service.
    public static let membersMax = 64
    /// Outcomes of promotions that the registry remembers for those who ask again: more than a year of monthly updates.
    public static let promotionsMax = 64
    /// Ended reigns that the registry remembers. A server that led an older one is treated as forced out, which is safe.
    public static let reignsMax = 64
    /// Lease requests under way at once. One is sent every third of a lease, so an older one has run out anyway.
    public static let leaseRequestsMax = 8
    /// Entries that the candidate may be behind when a handoff begins: what is fed in well under the time given to draining.
    public static let handoffLagMax: UInt64 = 10_000
    /// New writes are made to wait once the candidate is no further behind than this: what is fed in a few milliseconds.
    public static let holdLagMax: UInt64 = 64
}

/// The times that leadership runs by. The defaults fit a data centre; the simulation uses them too.
public struct LeadershipTimes: Sendable, Hashable {
    /// How long a lease lasts, on the leader's clock from before it asked.
    public var lease: Instant.Span = .seconds(10)
    /// How much longer the registry waits. It covers clocks that run at rates up to 5 % apart (ordinary ones stay within 0.1 %).
    public var leaseGuard: Instant.Span = .milliseconds(500)
    /// How often a lease is renewed and a member reports: a third of a lease, so that two losses in a row do no harm.
    public var renewal: Instant.Span = .milliseconds(3_300)
    /// How often a server that waits for an answer of the registry asks again.
    public var retry: Instant.Span = .milliseconds(300)
    /// How long a forced promotion waits for the positions of members that do not answer.
    public var collect: Instant.Span = .seconds(1)
    /// How long a candidate may take to say that it is ready, and then again to drain.
    public var handoffStep: Instant.Span = .seconds(2)
    /// How long a leader lets a candidate that is ready catch up before it makes new writes wait. One that never does is drained all the
    /// same: it may be slower than the leader under load.
    public var catchUp: Instant.Span = .milliseconds(500)
    /// After how long the registry gives up a graceful promotion of which it hears nothing.
    public var handoff: Instant.Span = .seconds(30)
    /// How long a write may take at this server before its caller is told that its outcome is unknown.
    public var write: Instant.Span = .seconds(30)
    /// How long a write at a follower may wait for a leader that can be reached.
    public var forward: Instant.Span = .seconds(5)
    /// How often a leader sends a heartbeat.
    public var heartbeat: Instant.Span = .milliseconds(500)
    /// After how long without a heartbeat a follower takes its upstream for cut off.
    public var silence: Instant.Span = .seconds(3)

    public init() {}
}
