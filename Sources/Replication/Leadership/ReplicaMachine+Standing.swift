import Kernel

/// What the registry says, and what it is told.
extension ReplicaMachine {
    /// What this server is, for the registry.
    public var report: MemberReport {
        MemberReport(
            name: name, run: options.run, term: record.term, ledTerm: record.ledTerm, position: durable,
            upstream: leads ? nil : following.upstream, level: options.level, role: role,
            ready: leads || (isInStep && rejoin == nil), mayFound: options.upstream == nil, complete: isComplete)
    }

    mutating func reportIfDue(_ now: Instant, _ out: inout [ReplicaAction]) {
        guard options.fenced else { return }
        if leads {
            if lease.isDue(at: now) { sendReport(now, &out) }
            return
        }
        let span = !heardArbiter || role == .starting || candidate.isWaiting ? times.retry : times.renewal
        if reportedAt.map({ now.since($0) >= span }) ?? true { sendReport(now, &out) }
    }

    mutating func sendReport(_ now: Instant, _ out: inout [ReplicaAction]) {
        guard options.fenced else { return }
        reportedAt = now
        guard leads else {
            out.append(.report(report, nil))
            return
        }
        // The registry may count on what everything acknowledged so far is held by, not on what we mean to do from now on.
        // 1 is said at once, and so is durable there before the first lease: by 0 the registry would take silent members lightly.
        let settled = isSettled
        if settled { settledVersion = membersVersion }
        out.append(.report(report, LeaseRequest(
            term: record.term, sequence: lease.ask(now: now), acks: settled ? options.acks : min(options.acks, max(1, arbiterAcks)),
            membersVersion: settledVersion)))
    }

    /// Whether all that was acknowledged, and the beginning of this term, is on `acks` of the present members.
    private var isSettled: Bool {
        guard let termStart else { return false }
        return replicated(options.acks) >= max(termStart, acked)
    }

    mutating func standing(_ standing: Standing, _ now: Instant, _ out: inout [ReplicaAction]) {
        // What is older than what this server knows was overtaken on its way.
        guard options.fenced, standing.term >= record.term else { return }
        heardArbiter = true
        if standing.membersVersion >= membersVersion {
            membersVersion = standing.membersVersion
            members = standing.members.filter { $0 != name }
        }
        arbiterAcks = standing.acks
        if standing.leader == name {
            named(standing, now, &out)
        } else if standing.term > record.term || leads || role == .starting || leader != standing.leader {
            superseded(standing, now, &out)
        }
        if let id = standing.positionAsked { out.append(.answerPosition(id: id, report)) }
    }

    /// The registry says that this server leads.
    private mutating func named(_ standing: Standing, _ now: Instant, _ out: inout [ReplicaAction]) {
        // A server in the middle of a rebuild finishes it first; it asks again with its next report.
        guard rejoin == nil, following.state != .copying else { return }
        if !leads || standing.term > record.term {
            lead(standing.term, reason: "the registry granted it term \(standing.term)", now, &out)
        }
        if let sequence = standing.leaseSequence {
            lease.granted(sequence)
            if lease.isCurrent(at: now) {
                hadLease = true
                if role == .leader { releaseHeld(now, &out) }
                advance(now, &out)
            }
        }
        if let order = standing.order { begin(order, now, &out) }
    }

    /// Somebody else leads, or nobody does.
    private mutating func superseded(_ standing: Standing, _ now: Instant, _ out: inout [ReplicaAction]) {
        if standing.forcedOut, record.ledTerm != .none, record.condition == .sound {
            fence(standing, now, &out)
        } else if leads {
            follow(after: standing.term, leader: standing.leader, now, &out)
        } else {
            adopt(standing.term, leader: standing.leader, now, &out)
            if role == .starting, let leader { setRole(.follower, "\(leader) leads term \(standing.term)", &out) }
        }
    }

    /// A term that this server led was ended by force: it may hold what nobody else has.
    private mutating func fence(_ standing: Standing, _ now: Instant, _ out: inout [ReplicaAction]) {
        let reason = "term \(record.ledTerm), which this server led, was ended by force; "
            + "\(standing.leader ?? "nobody") leads term \(standing.term). `synctl rejoin` makes this server a mirror again"
        record.condition = .fenced
        record.term = standing.term
        leader = standing.leader
        out.append(.persist(record))
        leaveLead(&out)
        setRole(.fenced, reason, &out)
        failWaiting("this server was replaced as the leader before it could acknowledge the write", &out)
        for item in held.drain() {
            out.append(.fail(item.ticket, item.sent ? Self.unknownFault("this server was fenced") : fencedFault))
        }
    }

    var fencedFault: Fault {
        Fault(
            .fenced,
            "\(name) led term \(record.ledTerm), which was ended by force; \(leader ?? "another server") leads term \(record.term)",
            advice: "Use the new leader. `synctl rejoin` exports what only this server has and makes it a mirror again.")
    }

    /// This server handed over in good order: its log is a prefix of its successor's, which takes what waits.
    mutating func follow(after term: Term, leader: String?, _ now: Instant, _ out: inout [ReplicaAction]) {
        record.term = term
        self.leader = leader
        out.append(.persist(record))
        leaveLead(&out)
        setRole(.follower, "\(leader ?? "another server") leads term \(term)", &out)
        for item in waiting.drain() {
            held.append(.init(ticket: item.ticket, deadline: item.deadline, sent: true))
        }
        refollow(failed: false, now, &out)
        retryHeld(now, &out)
    }

    /// Ends what only a leader has.
    private mutating func leaveLead(_ out: inout [ReplicaAction]) {
        lease.end()
        hadLease = false
        handoff?.overtaken()
        handoff = nil
        candidate.reset()
        termStart = nil
        progress = [:]
        if !feeds.isEmpty { out.append(.stopFeeds) }
        feeds = [:]
        dropUpstream(&out)
    }

    /// A server that does not lead learns of a term, or of its leader.
    mutating func adopt(_ term: Term, leader: String?, _ now: Instant, _ out: inout [ReplicaAction]) {
        if term > record.term {
            record.term = term
            out.append(.persist(record))
            leaveLead(&out)
            self.leader = leader
            following.failures = 0
            refollow(failed: false, now, &out)
        } else if let leader {
            self.leader = leader
        }
        retryHeld(now, &out)
    }

    /// Begins to lead `term`.
    mutating func lead(_ term: Term, reason: String, _ now: Instant, _ out: inout [ReplicaAction]) {
        leaveLead(&out)
        record = ReplicaRecord(term: term, ledTerm: term, condition: .sound)
        out.append(.persist(record))
        leader = name
        acked = .zero
        settledVersion = 0
        lastFailure = nil
        setRole(.leader, reason, &out)
        // A log that ends in this term has its first entry already: this server led the term before a restart. Taking the end
        // for the beginning only makes it wait for more.
        termStart = last.term == term ? last.index : nil
        if termStart == nil { out.append(.appendTermStart(term)) }
        sendReport(now, &out)
        if !options.fenced { releaseHeld(now, &out) }
    }
}
