import Kernel

/// A follower asks a server to feed it. Any server can be asked: the leader, or a follower that itself streams.
public struct FollowRequest: Sendable, Hashable {
    /// The name of the follower.
    public var name: String
    /// Counts the attempts of one follower. Everything that belongs to a feed repeats it, so that what is left of an
    /// earlier feed is told apart and dropped.
    public var feed: UInt64
    /// The highest term that the follower knows of.
    public var term: Term
    /// Where its log ends.
    public var position: Position
    /// The highest level of change messages that it can apply.
    public var level: Int

    public init(name: String, feed: UInt64, term: Term, position: Position, level: Int = 1) {
        self.name = name
        self.feed = feed
        self.term = term
        self.position = position
        self.level = level
    }
}

/// What a log says about an index that a follower presents.
public enum LogKnowledge: Sendable, Hashable {
    /// The durable log holds the index, and this is the position there.
    case position(Position)
    /// The index lies before the start of the log.
    case trimmed
    /// The durable log ends before the index.
    case beyond
}

/// The answer of an upstream to a ``FollowRequest``.
public struct FollowAnswer: Sendable, Hashable {
    /// Whether and how the follower is fed.
    public enum Verdict: Sendable, Hashable {
        /// The follower's log is a prefix of mine; entries after its end follow.
        case stream
        /// The follower's log ends before mine begins; a snapshot follows, then entries.
        case snapshot
        /// The follower's log is not a prefix of mine. `common`: the last index that is known to be equal in both, if it is known.
        case diverged(common: Index?)
        /// I can not tell now (I am behind you, or not in step myself); ask again.
        case wait
        /// Not as things are.
        case refused(Fault)
    }

    /// The number of the request that this answers.
    public var feed: UInt64
    /// The term that the answering server leads, or follows in.
    public var term: Term
    public var verdict: Verdict

    public init(feed: UInt64, term: Term, verdict: Verdict) {
        self.feed = feed
        self.term = term
        self.verdict = verdict
    }
}

/// What stands before a batch of entries on a feed.
public struct BatchHeader: Sendable, Hashable {
    /// The number of the request that this feed belongs to.
    public var feed: UInt64
    /// The term of the leader whose log is fed.
    public var term: Term
    /// The position before the first entry of the batch.
    public var previous: Position
    /// The position after the last entry, as the upstream has it.
    public var last: Position

    public init(feed: UInt64, term: Term, previous: Position, last: Position) {
        self.feed = feed
        self.term = term
        self.previous = previous
        self.last = last
    }
}

/// Sent by the leader at an interval and passed on down the tree. A follower that hears none is cut off from the leader.
public struct Heartbeat: Sendable, Hashable {
    /// The term, and who leads in it.
    public var term: Term
    public var leader: String
    /// The end of the leader's durable log: what a follower must have reached to be in step.
    public var durable: Index

    public init(term: Term, leader: String, durable: Index) {
        self.term = term
        self.leader = leader
        self.durable = durable
    }
}

/// How far a follower, and all that follow it, are durable. It travels up the tree to the leader.
public struct ProgressReport: Sendable, Hashable {
    /// One server and the end of its durable log.
    public struct Item: Sendable, Hashable {
        /// The full name of the server.
        public var name: String
        /// The index up to which its log is durable.
        public var durable: Index

        public init(name: String, durable: Index) {
            self.name = name
            self.durable = durable
        }
    }

    /// The term in which every server named follows. Progress made in another term says nothing about this leader's log.
    public var term: Term
    public var items: [Item]

    public init(term: Term, items: [Item]) {
        self.term = term
        self.items = items
    }
}
