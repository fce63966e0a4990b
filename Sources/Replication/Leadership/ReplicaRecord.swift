import Kernel

/// What a server remembers about leadership through a crash. It is kept beside the log.
public struct ReplicaRecord: Codable, Sendable, Hashable {
    /// Why the server waits for `rejoin`.
    public enum Condition: Codable, Sendable, Hashable {
        case sound
        /// A term that it led was ended by force.
        case fenced
        /// Its log is not a prefix of the log of `term`'s leader.
        case diverged(Divergence)
    }

    /// The highest term that the server has seen. It takes nothing from a lower one.
    public var term: Term
    /// The last term that it led and whose end it has not settled; ``Term/none`` when there is none.
    public var ledTerm: Term
    public var condition: Condition

    public init(term: Term = .none, ledTerm: Term = .none, condition: Condition = .sound) {
        self.term = term
        self.ledTerm = ledTerm
        self.condition = condition
    }
}

/// How a log was found not to be a prefix of its leader's.
public struct Divergence: Codable, Sendable, Hashable {
    /// Where this server's log ended.
    public var position: Position
    /// The term in whose log the difference was found.
    public var term: Term
    /// The last index known to be equal in both logs, if one is known.
    public var common: Index?
    /// Who said so.
    public var upstream: String

    public init(position: Position, term: Term, common: Index?, upstream: String) {
        self.position = position
        self.term = term
        self.common = common
        self.upstream = upstream
    }

    /// What an operator is told.
    public var fault: Fault {
        let agreed = common.map { "the last entry in common is \($0)" } ?? "the last entry in common is not known yet"
        return Fault(
            .diverged, "this log (end \(position)) is not a prefix of the log that \(upstream) has in term \(term); \(agreed)",
            fields: ["position": .string("\(position)"), "term": .integer(term.number), "upstream": .string(upstream)],
            advice: "Nothing is applied here any more. Run `synctl rejoin`: it exports what only this server has, and rebuilds.")
    }
}

/// What a server is set up to be.
public struct ReplicaOptions: Sendable, Hashable {
    /// The full name of this server, and the identifier of this run of its process.
    public var name: String
    public var run: Iden
    /// The server to follow; nil: follow whoever leads, and lead a service that has no leader yet.
    public var upstream: String?
    /// How many followers must have an entry durable before it is acknowledged (`nexus:acks`).
    public var acks: Int
    /// The highest level of change messages that this version can apply and may write.
    public var level: Int
    /// Whether a registry grants the terms. Without one the service is "unfenced": nothing stops two leaders but the operator's care.
    public var fenced: Bool
    public var times: LeadershipTimes
    public var safety: Safety

    public init(
        name: String, run: Iden, upstream: String? = nil, acks: Int = 0, level: Int = 1, fenced: Bool = true,
        times: LeadershipTimes = LeadershipTimes(), safety: Safety = .full
    ) {
        self.name = name
        self.run = run
        self.upstream = upstream
        self.acks = acks
        self.level = level
        self.fenced = fenced
        self.times = times
        self.safety = safety
    }
}
