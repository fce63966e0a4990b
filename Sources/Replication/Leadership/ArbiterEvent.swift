import Kernel

/// What can happen to the arbiter of one service in the registry. Names are those of the senders' certificates.
public enum ArbiterEvent: Sendable {
    /// A member registers, reports, and, when it leads, asks for a lease.
    case report(MemberReport, LeaseRequest?)
    /// The fresh answer of a member to ``ArbiterAction/askPosition(of:id:)``.
    case position(id: Iden, MemberReport)
    /// Somebody asks for a promotion, or asks again.
    case promote(PromotionRequest)
    /// The leader tells how far a handoff has come.
    case phase(id: Iden, from: String, PromotionPhase)
    /// The leader has drained and asks to raise the term.
    case commit(id: Iden, from: String, term: Term, position: Position)
    /// The leader gave a handoff up.
    case failed(id: Iden, from: String, Fault)
    /// The operator takes a server out of the service.
    case remove(String)
    /// Comes at least every ``LeadershipTimes/retry``.
    case tick
}

/// What the registry is to do. In order; ``ArbiterAction/save(_:)`` is durable (in the registry's own log, as far as that log promises)
/// before the next action is begun: an answer that is not durable could be given differently after a crash.
public enum ArbiterAction: Sendable, Hashable {
    case save(ArbiterRecord)
    /// The answer to a report, or an order, for this member.
    case answer(Standing, to: String)
    /// Leadership changed: tell everyone who watches. Every member is answered besides, because each has to know more.
    case announce(Standing)
    case askPosition(of: String, id: Iden)
    case answerCommit(id: Iden, CommitAnswer, to: String)
    /// The state of a promotion, for everyone who waits for it.
    case promotion(PromotionRecord)
    /// A report or request was refused.
    case refuse(Fault, to: String)
}

/// The durable state of the arbiter of one service.
public struct ArbiterRecord: Codable, Sendable, Hashable {
    /// A server of the service.
    public struct Member: Codable, Sendable, Hashable {
        /// The full name of the server.
        public var name: String
        /// The version of the list of members that first had it.
        public var since: UInt64
        /// The version that first had it no more; it is kept until the leader acknowledges by that version.
        public var leftAt: UInt64?

        public init(name: String, since: UInt64, leftAt: UInt64? = nil) {
            self.name = name
            self.since = since
            self.leftAt = leftAt
        }
    }

    /// A term and how it ended.
    public struct Reign: Codable, Sendable, Hashable {
        /// The term, and who led in it.
        public var term: Term
        public var leader: String
        /// Whether another took over without the leader's consent.
        public var endedByForce: Bool

        public init(term: Term, leader: String, endedByForce: Bool) {
            self.term = term
            self.leader = leader
            self.endedByForce = endedByForce
        }
    }

    /// The term that was granted last; each is granted once.
    public var term: Term = .none
    public var leader: String?
    /// The highest term anybody reported. A grant is above it, even if the registry itself was restored from a backup.
    public var termSeen: Term = .none
    /// The least `acks` under which the present leader may have acknowledged.
    public var acks = 0
    public var members: [Member] = []
    public var membersVersion: UInt64 = 0
    /// The version by which the leader of the present term acknowledges, as far as it has said so.
    public var confirmedVersion: UInt64 = 0
    /// The last ``LeadershipBounds/reignsMax`` reigns that ended.
    public var reigns: [Reign] = []
    /// The last ``LeadershipBounds/promotionsMax`` promotions, the present one last.
    public var promotions: [PromotionRecord] = []

    public init() {}
}
