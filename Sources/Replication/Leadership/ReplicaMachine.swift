import Kernel

/// One server of a service: whether it leads, whom it follows, what it may acknowledge.
///
/// It owns decisions, not bytes. The log lives in the storage; the machine knows where it ends (`last`), how far that is durable
/// (`durable`), and how far everybody who follows is. The rules that make it safe, each with its reason:
///
/// - **It starts as nobody.** A server that led when it stopped asks the registry before it leads again. Named in the same term, it
///   leads on *in that term*: entries are fed only after they are durable here, so after a crash no follower holds anything of the
///   term that this log lacks, and indexes that were given out but not durable were never seen by anybody. (A disk that loses
///   what it said was durable breaks this; a follower then presents a position beyond the leader's end and is told it diverged.)
/// - **A term only rises**, and is durable before anything is done in it. Whoever took part in term T and crashed must not serve T - 1.
/// - **A leader begins its term with an entry**, and acknowledges nothing before that entry is as durable as `acks` demands. Without it an
///   entry of an older term could be acknowledged and yet be passed over by a candidate that ends in a later term (Raft's figure 8).
/// - **It acknowledges** what is durable here and on `acks` members, while its lease is current; without a current lease only what is
///   durable on *every* member in its term. The second is safe because whoever could be named in the leader's place is a member, so
///   it holds the entry, and it took it before it knew of a higher term (afterwards it refuses). Such an acknowledgement may
///   come after another began to lead, like one that the network delayed; what it promises holds all the same.
/// - **A follower appends** only what chains onto its own log by term, index and running hash, from an upstream that is itself in step
///   in the same term. So each follower's log is a prefix of its leader's, and "durable up to index i in term T" says all about its
///   content.
/// - **A server whose log is no prefix** of its leader's applies nothing more. It says where, and waits for `rejoin`.
public struct ReplicaMachine: Sendable {
    /// What this server is set up to be.
    public let options: ReplicaOptions
    public internal(set) var record: ReplicaRecord
    public internal(set) var role: ReplicaRole = .starting
    /// The end of the log.
    public internal(set) var last: Position
    /// The end of the log as far as it is durable.
    public internal(set) var durable: Position
    public internal(set) var lease: LeaseMachine
    /// Who leads, as far as this server has heard.
    public internal(set) var leader: String?
    /// The other members of the service, as the registry last said.
    public internal(set) var members: [String] = []
    public internal(set) var membersVersion: UInt64 = 0
    /// The handoff under way, when this server leads.
    public internal(set) var handoff: HandoffMachine?
    public internal(set) var rejoin: RejoinMachine?
    /// Whether the bytes that log and state name are here too, as far as the driver has looked.
    public internal(set) var isComplete: Bool

    // Leading.
    /// The index of the first entry of the term; nil until it is appended.
    var termStart: Index?
    /// Everything up to here may be acknowledged.
    public internal(set) var acked: Index = .zero
    /// Writes given to the storage that are not in the log yet.
    var appending: Set<Ticket> = []
    /// Writes in the log, not acknowledged yet.
    var waiting = TicketQueue()
    /// Writes that wait for a leader, or for the end of a handoff.
    var held = TicketQueue()
    /// How far each server below this one is durable in the present term, and when it last said so.
    public internal(set) var progress: [String: Progress] = [:]
    var heartbeatAt: Instant?
    /// Whether a lease was granted in this reign: before, writes wait; afterwards, a lost lease is told at once.
    var hadLease = false
    /// What the registry holds for `acks` and the version of the members by which everything acknowledged so far is held.
    var arbiterAcks = 0
    var settledVersion: UInt64 = 0
    var lastFailure: (id: Iden, fault: Fault)?

    // Following.
    var following = Following()
    var candidate = CandidateMachine()
    /// The followers that are fed, with the number of their feed.
    public internal(set) var feeds: [String: UInt64] = [:]
    /// Writes that were sent to the leader.
    var forwards: [Ticket: Forward] = [:]
    /// Writes that the leader acknowledged and this server does not hold yet.
    var reads: [(ticket: Ticket, index: Index, term: Term, deadline: Instant)] = []

    // The registry.
    var heardArbiter = false
    var reportedAt: Instant?

    /// A server below this one in the tree.
    public struct Progress: Sendable, Hashable {
        /// The index up to which its log is durable, and when it said so.
        public var durable: Index
        public var heardAt: Instant
    }

    struct Forward: Sendable {
        var deadline: Instant
        var sent: Bool
    }

    /// The state of following an upstream.
    struct Following: Sendable {
        enum State: Sendable {
            /// Not connected; asks when the time comes.
            case idle
            case asking
            case streaming
            /// A snapshot is on its way.
            case copying
        }

        var state: State = .idle
        var upstream: String?
        var feed: UInt64 = 0
        /// When the state was entered, or when to ask again.
        var since: Instant = .zero
        var heardAt: Instant = .zero
        /// Failures in a row; after two, the leader is asked instead of the configured upstream.
        var failures = 0
        /// Heartbeats in a row that said there is more than came.
        var behind = 0
    }

    /// - Parameters:
    ///   - record: what the server remembered; an empty one for a new server.
    ///   - position: the end of its durable log.
    ///   - feed: where to count feeds and lease requests on from: above every number that an earlier run used, such as the time of day
    ///     in milliseconds, times 1,000, when the run began.
    ///   - isComplete: false where bytes that the log names may be missing; ``ReplicaEvent/attachmentsComplete`` says when they are not.
    public init(options: ReplicaOptions, record: ReplicaRecord, position: Position, feed: UInt64 = 0, isComplete: Bool = true) {
        self.options = options
        self.record = record
        last = position
        durable = position
        lease = LeaseMachine(times: options.times, after: feed)
        self.isComplete = isComplete
        following.feed = feed
    }

    var name: String { options.name }
    var times: LeadershipTimes { options.times }
    var safety: Safety { options.safety }
    /// Whether this server orders writes.
    public var leads: Bool { role == .leader || role == .holding }
    /// Whether what this server has is a prefix of the leader's log in the present term, and grows with it.
    public var isInStep: Bool { role == .follower && following.state == .streaming }

    /// Takes one event and returns what to do about it, in order. `now` never goes back from call to call.
    public mutating func on(_ event: ReplicaEvent, now: Instant) -> [ReplicaAction] {
        var out: [ReplicaAction] = []
        guard role != .stopped else {
            if case .write(let ticket) = event { out.append(.fail(ticket, Self.stoppedFault)) }
            return out
        }
        switch event {
        case .started: started(now, &out)
        case .tick: tick(now, &out)
        case .standing(let standing): self.standing(standing, now, &out)
        case .commitAnswer(let id, let answer): step(.commitAnswer(id: id, answer), now, &out)
        case .write(let ticket): write(.init(ticket: ticket, deadline: now + times.write), now, &out)
        case .appended(let ticket, let index, let end): appended(ticket, index, end, now, &out)
        case .appendRefused(let ticket, let fault):
            appending.remove(ticket)
            out.append(.fail(ticket, fault))
            settle(now, &out)
        case .termStarted(let end): termStarted(end, now, &out)
        case .durable(let position): becameDurable(position, now, &out)
        case .replaced(let position): replaced(position, now, &out)
        case .attachmentsComplete:
            isComplete = true
            // Somebody may be about to choose a leader by what the registry knows.
            if heardArbiter { sendReport(now, &out) }
        case .forwardAnswered(let ticket, let index, let term): forwardAnswered(ticket, index, term, now, &out)
        case .forwardFailed(let ticket, let fault, let sent): forwardFailed(ticket, fault, sent: sent, now, &out)
        case .follow(let request, let known): follow(request, known, now, &out)
        case .progress(let from, let report): progress(from, report, now, &out)
        case .followerGone(let name): feeds[name] = nil
        case .followAnswer(let from, let answer): followAnswer(from, answer, now, &out)
        case .batch(let header, let computed): batch(header, computed, now, &out)
        case .heartbeat(let from, let heartbeat): self.heartbeat(from, heartbeat, now, &out)
        case .upstreamGone: refollow(failed: true, now, &out)
        case .handoff(let from, let message): handoff(from, message, now, &out)
        case .rejoin(let start): startRejoin(start, now, &out)
        case .rejoinStep(let event): rejoinStep(event, now, &out)
        case .promoteUnfenced:
            if !options.fenced, !leads { lead(record.term.next, reason: "promoted without a registry", now, &out) }
        case .stop: stop(&out)
        }
        return out
    }

    private mutating func started(_ now: Instant, _ out: inout [ReplicaAction]) {
        switch record.condition {
        case .fenced: setRole(.fenced, "term \(record.ledTerm), which this server led, was ended by force", &out)
        case .diverged(let divergence): setRole(.diverged, divergence.fault.message, &out)
        case .sound:
            if options.fenced {
                // A server that has nothing to settle can follow while the registry is silent; one that led must ask first.
                if record.ledTerm == .none, options.upstream != nil { setRole(.follower, "it starts", &out) }
            } else if record.ledTerm == record.term, options.upstream == nil || record.term != .none {
                lead(record.term == .none ? record.term.next : record.term, reason: "no registry; it leads as it did", now, &out)
            } else {
                setRole(.follower, "it starts, without a registry", &out)
                leader = options.upstream
            }
        }
        tick(now, &out)
    }

    private mutating func tick(_ now: Instant, _ out: inout [ReplicaAction]) {
        reportIfDue(now, &out)
        if leads {
            if heartbeatAt.map({ now.since($0) >= times.heartbeat }) ?? true {
                heartbeatAt = now
                if !feeds.isEmpty { out.append(.heartbeat(Heartbeat(term: record.term, leader: name, durable: durable.index))) }
            }
            if handoff != nil { step(.tick, now, &out) }
            settle(now, &out)
            advance(now, &out)
            finishReads(now, &out)
        } else {
            tickFollowing(now, &out)
            retryHeld(now, &out)
        }
        expire(now, &out)
    }

    private mutating func expire(_ now: Instant, _ out: inout [ReplicaAction]) {
        for item in waiting.expire(now) {
            let why = canAcknowledge(now) ? "not enough followers confirmed it" : "the lease of the leader has run out"
            out.append(.fail(item.ticket, Self.unknownFault("the write at index \(item.index) was not acknowledged in time: \(why)")))
        }
        for item in held.expire(now) {
            if item.sent {
                out.append(.fail(item.ticket, Self.unknownFault("the write was sent to a leader that did not answer")))
            } else {
                out.append(.fail(item.ticket, item.fault ?? Fault(
                    .noLeader, "no leader took the write in time; it was not made", advice: "`synctl aha status` shows who leads.")))
            }
        }
        if reads.contains(where: { $0.deadline <= now }) {
            for read in reads where read.deadline <= now {
                out.append(.fail(read.ticket, Self.unknownFault("the write was made, but this server does not hold it yet")))
            }
            reads.removeAll { $0.deadline <= now }
        }
    }

    mutating func setRole(_ role: ReplicaRole, _ reason: String, _ out: inout [ReplicaAction]) {
        guard role != self.role else { return }
        self.role = role
        out.append(.roleChanged(role, reason: reason))
    }

    private mutating func stop(_ out: inout [ReplicaAction]) {
        out.append(.stopFeeds)
        dropUpstream(&out)
        failWaiting("the server stopped", &out)
        for item in held.drain() {
            out.append(.fail(item.ticket, item.sent ? Self.unknownFault("the server stopped") : Self.stoppedFault))
        }
        for read in reads { out.append(.fail(read.ticket, Self.unknownFault("the server stopped"))) }
        reads = []
        for ticket in forwards.keys.sorted(by: { $0.number < $1.number }) {
            out.append(.fail(ticket, Self.unknownFault("the server stopped")))
        }
        forwards = [:]
        setRole(.stopped, "it was told to stop", &out)
    }

    static let stoppedFault = Fault(.stopped, "the server is stopping", advice: "Use another server of the service.")

    static func unknownFault(_ message: String) -> Fault {
        Fault(.unknownOutcome, message, advice: "Ask again with the same request id: it is made at most once.")
    }
}
