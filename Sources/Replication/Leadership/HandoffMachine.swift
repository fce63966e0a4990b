import Kernel

/// What can happen to the leader's half of a handoff.
public enum HandoffEvent: Sendable, Hashable {
    case ready(id: Iden)
    case refused(id: Iden, Fault)
    /// How many entries the candidate is behind now.
    case lag(UInt64)
    /// The leader's log has come to rest: everything ordered is appended and durable up to here.
    case settled(Position)
    case confirmed(id: Iden, Position)
    case commitAnswer(id: Iden, CommitAnswer)
    case tick
}

/// What the leader's half of a handoff asks for.
public enum HandoffAction: Sendable, Hashable {
    case say(HandoffMessage)
    /// New writes wait from now on.
    case hold
    /// Acknowledge nothing from now on, and ask the registry to commit.
    case commit(Position)
    case phase(PromotionPhase)
    /// The candidate leads this term: follow it, and pass on what waits.
    case handedOver(Term)
    /// Nothing came of it: take writes again, the waiting ones first.
    case resume(Fault)
}

/// The leader's half of a graceful handoff.
///
/// prepare → hold → drain → commit → serve. New writes wait from hold on, so it begins when the candidate has nearly caught up. Until the
/// commit is *asked for*, this server leads, whatever happens to the candidate or the link, and any failure returns to serving at once.
/// From the moment it is asked for until the answer is known, this server neither takes nor acknowledges anything: the registry may
/// already have named the candidate. It asks again, with the same id, until it is told; the registry's answer for an id never changes (a
/// refused id stays refused), so when the answer is "refused", no late copy of the request can be granted afterwards, and it is safe to
/// serve again. There is no timeout in this phase, because no length of silence proves anything.
public struct HandoffMachine: Sendable {
    public private(set) var phase: PromotionPhase = .preparing
    /// What was asked for.
    public let order: HandoffOrder
    private let times: LeadershipTimes
    private var stepUntil: Instant
    /// Until when a candidate that is ready may catch up; nil before it is.
    private var catchUpUntil: Instant?
    private var lag: UInt64 = 0
    private var settledAt: Position?
    private var askedAt: Instant

    public init(order: HandoffOrder, times: LeadershipTimes, now: Instant) {
        self.order = order
        self.times = times
        stepUntil = now + times.handoffStep
        askedAt = now
    }

    /// Whether new writes must wait.
    public var holds: Bool { phase >= .holding && phase != .ended }

    /// Whether nothing may be acknowledged: another may lead already.
    public var isUndecided: Bool { phase == .committing }

    /// Begins, at the leader's `position`. `lag`: how many entries the candidate is known to be behind; nil when it does not follow.
    public mutating func begin(position: Position, lag: UInt64?, level: Int) -> [HandoffAction] {
        guard let lag else {
            return fail(Fault(
                .refused, "\(order.candidate) does not follow this leader",
                advice: "Start the candidate, wait until `synctl aha status` shows it in step."))
        }
        guard lag <= LeadershipBounds.handoffLagMax else {
            return fail(Fault(
                .refused, "\(order.candidate) is \(lag) entries behind, more than \(LeadershipBounds.handoffLagMax)",
                advice: "Wait until it has caught up, then promote again."))
        }
        self.lag = lag
        return [.phase(.preparing), .say(.prepare(id: order.id, term: order.term, position: position, level: level))]
    }

    /// Takes one event and returns what to do about it, in order. `now` never goes back from call to call.
    public mutating func on(_ event: HandoffEvent, now: Instant) -> [HandoffAction] {
        switch (phase, event) {
        case (.preparing, .ready(order.id)):
            if catchUpUntil == nil { catchUpUntil = now + times.catchUp }
            return holdIfClose(now)
        case (.preparing, .lag(let count)):
            lag = count
            return holdIfClose(now)
        case (.preparing, .refused(order.id, let fault)), (.holding, .refused(order.id, let fault)),
            (.draining, .refused(order.id, let fault)):
            return fail(fault)
        case (.holding, .settled(let position)):
            phase = .draining
            settledAt = position
            return [.phase(.draining), .say(.drain(id: order.id, position: position))]
        case (.draining, .confirmed(order.id, let position)) where position == settledAt:
            phase = .committing
            askedAt = now
            return [.commit(position)]
        case (.committing, .commitAnswer(order.id, .granted(let term))):
            phase = .ended
            return [.say(.committed(id: order.id, term: term)), .handedOver(term)]
        case (.committing, .commitAnswer(order.id, .refused(let fault))):
            return fail(fault)
        case (.preparing, .tick) where catchUpUntil != nil: return holdIfClose(now)
        case (.preparing, .tick), (.holding, .tick), (.draining, .tick):
            guard now >= stepUntil else { return [] }
            return fail(Fault(
                .deadline, "\(order.candidate) did not finish the phase \"\(phase)\" of the handoff within \(times.handoffStep)",
                advice: "This server leads on. Look at the candidate's log, then promote again."))
        case (.committing, .tick):
            guard now.since(askedAt) >= times.retry, let settledAt else { return [] }
            askedAt = now
            return [.commit(settledAt)]
        default:
            // A duplicate, an answer to another handoff, or one that comes after its phase: it changes nothing.
            return []
        }
    }

    private mutating func holdIfClose(_ now: Instant) -> [HandoffAction] {
        guard let catchUpUntil, lag <= LeadershipBounds.holdLagMax || now >= catchUpUntil else { return [] }
        phase = .holding
        stepUntil = now + times.handoffStep
        return [.phase(.holding), .hold]
    }

    /// The registry named somebody (`term` is above the order's): whoever it is, this handoff is over.
    public mutating func overtaken() { phase = .ended }

    private mutating func fail(_ fault: Fault) -> [HandoffAction] {
        phase = .ended
        return [.say(.abandon(id: order.id)), .resume(fault)]
    }
}

/// The candidate's half of a graceful handoff.
///
/// It only promises what it can keep alone: that it can lead, and that its durable log ends at a position. It never makes itself the
/// leader. It leads when the registry says so, and asks it as long as it has confirmed and not heard.
public struct CandidateMachine: Sendable {
    private enum State: Sendable {
        case idle
        case prepared(id: Iden)
        case draining(id: Iden, Position)
        case confirmed(id: Iden)
    }

    private var state: State = .idle

    public init() {}

    /// Whether it has confirmed and waits to hear who leads.
    public var isWaiting: Bool {
        if case .confirmed = state { true } else { false }
    }

    /// A message of the leader. `fault`: why this server cannot lead now; nil when it can. `durable`: the end of its durable log.
    public mutating func on(_ message: HandoffMessage, durable: Position, fault: Fault?) -> [HandoffMessage] {
        switch message {
        case .prepare(let id, _, _, _):
            if let fault {
                state = .idle
                return [.refuse(id: id, fault)]
            }
            state = .prepared(id: id)
            return [.ready(id: id)]
        case .drain(let id, let position):
            if let fault {
                state = .idle
                return [.refuse(id: id, fault)]
            }
            state = .draining(id: id, position)
            return self.durable(durable)
        case .committed, .abandon:
            state = .idle
            return []
        case .ready, .refuse, .confirm:
            return []
        }
    }

    /// The durable log has grown to `position`.
    public mutating func durable(_ position: Position) -> [HandoffMessage] {
        guard case .draining(let id, let end) = state, position == end else { return [] }
        state = .confirmed(id: id)
        return [.confirm(id: id, position: end)]
    }

    /// The registry has spoken, or the leader of another term has: nothing is waited for any more.
    public mutating func reset() { state = .idle }
}
