import Kernel

/// Writes: taken, held, sent on, acknowledged.
extension ReplicaMachine {
    mutating func write(_ item: TicketQueue.Item, _ now: Instant, _ out: inout [ReplicaAction]) {
        guard held.count + waiting.count + appending.count + forwards.count + reads.count < LeadershipBounds.writesMax else {
            out.append(.fail(item.ticket, Fault(
                .limit, "\(LeadershipBounds.writesMax) writes wait at this server already", advice: "Send fewer at once, or wait.")))
            return
        }
        switch role {
        case .leader: take(item, now, &out)
        case .holding, .starting: held.append(item)
        case .follower:
            guard let leader, leader != name else {
                held.append(.init(
                    ticket: item.ticket, deadline: min(item.deadline, now + times.forward), sent: item.sent, fault: item.fault))
                return
            }
            forwards[item.ticket] = Forward(deadline: min(item.deadline, now + times.forward), sent: item.sent)
            out.append(.forward(item.ticket, to: leader))
        case .fenced: out.append(.fail(item.ticket, fencedFault))
        case .diverged: out.append(.fail(item.ticket, divergedFault))
        case .stopped: out.append(.fail(item.ticket, Self.stoppedFault))
        }
    }

    var divergedFault: Fault {
        if case .diverged(let divergence) = record.condition { divergence.fault } else { fencedFault }
    }

    /// As the leader: order the write, unless it is known that it could not be acknowledged.
    private mutating func take(_ item: TicketQueue.Item, _ now: Instant, _ out: inout [ReplicaAction]) {
        if canAcknowledge(now) {
            appending.insert(item.ticket)
            out.append(.append(item.ticket))
        } else if !hadLease {
            held.append(item)
        } else {
            let fault = Fault(
                .leaseLost, "the lease of \(name) as the leader has run out and not every member follows it; the write was not made",
                advice: "See that the registry can be reached; `synctl aha status` shows who leads.")
            out.append(.fail(item.ticket, item.sent ? Self.unknownFault(fault.message) : fault))
        }
    }

    /// Whether an acknowledgement can be expected: under a lease, or with every member there.
    func canAcknowledge(_ now: Instant) -> Bool {
        guard options.fenced, safety.leaseRule, !lease.isCurrent(at: now) else { return true }
        return hadLease && members.allSatisfy { progress[$0].map { now.since($0.heardAt) < times.silence } ?? false }
    }

    mutating func appended(_ ticket: Ticket, _ index: Index, _ end: Position, _ now: Instant, _ out: inout [ReplicaAction]) {
        appending.remove(ticket)
        guard leads else {
            out.append(.fail(ticket, Self.unknownFault("this server stopped leading while it appended the write")))
            return
        }
        grow(end)
        let until = safety.termStart ? max(index, termStart ?? index) : index
        waiting.append(.init(ticket: ticket, index: index, until: until, deadline: now + times.write))
        // A request id that was in the log already may be as durable as it needs to be.
        if until <= durable.index { advance(now, &out) }
        settle(now, &out)
    }

    private mutating func grow(_ end: Position) {
        if end.index > last.index { last = end }
        if !safety.flush, last.index > durable.index { durable = last }
    }

    mutating func termStarted(_ end: Position, _ now: Instant, _ out: inout [ReplicaAction]) {
        guard leads, end.term == record.term else { return }
        grow(end)
        if termStart == nil { termStart = end.index }
        settle(now, &out)
    }

    mutating func becameDurable(_ position: Position, _ now: Instant, _ out: inout [ReplicaAction]) {
        if position.index > durable.index { durable = position }
        if leads {
            advance(now, &out)
            settle(now, &out)
        } else {
            sayProgress([.init(name: name, durable: durable.index)], &out)
            for message in candidate.durable(durable) { sayToLeader(message, &out) }
            finishReads(now, &out)
        }
    }

    // MARK: Acknowledging

    /// The furthest index that is durable on `count` members besides this server.
    func replicated(_ count: Int) -> Index {
        guard count > 0 else { return last.index }
        var found: [Index] = []
        if options.fenced {
            for member in members { if let item = progress[member] { found.append(item.durable) } }
        } else {
            found = progress.values.map(\.durable)
        }
        guard found.count >= count else { return .zero }
        found.sort(by: >)
        return found[count - 1]
    }

    /// The furthest index that may be acknowledged now.
    private func acknowledgeable(_ now: Instant) -> Index {
        var index = durable.index
        // While the registry does not know that `acks` was lowered, it would still count on the higher value.
        let acks = max(options.acks, options.fenced ? arbiterAcks : 0)
        if acks > 0 { index = min(index, replicated(acks)) }
        if options.fenced, safety.leaseRule, !lease.isCurrent(at: now) {
            for member in members { index = min(index, progress[member]?.durable ?? .zero) }
        }
        return index
    }

    mutating func advance(_ now: Instant, _ out: inout [ReplicaAction]) {
        guard leads, let termStart, !(handoff?.isUndecided ?? false), !waiting.isEmpty || acked < durable.index else { return }
        // Before its first lease a leader waits: the list of members that the other rule rests on may be older than its reign.
        guard !options.fenced || hadLease || !safety.leaseRule else { return }
        let index = acknowledgeable(now)
        guard index >= termStart || !safety.termStart else { return }
        acked = max(acked, index)
        while let item = waiting.first, item.until <= index {
            waiting.removeFirst()
            out.append(.acknowledge(item.ticket, item.index))
        }
    }

    /// Fails what is in the log but not acknowledged: it may be in the new leader's log, or not.
    mutating func failWaiting(_ reason: String, _ out: inout [ReplicaAction]) {
        for item in waiting.drain() { out.append(.fail(item.ticket, Self.unknownFault(reason))) }
    }

    /// Gives every held write another turn, in order.
    mutating func releaseHeld(_ now: Instant, _ out: inout [ReplicaAction]) {
        for item in held.drain() { write(item, now, &out) }
    }

    // MARK: Writes at a follower

    /// Sends held writes on when there is a leader to send them to.
    mutating func retryHeld(_ now: Instant, _ out: inout [ReplicaAction]) {
        guard !held.isEmpty, role == .follower, let leader, leader != name else { return }
        releaseHeld(now, &out)
    }

    mutating func forwardAnswered(_ ticket: Ticket, _ index: Index, _ term: Term, _ now: Instant, _ out: inout [ReplicaAction]) {
        guard let forward = forwards.removeValue(forKey: ticket) else { return }
        if role == .fenced || role == .diverged {
            out.append(.fail(ticket, Self.unknownFault("the write was made, but this server cannot follow: \(divergedFault.message)")))
            return
        }
        reads.append((ticket, index, term, max(forward.deadline, now + times.forward)))
        finishReads(now, &out)
    }

    /// Tells callers of forwarded writes. A caller reads its write here next (NEXUS-3), so it is told only when this server holds it:
    /// when it is in step in the term of the answer, and durable that far. When a later term has begun meanwhile, the index says nothing;
    /// the write is sent again with its request id, and the new leader says where it is, or makes it.
    mutating func finishReads(_ now: Instant, _ out: inout [ReplicaAction]) {
        guard !reads.isEmpty, isInStep || leads else { return }
        var rest: [(ticket: Ticket, index: Index, term: Term, deadline: Instant)] = []
        for read in reads {
            if read.term < record.term {
                held.append(.init(ticket: read.ticket, deadline: read.deadline, sent: true))
            } else if read.term == record.term, read.index <= durable.index {
                out.append(.acknowledge(read.ticket, read.index))
            } else {
                rest.append(read)
            }
        }
        reads = rest
        if leads, role == .leader { releaseHeld(now, &out) }
    }

    /// A write that could not be sent, or whose leader is none, waits for another; one that a leader refused is refused.
    mutating func forwardFailed(_ ticket: Ticket, _ fault: Fault, sent: Bool, _ now: Instant, _ out: inout [ReplicaAction]) {
        guard let forward = forwards.removeValue(forKey: ticket) else { return }
        let again: Set<FaultCode> = [.noLeader, .fenced, .linkDown, .unreachable, .notReady, .stopped, .leaseLost, .unknownOutcome]
        let sent = forward.sent || sent
        guard again.contains(fault.code), forward.deadline > now else {
            out.append(.fail(ticket, sent && again.contains(fault.code) ? Self.unknownFault(fault.message) : fault))
            return
        }
        let item = TicketQueue.Item(ticket: ticket, deadline: forward.deadline, sent: sent, fault: fault)
        if role == .follower {
            // The next tick tries again: at once would be a busy loop.
            held.append(item)
        } else {
            write(item, now, &out)
        }
    }
}
