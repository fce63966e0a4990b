import Kernel

/// The registry's decisions about who leads one service. There is one such machine per service.
///
/// **One leader per term.** A term is raised in one place (`grant`), always above every term granted or reported before, and
/// saved before anybody is told. Everything else in this file decides only *whether* to grant.
///
/// **No acknowledged write is lost.** Let `acks` be N ≥ 1. A graceful promotion is committed by the old leader itself, after the
/// candidate confirmed to hold the whole log. For a forced one the argument has four steps:
/// 1. The positions are asked for only after the lease ran out (no lease is granted from the moment the promotion is requested), or after
///    the operator vouched that the leader is dead. So everything acknowledged *under a lease* was durable on N members before any of
///    them was asked, and nothing more will be.
/// 2. What the old leader acknowledges later, *without* a lease, is durable on every member in the old term; the candidate is a member,
///    and takes nothing of the old term once it knows the new one. So it holds every such entry when its reign begins. For
///    this the leader must count the candidate among its members: a member that registered after the leader was last heard is
///    refused, unless the operator vouches (`confirmedVersion`).
/// 3. At most N - 1 members may be silent, so at least one that answers holds each entry of step 1; it does because a rebuild replaces
///    a log in one step, never by emptying it first.
/// 4. The candidate is at least as far, by (term, index), as everybody who answered. A leader acknowledges nothing before the first
///    entry of its own term is on N members. So if T is the last term in which anything was acknowledged, some answering member ends in T
///    or later, and so does the candidate; logs that end in the same term are prefixes of one another (one leader wrote that
///    term, and a follower appends only what chains onto its own hash); and every later leader began, by this same rule, with
///    all of it.
///
/// With `acks` 0 only what reached the candidate survives; the grant names the furthest position known.
///
/// A log may name bytes that lie beside it. A follower holds them before it reports an entry, so they are where steps 1 and 2 count on
/// them. A server that was rebuilt from a snapshot has the log before it has the bytes: it says so (``MemberReport/complete``), and is
/// not chosen by force unless the operator asks for just that.
///
/// **Leases are not saved.** A machine that starts, after a crash or on another server, assumes that a lease was granted at that instant.
public struct ArbiterMachine: Sendable {
    /// The alias of the service whose leader is arbitrated.
    public let service: String
    public internal(set) var record: ArbiterRecord
    let times: LeadershipTimes
    let safety: Safety
    /// The last word of each member since this machine started.
    public internal(set) var reports: [String: MemberReport] = [:]
    /// Until when another server may act under a lease; nil when there is no leader.
    public internal(set) var leaseUntil: Instant
    /// Fresh answers to the forced promotion under way.
    var collected: [String: MemberReport] = [:]
    var collectUntil: Instant?
    /// The last lease request that was looked at in this term.
    var leaseSequence: UInt64 = 0
    /// When the promotion under way was last touched.
    var promotionSince: Instant

    public init(
        service: String, record: ArbiterRecord = ArbiterRecord(), times: LeadershipTimes = LeadershipTimes(), safety: Safety = .full,
        now: Instant
    ) {
        self.service = service
        self.record = record
        self.times = times
        self.safety = safety
        leaseUntil = now + times.lease + times.leaseGuard
        promotionSince = now
        // Positions that were collected before a crash are gone; they are asked for again, after a new full wait if one is due.
        if let last = record.promotions.indices.last, case .forced(let dead, _, _) = record.promotions[last].request.kind,
            record.promotions[last].outcome == nil {
            self.record.promotions[last].phase = dead != nil ? .collecting : .waiting
        }
    }

    /// Takes one event and returns what to do about it, in order. `now` never goes back from call to call.
    public mutating func on(_ event: ArbiterEvent, now: Instant) -> [ArbiterAction] {
        var out: [ArbiterAction] = []
        switch event {
        case .report(let report, let request): self.report(report, request, now: now, &out)
        case .position(let id, let report): position(id, report, now: now, &out)
        case .promote(let request): promote(request, now: now, &out)
        case .phase(let id, let from, let phase): self.phase(id, from: from, phase, now: now, &out)
        case .commit(let id, let from, let term, let position):
            commit(id, from: from, term: term, position: position, now: now, &out)
        case .failed(let id, let from, let fault): failed(id, from: from, fault, &out)
        case .remove(let name): remove(name, &out)
        case .tick: tick(now: now, &out)
        }
        return out
    }

    /// The promotion with this id, as it stands or as it ended; nil when it is not known (any more).
    public func promotion(_ id: Iden) -> PromotionRecord? {
        record.promotions.last { $0.request.id == id }
    }

    /// The place of the promotion under way.
    var pending: Int? {
        record.promotions.indices.last.flatMap { record.promotions[$0].outcome == nil ? $0 : nil }
    }

    /// Whether a forced promotion is under way: the lease is not renewed then.
    var isForcing: Bool {
        pending.map { if case .forced = record.promotions[$0].request.kind { true } else { false } } ?? false
    }

    /// What `name` is told now.
    public func standing(of name: String, leaseSequence: UInt64? = nil) -> Standing {
        var order: HandoffOrder?
        var asked: Iden?
        if let pending {
            let promotion = record.promotions[pending]
            if case .graceful = promotion.request.kind, name == record.leader {
                order = HandoffOrder(id: promotion.request.id, term: record.term, candidate: promotion.request.candidate)
            }
            if promotion.phase == .collecting, collectUntil != nil, name != record.leader, collected[name] == nil {
                asked = promotion.request.id
            }
        }
        return Standing(
            term: record.term, leader: record.leader, members: record.members.filter { $0.leftAt == nil }.map(\.name).sorted(),
            membersVersion: record.membersVersion, acks: record.acks, leaseSequence: leaseSequence, forcedOut: isForcedOut(name),
            order: order, positionAsked: asked)
    }

    /// A reign that is not remembered counts as ended by force: that costs the operator a command, the other guess could cost data.
    private func isForcedOut(_ name: String) -> Bool {
        guard name != record.leader else { return false }
        guard let report = reports[name] else {
            // Not heard from since this machine started. A server that has settled its reign takes no notice.
            return record.reigns.last { $0.leader == name }?.endedByForce ?? false
        }
        guard report.ledTerm != .none, report.ledTerm < record.term else { return false }
        return record.reigns.last { $0.term == report.ledTerm }?.endedByForce ?? true
    }

    // MARK: Members

    private mutating func report(_ report: MemberReport, _ request: LeaseRequest?, now: Instant, _ out: inout [ArbiterAction]) {
        var changed = false
        if let place = record.members.firstIndex(where: { $0.name == report.name }) {
            if record.members[place].leftAt != nil {
                record.membersVersion += 1
                record.members[place] = .init(name: report.name, since: record.membersVersion)
                changed = true
            }
        } else {
            guard record.members.count < LeadershipBounds.membersMax else {
                out.append(.refuse(Fault(
                    .limit, "\(service) has \(record.members.count) members already; \(report.name) cannot join",
                    advice: "Remove members that are gone with `synctl aha del`."), to: report.name))
                return
            }
            record.membersVersion += 1
            record.members.append(.init(name: report.name, since: record.membersVersion))
            changed = true
        }
        reports[report.name] = report
        if report.term > max(record.termSeen, record.term) {
            record.termSeen = report.term
            changed = true
        }
        if record.leader == nil, report.mayFound {
            grant(report.name, byForce: false, now: now)
            changed = true
        }
        let sequence = request.flatMap { lease($0, of: report.name, now: now, &changed) }
        if changed { out.append(.save(record)) }
        out.append(.answer(standing(of: report.name, leaseSequence: sequence), to: report.name))
    }

    /// Grants the lease, if it may. The time runs from now, which is after the leader asked.
    private mutating func lease(_ request: LeaseRequest, of name: String, now: Instant, _ changed: inout Bool) -> UInt64? {
        guard name == record.leader, request.term == record.term else { return nil }
        // What an older request says about `acks` and members was overtaken.
        guard request.sequence > leaseSequence else { return nil }
        leaseSequence = request.sequence
        if request.acks != record.acks {
            record.acks = max(0, request.acks)
            changed = true
        }
        if request.membersVersion > record.confirmedVersion {
            record.confirmedVersion = request.membersVersion
            changed = true
        }
        if record.members.contains(where: { ($0.leftAt ?? .max) <= request.membersVersion }) {
            record.members.removeAll { ($0.leftAt ?? .max) <= request.membersVersion }
            changed = true
        }
        guard !isForcing else { return nil }
        leaseUntil = now + times.lease + times.leaseGuard
        return request.sequence
    }

    /// The server stays in the record, so that its answer is still waited for, until the leader acknowledges by a list without it.
    private mutating func remove(_ name: String, _ out: inout [ArbiterAction]) {
        guard let place = record.members.firstIndex(where: { $0.name == name && $0.leftAt == nil }) else {
            out.append(.refuse(Fault(.noSuchName, "\(name) is not a member of \(service)"), to: name))
            return
        }
        guard name != record.leader else {
            out.append(.refuse(Fault(
                .refused, "\(name) leads \(service) and cannot be removed", advice: "Promote another member first."), to: name))
            return
        }
        record.membersVersion += 1
        record.members[place].leftAt = record.membersVersion
        reports[name] = nil
        out.append(.save(record))
        if let leader = record.leader { out.append(.answer(standing(of: leader), to: leader)) }
    }

    // MARK: The one place where leadership changes

    /// Raises the term. The caller saves the record before it tells anybody.
    mutating func grant(_ name: String, byForce: Bool, now: Instant) {
        let term = max(record.term, record.termSeen).next
        precondition(term > record.term, "a term is granted once")
        if let old = record.leader {
            record.reigns.append(.init(term: record.term, leader: old, endedByForce: byForce))
            if record.reigns.count > LeadershipBounds.reignsMax { record.reigns.removeFirst() }
        }
        record.term = term
        record.leader = name
        leaseSequence = 0
        // The new leader begins only on a standing that says so, and that standing carries the list of this version or a later one.
        record.confirmedVersion = record.membersVersion
        // It may act under a lease that it asks for right away; whoever comes next waits for that one.
        leaseUntil = now + times.lease + times.leaseGuard
    }

    mutating func end(_ place: Int, _ outcome: PromotionOutcome, _ out: inout [ArbiterAction]) {
        record.promotions[place].phase = .ended
        record.promotions[place].outcome = outcome
        // A request that is refused at once stands before the one under way and leaves that one alone.
        if place == record.promotions.count - 1 {
            collected = [:]
            collectUntil = nil
        }
        out.append(.save(record))
        if case .granted(let grant) = outcome {
            out.append(.announce(Standing(term: grant.term, leader: grant.leader)))
            for name in record.members.map(\.name).sorted() { out.append(.answer(standing(of: name), to: name)) }
        }
        out.append(.promotion(record.promotions[place]))
    }
}
