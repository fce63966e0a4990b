import Kernel

/// One write, or one wait, of a caller at this server. The driver draws the number and keeps the caller; the machine decides.
public struct Ticket: Sendable, Hashable {
    /// Counts the waiters of one server; never used twice in a run.
    public let number: UInt64

    public init(_ number: UInt64) { self.number = number }
}

/// What can happen to a server of a service.
public enum ReplicaEvent: Sendable {
    /// The server has opened its storage. Comes once, first.
    case started
    /// Comes at least every ``LeadershipTimes/retry``; times run out then.
    case tick

    // From the registry.
    case standing(Standing)
    case commitAnswer(id: Iden, CommitAnswer)

    // From clients of this server.
    /// A write that is not in the log yet, as far as the driver knows.
    case write(Ticket)

    // From the storage of this server.
    /// A write was appended (not yet durable) at the end of the log; or its request id is in the log already, at `at`,
    /// and then `end` is the unchanged end. `end` is always the end of the log after the event.
    case appended(Ticket, at: Index, end: Position)
    /// The storage refused a write before it was appended (a handler said no).
    case appendRefused(Ticket, Fault)
    /// The first entry of this leader's term was appended.
    case termStarted(end: Position)
    /// The log is durable up to here.
    case durable(Position)
    /// A snapshot replaced log and state in one step, durably.
    case replaced(Position)
    /// Every byte that log and state name is here.
    case attachmentsComplete

    // From the leader, for writes that were forwarded.
    /// `term`: the term in which that leader acknowledged it. In a later term the index may be another entry's.
    case forwardAnswered(Ticket, Index, term: Term)
    /// `sent`: whether the write may have reached a leader.
    case forwardFailed(Ticket, Fault, sent: Bool)

    // From servers that follow this one.
    /// `known`: what this server's durable log says about the index that the follower presents.
    case follow(FollowRequest, known: LogKnowledge)
    case progress(from: String, ProgressReport)
    case followerGone(String)

    // From the upstream.
    case followAnswer(from: String, FollowAnswer)
    /// `computed`: the position that this server gets by chaining the entries of the batch onto its own log.
    case batch(BatchHeader, computed: Position)
    case heartbeat(from: String, Heartbeat)
    case upstreamGone

    // The other half of a handoff.
    case handoff(from: String, HandoffMessage)

    // From the operator.
    /// Set aside what the new leader does not have, rebuild, and be a mirror again. `logStart`: the index before the first entry held.
    case rejoin(logStart: Index)
    /// The parts of a rejoin that the driver carries out.
    case rejoinStep(RejoinEvent)
    /// Lead the next term without a registry (PROMOTE-8). Refused where there is one.
    case promoteUnfenced
    case stop
}

/// What the driver of a server is to do. The actions of one event are carried out in order, and ``ReplicaAction/persist(_:)`` is
/// durable before the next one is begun: a server that forgot in a crash what it had promised could break the promise.
public enum ReplicaAction: Sendable, Hashable {
    /// Make the record durable.
    case persist(ReplicaRecord)
    case roleChanged(ReplicaRole, reason: String)

    // To the registry.
    case report(MemberReport, LeaseRequest?)
    case answerPosition(id: Iden, MemberReport)
    case reportPhase(id: Iden, PromotionPhase)
    case commit(id: Iden, term: Term, position: Position)
    case reportFailure(id: Iden, Fault)

    // To clients.
    /// The write at this index is durable as far as was promised.
    case acknowledge(Ticket, Index)
    case fail(Ticket, Fault)
    /// Send the write, with its request id, to this server, which leads.
    case forward(Ticket, to: String)

    // To the storage.
    /// Append the write, with its request id, unless that id is in the log already. Answered by `appended` or `appendRefused`.
    case append(Ticket)
    /// Append the first entry of this term: it carries no change. Answered by `termStarted`.
    case appendTermStart(Term)

    // As an upstream.
    case answerFollow(to: String, FollowAnswer)
    /// Feed durable entries after `after`, now and as they become durable.
    case stream(to: String, feed: UInt64, after: Position)
    /// Send a snapshot, then stream from its position.
    case sendSnapshot(to: String, feed: UInt64)
    /// End every feed; the followers ask again.
    case stopFeeds
    case stopFeed(to: String)
    case heartbeat(Heartbeat)

    // As a follower.
    case follow(FollowRequest, from: String)
    /// Drop the link to the upstream, and what may still come over it.
    case unfollow
    /// Append and apply the batch just presented.
    case appendBatch
    case progress(ProgressReport, to: String)

    case handoff(HandoffMessage, to: String)
    case rejoinStep(RejoinAction)
}
