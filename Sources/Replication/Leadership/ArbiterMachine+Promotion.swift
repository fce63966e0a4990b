import Kernel

/// Promotions: what is refused, what is waited for, what is granted. The argument for safety stands at ``ArbiterMachine``.
extension ArbiterMachine {
    mutating func promote(_ request: PromotionRequest, now: Instant, _ out: inout [ArbiterAction]) {
        if let known = promotion(request.id) {
            out.append(.promotion(known))
            return
        }
        var replaced: Int?
        let fault: Fault?
        switch request.kind {
        case .graceful:
            fault = common(request, replacing: nil) ?? refusalOfGraceful(request, now: now)
        case .forced(let dead, _, _):
            // A graceful promotion under way is no obstacle: failing it here, before its commit, is final for its id.
            if let pending, case .graceful = record.promotions[pending].request.kind { replaced = pending }
            fault = common(request, replacing: replaced) ?? refusalOfForced(request, dead: dead)
        }
        if fault == nil, let replaced {
            end(replaced, .refused(Fault(.refused, "a forced promotion of \(request.candidate) took its place")), &out)
        }
        let place = begin(request)
        if let fault {
            end(place, .refused(fault), &out)
            return
        }
        promotionSince = now
        out.append(.save(record))
        out.append(.promotion(record.promotions[place]))
        if case .graceful = request.kind {
            if let leader = record.leader { out.append(.answer(standing(of: leader), to: leader)) }
        } else {
            force(place, now: now, &out)
        }
    }

    private mutating func begin(_ request: PromotionRequest) -> Int {
        let phase: PromotionPhase
        switch request.kind {
        case .graceful: phase = .preparing
        case .forced(let dead, _, _): phase = dead != nil ? .collecting : .waiting
        }
        let record = PromotionRecord(request: request, phase: phase)
        // The one under way stays last: a request that is refused because of it goes before it.
        if let pending {
            self.record.promotions.insert(record, at: pending)
            if self.record.promotions.count > LeadershipBounds.promotionsMax {
                self.record.promotions.removeFirst()
                return pending - 1
            }
            return pending
        }
        self.record.promotions.append(record)
        if self.record.promotions.count > LeadershipBounds.promotionsMax { self.record.promotions.removeFirst() }
        return self.record.promotions.count - 1
    }

    /// What holds for both kinds.
    private func common(_ request: PromotionRequest, replacing: Int?) -> Fault? {
        guard record.members.contains(where: { $0.name == request.candidate && $0.leftAt == nil }) else {
            let names = record.members.filter { $0.leftAt == nil }.map(\.name).sorted().joined(separator: ", ")
            return Fault(
                .noSuchName, "\(request.candidate) is not a member of \(service)",
                advice: "The members are: \(names.isEmpty ? "none" : names).")
        }
        if request.candidate == record.leader {
            return Fault(
                .refused, "\(request.candidate) leads \(service) already, in term \(record.term)", advice: "There is nothing to do.")
        }
        if let pending, pending != replacing {
            let other = record.promotions[pending]
            return Fault(
                .refused, "a promotion of \(other.request.candidate) is under way (\(other.phase))",
                fields: ["id": .string("\(other.request.id)")], advice: "Wait for its outcome: `synctl aha status` shows it.")
        }
        return nil
    }

    private func refusalOfGraceful(_ request: PromotionRequest, now: Instant) -> Fault? {
        guard let leader = record.leader, let leading = reports[leader], now < leaseUntil else {
            return Fault(
                .noLeader, "the leader \(record.leader ?? "of \(service)") has not been heard from",
                advice: "A graceful promotion needs a living leader. If it is gone for good, use `synctl promote --failure`.")
        }
        guard let report = reports[request.candidate], report.role == .follower, report.ready else {
            let role = reports[request.candidate].map { "\($0.role.rawValue)" } ?? "not heard from"
            return Fault(
                .notReady, "\(request.candidate) cannot lead: it is \(role), not a follower in step",
                advice: "Wait until `synctl aha status` shows it in step, or rejoin it first.")
        }
        guard report.level >= leading.level else {
            return Fault(
                .badVersion,
                "\(request.candidate) knows change messages up to level \(report.level), \(leader) writes level \(leading.level)",
                advice: "Update \(request.candidate) first.")
        }
        return nil
    }

    private func refusalOfForced(_ request: PromotionRequest, dead: String?) -> Fault? {
        if let dead, dead != record.leader {
            return Fault(
                .refused, "\(dead) does not lead \(service); \(record.leader ?? "nobody") does, in term \(record.term)",
                advice: "Look at `synctl aha status` again before you promote.")
        }
        guard dead == nil, record.leader != nil,
            let member = record.members.first(where: { $0.name == request.candidate }), member.since > record.confirmedVersion
        else { return nil }
        return Fault(
            .refused,
            "\(request.candidate) registered after \(record.leader ?? "the leader") was last heard from, so the leader may still "
                + "acknowledge writes without it",
            advice: "Make sure that \(record.leader ?? "the leader") is dead, and say so (`synctl promote --failure --vouch`).")
    }

    // MARK: Graceful

    mutating func phase(_ id: Iden, from: String, _ phase: PromotionPhase, now: Instant, _ out: inout [ArbiterAction]) {
        guard let pending, record.promotions[pending].request.id == id, from == record.leader,
            record.promotions[pending].request.kind == .graceful, phase < .committing, phase > record.promotions[pending].phase
        else { return }
        // Told, and not saved by itself: nothing is decided by the phase, and new writes wait meanwhile.
        record.promotions[pending].phase = phase
        promotionSince = now
        out.append(.promotion(record.promotions[pending]))
    }

    /// The linearisation point of a graceful promotion. Asked again, it answers the same.
    mutating func commit(_ id: Iden, from: String, term: Term, position: Position, now: Instant, _ out: inout [ArbiterAction]) {
        guard let known = promotion(id) else {
            let fault = Fault(.refused, "no promotion \(id) is known", advice: "Serve on; ask for a new promotion.")
            out.append(.answerCommit(id: id, .refused(fault), to: from))
            return
        }
        switch known.outcome {
        case .granted(let grant):
            out.append(.answerCommit(id: id, .granted(grant.term), to: from))
            return
        case .refused(let fault):
            out.append(.answerCommit(id: id, .refused(fault), to: from))
            return
        case nil: break
        }
        guard let pending, known.request.kind == .graceful, record.leader == from, record.term == term else {
            let fault = Fault(.fenced, "\(from) does not lead term \(record.term) of \(service)")
            out.append(.answerCommit(id: id, .refused(fault), to: from))
            return
        }
        grant(known.request.candidate, byForce: false, now: now)
        let granted = Grant(term: record.term, leader: known.request.candidate, position: position)
        end(pending, .granted(granted), &out)
        out.append(.answerCommit(id: id, .granted(record.term), to: from))
    }

    mutating func failed(_ id: Iden, from: String, _ fault: Fault, _ out: inout [ArbiterAction]) {
        guard let pending, record.promotions[pending].request.id == id, from == record.leader,
            record.promotions[pending].request.kind == .graceful
        else { return }
        end(pending, .refused(fault), &out)
    }

    // MARK: Forced

    /// Goes on with a forced promotion as far as it can now.
    private mutating func force(_ place: Int, now: Instant, _ out: inout [ArbiterAction]) {
        if record.promotions[place].phase == .waiting {
            guard record.leader == nil || now >= leaseUntil || !safety.leaseRule else { return }
            record.promotions[place].phase = .collecting
            out.append(.save(record))
            out.append(.promotion(record.promotions[place]))
        }
        guard record.promotions[place].phase == .collecting else { return }
        if collectUntil == nil {
            collectUntil = now + times.collect
            collected = [:]
            if safety.freshPositions {
                for name in voters { out.append(.askPosition(of: name, id: record.promotions[place].request.id)) }
            } else {
                collected = reports
            }
        }
        if voters.allSatisfy({ collected[$0] != nil }) || collectUntil.map({ now >= $0 }) ?? false {
            decide(place, now: now, &out)
        }
    }

    /// Everybody whose copy may have counted for an acknowledgement, besides the leader's own.
    private var voters: [String] {
        record.members.map(\.name).filter { $0 != record.leader }.sorted()
    }

    mutating func position(_ id: Iden, _ report: MemberReport, now: Instant, _ out: inout [ArbiterAction]) {
        reports[report.name] = report
        guard let pending, record.promotions[pending].request.id == id, record.promotions[pending].phase == .collecting,
            collectUntil != nil, voters.contains(report.name)
        else { return }
        collected[report.name] = report
        force(pending, now: now, &out)
    }

    private mutating func decide(_ place: Int, now: Instant, _ out: inout [ArbiterAction]) {
        let request = record.promotions[place].request
        guard case .forced(_, let allowBehind, let allowIncomplete) = request.kind else { return }
        guard let chosen = collected[request.candidate] else {
            end(place, .refused(Fault(
                .unreachable, "\(request.candidate) did not answer", advice: "Start it, or promote another member.")), &out)
            return
        }
        let unheard = voters.filter { collected[$0] == nil }
        let known = voters.compactMap { collected[$0] ?? reports[$0] }
        let best = known.reduce(chosen) { Self.isBetter($1, than: $0) ? $1 : $0 }
        if !chosen.complete, !allowIncomplete {
            end(place, .refused(Self.incompleteFault(chosen, known)), &out)
            return
        }
        if !allowBehind, best.position.isAhead(of: chosen.position) {
            end(place, .refused(Self.behindFault(chosen, best)), &out)
            return
        }
        if !allowBehind, record.acks > 0, unheard.count >= record.acks {
            let names = unheard.joined(separator: ", ")
            end(place, .refused(Fault(
                .refused, "\(names) did not answer; acknowledged writes (acks: \(record.acks)) may be there and nowhere else",
                fields: ["unheard": .array(unheard.map(Value.string))],
                advice: "Start \(names), or add `--behind` to go on and risk those writes.")), &out)
            return
        }
        var furthest = best.position
        if let leader = record.leader, let last = reports[leader]?.position, last.isAhead(of: furthest) { furthest = last }
        grant(request.candidate, byForce: true, now: now)
        let granted = Grant(
            term: record.term, leader: request.candidate, position: chosen.position,
            furthestKnown: furthest.isAhead(of: chosen.position) ? furthest : nil, unheard: unheard)
        end(place, .granted(granted), &out)
    }

    /// Whether a member is further, or as far and not as bare.
    private static func isBetter(_ one: MemberReport, than other: MemberReport) -> Bool {
        if one.position.isAhead(of: other.position) { return true }
        return one.complete && !other.complete && !other.position.isAhead(of: one.position)
    }

    private static func behindFault(_ chosen: MemberReport, _ best: MemberReport) -> Fault {
        let way = best.complete
            ? "Promote \(best.name) instead; add `--behind` to go on and lose what only \(best.name) has."
            : "\(best.name) lacks bytes that its log names: wait until it has them, or promote it with `--incomplete` and lose those; "
                + "or add `--behind` to go on and lose what only \(best.name) has."
        return Fault(
            .refused, "\(best.name) is ahead of \(chosen.name): it has \(best.position), the candidate has \(chosen.position)",
            fields: ["better": .string(best.name)], advice: way)
    }

    /// Names the furthest member that is complete, even one that is behind: its refusal would say what that costs.
    private static func incompleteFault(_ chosen: MemberReport, _ known: [MemberReport]) -> Fault {
        let complete = known.filter(\.complete)
        let best = complete.dropFirst().reduce(complete.first) { best, next in
            best.map { isBetter(next, than: $0) ? next : $0 }
        }
        let message = "\(chosen.name) was rebuilt from a snapshot, and not all bytes that its log names have arrived there"
        guard let best else {
            return Fault(
                .refused, message, advice: "No other member has them all. Add `--incomplete` to go on and lose the bytes that are missing.")
        }
        return Fault(
            .refused, message, fields: ["better": .string(best.name)],
            advice: "Promote \(best.name) instead, which is complete at \(best.position); "
                + "add `--incomplete` to go on and lose the bytes that are missing.")
    }

    mutating func tick(now: Instant, _ out: inout [ArbiterAction]) {
        guard let pending else { return }
        if case .forced = record.promotions[pending].request.kind {
            force(pending, now: now, &out)
        } else if now.since(promotionSince) >= times.handoff {
            end(pending, .refused(Fault(
                .deadline, "the leader did not finish the handoff within \(times.handoff)",
                advice: "It serves on. If it is gone, use `synctl promote --failure`.")), &out)
        }
    }
}
