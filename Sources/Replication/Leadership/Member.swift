import Kernel

/// What one server of a service is doing now.
public enum ReplicaRole: String, Codable, Sendable, Hashable {
    /// It has not yet learned whether it leads. It acknowledges nothing.
    case starting
    /// It orders and acknowledges writes in its term.
    case leader
    /// It follows an upstream, which may be the leader or another follower.
    case follower
    /// It leads, and queues new writes while leadership is handed over.
    case holding
    /// It led a term that was ended by force. It serves reads, takes no writes, and waits for `rejoin`.
    case fenced
    /// Its log is not a prefix of its leader's. It applies nothing and waits for `rejoin`.
    case diverged
    /// It has stopped.
    case stopped
}

/// What a server tells the registry about itself: when it starts, when something changes, and every third of a lease.
public struct MemberReport: Codable, Sendable, Hashable {
    /// The name of the server, such as `01.cortex`; its certificate proves it.
    public var name: String
    /// Drawn anew at every start of the process.
    public var run: Iden
    /// The highest term that the server knows of.
    public var term: Term
    /// The last term that the server led and whose end it has not yet settled; ``Term/none`` when there is none.
    public var ledTerm: Term
    /// The end of its log as far as it is durable.
    public var position: Position
    /// Whom it follows; nil for a leader.
    public var upstream: String?
    /// The highest level of change messages that it can apply (NEXUS-8).
    public var level: Int
    public var role: ReplicaRole
    /// Whether it is whole and in step: a follower that streams, or a leader.
    public var ready: Bool
    /// Whether it may become the first leader of a service that never had one: it has no upstream configured.
    public var mayFound: Bool
    /// Whether the bytes that its log and state name are here too. After a rebuild from a snapshot they arrive later.
    public var complete: Bool

    public init(
        name: String, run: Iden, term: Term = .none, ledTerm: Term = .none, position: Position = .origin, upstream: String? = nil,
        level: Int = 1, role: ReplicaRole = .starting, ready: Bool = false, mayFound: Bool = false, complete: Bool = true
    ) {
        self.name = name
        self.run = run
        self.term = term
        self.ledTerm = ledTerm
        self.position = position
        self.upstream = upstream
        self.level = level
        self.role = role
        self.ready = ready
        self.mayFound = mayFound
        self.complete = complete
    }
}

/// A leader's request for a lease. It goes with its report.
public struct LeaseRequest: Codable, Sendable, Hashable {
    /// The term that the sender leads.
    public var term: Term
    /// Counts the requests of one leader; the answer repeats it, so that the leader knows when it asked.
    public var sequence: UInt64
    /// How many followers must hold an entry before the sender acknowledges it.
    public var acks: Int
    /// The list of members by which the sender acknowledges (see ``Standing/membersVersion``).
    public var membersVersion: UInt64

    public init(term: Term, sequence: UInt64, acks: Int, membersVersion: UInt64) {
        self.term = term
        self.sequence = sequence
        self.acks = acks
        self.membersVersion = membersVersion
    }
}

/// What the registry tells one server: who leads, who the members are, and what it wants of this server.
public struct Standing: Codable, Sendable, Hashable {
    /// The term that was granted last.
    public var term: Term
    /// Whom it was granted to; nil while the service never had a leader.
    public var leader: String?
    /// Every server that can be promoted, or whose copy of an entry counts for `acks`, sorted.
    public var members: [String]
    /// Rises with every change of `members`.
    public var membersVersion: UInt64
    /// The value of `acks` that the registry has made durable.
    public var acks: Int
    /// The sequence of the lease request that this answer grants; nil when it grants none.
    public var leaseSequence: UInt64?
    /// Whether a term that the receiver led was ended by force and is not settled: it must stay fenced until `rejoin`.
    public var forcedOut: Bool
    /// A handoff that the receiver, as the leader, is to carry out. Repeated until it ends, because an order may be lost.
    public var order: HandoffOrder?
    /// A forced promotion for which the receiver is to answer with its position, now. Repeated for the same reason.
    public var positionAsked: Iden?

    public init(
        term: Term, leader: String?, members: [String] = [], membersVersion: UInt64 = 0, acks: Int = 0, leaseSequence: UInt64? = nil,
        forcedOut: Bool = false, order: HandoffOrder? = nil, positionAsked: Iden? = nil
    ) {
        self.term = term
        self.leader = leader
        self.members = members
        self.membersVersion = membersVersion
        self.acks = acks
        self.leaseSequence = leaseSequence
        self.forcedOut = forcedOut
        self.order = order
        self.positionAsked = positionAsked
    }
}
