import Kernel

/// The leader's side of the lease that the registry grants it.
///
/// Why it is safe. The registry grants no term to another server, unless the operator vouches that the leader is dead, before
/// `lease + guard` has passed on its own clock after it *granted* the lease. The leader counts `lease` on its own clock from before it
/// *asked*. Asking comes before granting, so on clocks of equal rate the leader's count ends first by at least the guard; the
/// guard covers rates up to 5 % apart. A leader that acknowledges only while ``isCurrent(at:)`` therefore never does so when
/// another could have been named without its knowledge. Only the rate of a clock that never goes back counts, never the time of day.
///
/// A request that was answered late is as good as one answered at once: the count starts at the request in either case. A duplicate or
/// reordered answer cannot prolong anything, because a lease ends at the latest request that was granted.
public struct LeaseMachine: Sendable {
    private let span: Instant.Span
    private let interval: Instant.Span
    private let retry: Instant.Span
    private var sequence: UInt64 = 0
    private var sent: [(sequence: UInt64, at: Instant)] = []
    private var current: (from: Instant, until: Instant)?
    private var askedLast: Instant?

    /// - Parameter after: above every number that earlier runs of this server used, so that an answer to one of theirs, which was
    ///   granted earlier than anything this run asks, is not taken for an answer to this run.
    public init(times: LeadershipTimes, after: UInt64 = 0) {
        sequence = after
        span = times.lease
        interval = times.renewal
        retry = times.retry
    }

    /// Whether the leader may acknowledge on the strength of the lease.
    public func isCurrent(at now: Instant) -> Bool {
        current.map { now < $0.until } ?? false
    }

    /// Until when, on this server's clock; nil without a lease.
    public var until: Instant? { current?.until }

    /// Whether it is time to ask: a third of the lease has passed since the last grant was asked for; until there is one, or when
    /// an answer is missing, every ``LeadershipTimes/retry``.
    public func isDue(at now: Instant) -> Bool {
        guard let askedLast else { return true }
        let since = now.since(askedLast)
        if let current, askedLast == current.from { return since >= interval }
        return since >= retry
    }

    /// Notes that a request leaves now. The time is taken here, before anything is sent.
    /// - Returns: the number that the answer will repeat.
    public mutating func ask(now: Instant) -> UInt64 {
        sequence += 1
        sent.append((sequence, now))
        if sent.count > LeadershipBounds.leaseRequestsMax { sent.removeFirst() }
        askedLast = now
        return sequence
    }

    /// The registry granted the request of this number. A number that was never asked, or long ago, changes nothing.
    public mutating func granted(_ number: UInt64) {
        guard let place = sent.firstIndex(where: { $0.sequence == number }) else { return }
        let from = sent[place].at
        sent.removeFirst(place + 1)
        if let current, current.from >= from { return }
        current = (from, from + span)
    }

    /// The leader leads no more, or begins another reign. Numbers go on.
    public mutating func end() {
        current = nil
        sent = []
        askedLast = nil
    }
}
