import Kernel

/// The parts of a server that hand over, take over, and come back.
extension ReplicaMachine {
    // MARK: The leader's half

    mutating func begin(_ order: HandoffOrder, _ now: Instant, _ out: inout [ReplicaAction]) {
        guard leads, order.term == record.term, handoff == nil else { return }
        if let lastFailure, lastFailure.id == order.id {
            // The report of the failure was lost.
            out.append(.reportFailure(id: order.id, lastFailure.fault))
            return
        }
        var machine = HandoffMachine(order: order, times: times, now: now)
        let lag = progress[order.candidate].map { last.index.distance(after: $0.durable) }
        let actions = machine.begin(position: last, lag: lag, level: options.level)
        handoff = machine
        perform(actions, now, &out)
    }

    mutating func step(_ event: HandoffEvent, _ now: Instant, _ out: inout [ReplicaAction]) {
        guard let actions = handoff?.on(event, now: now) else { return }
        perform(actions, now, &out)
    }

    /// Tells a holding handoff when the log has come to rest: nothing is on its way to it, and all of it is durable.
    mutating func settle(_ now: Instant, _ out: inout [ReplicaAction]) {
        guard role == .holding, handoff?.phase == .holding, appending.isEmpty, termStart != nil, durable == last else { return }
        step(.settled(durable), now, &out)
    }

    private mutating func perform(_ actions: [HandoffAction], _ now: Instant, _ out: inout [ReplicaAction]) {
        guard let order = handoff?.order else { return }
        for action in actions {
            switch action {
            case .say(let message): out.append(.handoff(message, to: order.candidate))
            case .hold:
                setRole(.holding, "handing over to \(order.candidate)", &out)
                settle(now, &out)
            case .commit(let position): out.append(.commit(id: order.id, term: order.term, position: position))
            case .phase(let phase): out.append(.reportPhase(id: order.id, phase))
            case .handedOver(let term): follow(after: term, leader: order.candidate, now, &out)
            case .resume(let fault):
                handoff = nil
                lastFailure = (order.id, fault)
                out.append(.reportFailure(id: order.id, fault))
                if role == .holding {
                    setRole(.leader, "the handoff to \(order.candidate) failed: \(fault.message)", &out)
                    releaseHeld(now, &out)
                    advance(now, &out)
                }
            }
        }
    }

    // MARK: Both halves' messages

    mutating func handoff(_ from: String, _ message: HandoffMessage, _ now: Instant, _ out: inout [ReplicaAction]) {
        switch message {
        case .ready(let id):
            if from == handoff?.order.candidate { step(.ready(id: id), now, &out) }
        case .refuse(let id, let fault):
            if from == handoff?.order.candidate { step(.refused(id: id, fault), now, &out) }
        case .confirm(let id, let position):
            if from == handoff?.order.candidate { step(.confirmed(id: id, position), now, &out) }
        case .prepare, .drain, .committed, .abandon:
            guard !leads else { return }
            for answer in candidate.on(message, durable: durable, fault: refusal(message)) { out.append(.handoff(answer, to: from)) }
            if case .committed = message { sendReport(now, &out) }
        }
    }

    func sayToLeader(_ message: HandoffMessage, _ out: inout [ReplicaAction]) {
        if let leader, leader != name { out.append(.handoff(message, to: leader)) }
    }

    /// Why this server cannot take over; nil when it can.
    private func refusal(_ message: HandoffMessage) -> Fault? {
        guard isInStep, rejoin == nil else {
            return Fault(
                .notReady, "\(name) is not in step (\(role.rawValue))", advice: "Wait until `synctl aha status` shows it in step.")
        }
        guard case .prepare(_, let term, let position, let level) = message else { return nil }
        guard term == record.term else {
            return Fault(.fenced, "\(name) follows in term \(record.term), not in term \(term)")
        }
        guard level <= options.level else {
            return Fault(
                .badVersion, "\(name) knows change messages up to level \(options.level), the leader writes level \(level)",
                advice: "Update \(name) first.")
        }
        let lag = position.index.distance(after: last.index)
        guard lag <= LeadershipBounds.handoffLagMax else {
            return Fault(.notReady, "\(name) is \(lag) entries behind", advice: "Wait until it has caught up.")
        }
        return nil
    }

    // MARK: Coming back

    mutating func startRejoin(_ start: Index, _ now: Instant, _ out: inout [ReplicaAction]) {
        guard rejoin == nil, role == .fenced || role == .diverged else { return }
        guard let leader, leader != name else {
            out.append(.rejoinStep(.failed(Fault(
                .noLeader, "no leader is known to rejoin", advice: "Promote a member first, or wait until the registry can be reached."))))
            return
        }
        var machine = RejoinMachine(end: last.index, start: start, upstream: leader)
        let actions = machine.begin()
        rejoin = machine
        for action in actions { out.append(.rejoinStep(action)) }
    }

    mutating func rejoinStep(_ event: RejoinEvent, _ now: Instant, _ out: inout [ReplicaAction]) {
        guard let actions = rejoin?.on(event) else { return }
        for action in actions { out.append(.rejoinStep(action)) }
        guard let rejoin, rejoin.phase == .ended else { return }
        self.rejoin = nil
        if case .failed = event { return }
        record.condition = .sound
        record.ledTerm = .none
        out.append(.persist(record))
        setRole(.follower, "it has rejoined", &out)
        following.failures = 0
        refollow(failed: false, now, &out)
        sendReport(now, &out)
    }

    /// Without a registry a higher term is the only sign that another server was promoted, by hand: this one stops at once.
    mutating func yieldUnfenced(to term: Term, _ now: Instant, _ out: inout [ReplicaAction]) {
        record.condition = .fenced
        out.append(.persist(record))
        follow(after: term, leader: nil, now, &out)
        setRole(.fenced, "another server was promoted by hand and leads term \(term)", &out)
    }
}
