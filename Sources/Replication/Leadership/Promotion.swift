import Kernel

/// A wish to make `candidate` the leader. Its id makes it safe to ask again: the same id always gets the same outcome.
public struct PromotionRequest: Codable, Sendable, Hashable {
    /// With or without the consent of the present leader.
    public enum Kind: Codable, Sendable, Hashable {
        /// The living leader hands over; nothing is lost and no write fails.
        case graceful
        /// The leader is gone. `vouchedDead`: the leader of which the operator states that it is dead, so that its lease need not run
        /// out. It is named because another may have come to lead since the operator looked.
        /// `allowBehind`: go on although another member holds more, or may hold more.
        /// `allowIncomplete`: go on although the candidate lacks bytes that its log names.
        case forced(vouchedDead: String?, allowBehind: Bool, allowIncomplete: Bool = false)
    }

    public var id: Iden
    /// The full name of the server that is to lead.
    public var candidate: String
    /// With or without the leader.
    public var kind: Kind

    public init(id: Iden, candidate: String, kind: Kind) {
        self.id = id
        self.candidate = candidate
        self.kind = kind
    }
}

/// The registry's order to the leader to hand over to `candidate`.
public struct HandoffOrder: Codable, Sendable, Hashable {
    public var id: Iden
    /// The term that ends. An order for another term is void.
    public var term: Term
    public var candidate: String

    public init(id: Iden, term: Term, candidate: String) {
        self.id = id
        self.term = term
        self.candidate = candidate
    }
}

/// The numbered phases of a promotion. A graceful one takes 1, 2, 3, 4, 7; a forced one 5, 6, 7.
public enum PromotionPhase: Int, Codable, Sendable, Hashable, Comparable {
    /// The leader asks the candidate whether it can lead.
    case preparing = 1
    /// New writes wait at the leader.
    case holding = 2
    /// The candidate receives the last entries.
    case draining = 3
    /// The leader has asked the registry to raise the term.
    case committing = 4
    /// The lease of the leader has still to run out.
    case waiting = 5
    /// The members are asked for their positions.
    case collecting = 6
    /// The outcome is known and durable.
    case ended = 7

    public static func < (left: PromotionPhase, right: PromotionPhase) -> Bool { left.rawValue < right.rawValue }
}

/// How a promotion ended, as it is kept and as everyone who asks is told.
public enum PromotionOutcome: Codable, Sendable, Hashable {
    /// The candidate leads `term`.
    case granted(Grant)
    /// Nothing changed; the fault says why.
    case refused(Fault)
}

/// A term that was granted.
public struct Grant: Codable, Sendable, Hashable {
    /// The term granted, and to whom.
    public var term: Term
    public var leader: String
    /// Where the candidate's log ended when it was chosen.
    public var position: Position
    /// For a forced promotion: the furthest position that the registry heard of from anybody, when it lies ahead of the
    /// candidate's. What lies between may be lost. Nil when nothing further is known.
    public var furthestKnown: Position?
    /// Members that did not answer when they were asked for their positions.
    public var unheard: [String]

    public init(term: Term, leader: String, position: Position, furthestKnown: Position? = nil, unheard: [String] = []) {
        self.term = term
        self.leader = leader
        self.position = position
        self.furthestKnown = furthestKnown
        self.unheard = unheard
    }
}

/// The state of a promotion as the registry keeps it.
public struct PromotionRecord: Codable, Sendable, Hashable {
    /// What was asked for, and how far it has come.
    public var request: PromotionRequest
    public var phase: PromotionPhase
    /// Set when `phase` is ``PromotionPhase/ended``.
    public var outcome: PromotionOutcome?

    public init(request: PromotionRequest, phase: PromotionPhase, outcome: PromotionOutcome? = nil) {
        self.request = request
        self.phase = phase
        self.outcome = outcome
    }
}

/// What the two halves of a handoff say to each other.
public enum HandoffMessage: Codable, Sendable, Hashable {
    /// Leader to candidate: can you lead after `term`? The leader's log ends at `position`.
    case prepare(id: Iden, term: Term, position: Position, level: Int)
    /// Candidate to leader: I can.
    case ready(id: Iden)
    /// Candidate to leader: I can not, because of this.
    case refuse(id: Iden, Fault)
    /// Leader to candidate: no entry follows `position`; confirm when you hold it durably.
    case drain(id: Iden, position: Position)
    /// Candidate to leader: my durable log ends exactly at `position`.
    case confirm(id: Iden, position: Position)
    /// Leader to candidate: the registry has named you; ask it.
    case committed(id: Iden, term: Term)
    /// Leader to candidate: nothing came of it, I lead on.
    case abandon(id: Iden)
}

/// The registry's answer to a leader that asked it to commit a handoff.
public enum CommitAnswer: Codable, Sendable, Hashable {
    /// The candidate leads this term now.
    case granted(Term)
    /// It does not and, for this id, never will.
    case refused(Fault)
}
