import Kernel
import Leadership
import Testing

struct ReplicaMachineTests {
    private func at(_ milliseconds: UInt64) -> Instant { .zero + .milliseconds(milliseconds) }
    private func position(_ index: UInt64, term: UInt64 = 1) -> Position { Position(term: Term(term), index: Index(index), hash: .zero) }

    private func machine(
        _ name: String, upstream: String? = nil, acks: Int = 0, fenced: Bool = true, record: ReplicaRecord = .init(),
        end: Position = .origin
    ) -> ReplicaMachine {
        ReplicaMachine(
            options: .init(name: name, run: Iden(high: 0, low: 1), upstream: upstream, acks: acks, fenced: fenced),
            record: record, position: end)
    }

    /// A leader of term 1 with a lease from 0 ms, whose first entry is durable.
    private func leader(acks: Int = 0) -> ReplicaMachine {
        var machine = machine("00", acks: acks)
        _ = machine.on(.started, now: at(0))
        let actions = machine.on(.standing(Standing(term: Term(1), leader: "00", members: ["00", "01"], membersVersion: 1)), now: at(0))
        for case .report(_, let request?) in actions {
            _ = machine.on(.standing(Standing(
                term: Term(1), leader: "00", members: ["00", "01"], membersVersion: 1, acks: acks,
                leaseSequence: request.sequence)), now: at(1))
        }
        _ = machine.on(.termStarted(end: position(1)), now: at(1))
        _ = machine.on(.durable(position(1)), now: at(1))
        return machine
    }

    private func follower() -> ReplicaMachine {
        var machine = machine("01", upstream: "00")
        _ = machine.on(.started, now: at(0))
        for case .follow(let request, _) in machine.on(.tick, now: at(1)) + machine.on(.tick, now: at(2)) { _ = request }
        _ = machine.on(.followAnswer(from: "00", FollowAnswer(feed: 1, term: Term(1), verdict: .stream)), now: at(3))
        return machine
    }

    @Test func rebuiltServer_saysThatItLacksBytes_andThatItHasThemAtOnce() {
        var machine = ReplicaMachine(
            options: .init(name: "01", run: Iden(high: 0, low: 1), upstream: "00"), record: .init(), position: position(5),
            isComplete: false)
        #expect(!machine.report.complete)
        _ = machine.on(.started, now: at(0))
        #expect(machine.on(.standing(Standing(term: Term(1), leader: "00", positionAsked: Iden(high: 0, low: 9))), now: at(1)).contains {
            if case .answerPosition(_, let report) = $0 { !report.complete } else { false }
        })
        #expect(machine.on(.attachmentsComplete, now: at(2)).contains {
            if case .report(let report, nil) = $0 { report.complete } else { false }
        })
        #expect(machine.report.complete)
    }

    @Test func leader_restarted_acknowledgesNothingBeforeTheRegistryAnswers() {
        var machine = machine("00", record: ReplicaRecord(term: Term(1), ledTerm: Term(1)), end: position(5))
        _ = machine.on(.started, now: at(0))
        #expect(machine.role == .starting)
        #expect(machine.on(.write(Ticket(1)), now: at(1)).isEmpty)
        let actions = machine.on(.standing(Standing(term: Term(1), leader: "00", members: ["00"], membersVersion: 1)), now: at(2))
        #expect(machine.role == .leader)
        #expect(!actions.contains(.appendTermStart(Term(1))), "its term began before")
    }

    @Test func leader_forcedOutWhileAway_isFencedAndRefusesWrites() {
        var machine = machine("00", record: ReplicaRecord(term: Term(1), ledTerm: Term(1)), end: position(5))
        _ = machine.on(.started, now: at(0))
        let actions = machine.on(
            .standing(Standing(term: Term(2), leader: "01", members: ["00", "01"], membersVersion: 1, forcedOut: true)), now: at(1))
        #expect(machine.role == .fenced)
        #expect(actions.contains(.persist(ReplicaRecord(term: Term(2), ledTerm: Term(1), condition: .fenced))))
        guard case .fail(_, let fault)? = machine.on(.write(Ticket(1)), now: at(2)).first else {
            Issue.record("a fenced server takes no write")
            return
        }
        #expect(fault.code == .fenced)
    }

    @Test func write_underLease_isAcknowledgedWhenDurable() {
        var machine = leader()
        #expect(machine.on(.write(Ticket(1)), now: at(10)) == [.append(Ticket(1))])
        #expect(machine.on(.appended(Ticket(1), at: Index(2), end: position(2)), now: at(10)).isEmpty)
        #expect(machine.on(.durable(position(2)), now: at(11)) == [.acknowledge(Ticket(1), Index(2))])
    }

    @Test func write_afterTheLease_isRefusedUnlessEveryMemberFollows() {
        var machine = leader()
        guard case .fail(_, let fault)? = machine.on(.write(Ticket(1)), now: at(10_001)).first else {
            Issue.record("the lease is over")
            return
        }
        #expect(fault.code == .leaseLost)
        _ = machine.on(
            .follow(FollowRequest(name: "01", feed: 1, term: Term(1), position: position(1)), known: .position(position(1))),
            now: at(10_002))
        _ = machine.on(
            .progress(from: "01", ProgressReport(term: Term(1), items: [.init(name: "01", durable: Index(1))])), now: at(10_003))
        #expect(machine.on(.write(Ticket(2)), now: at(10_004)) == [.append(Ticket(2))])
        _ = machine.on(.appended(Ticket(2), at: Index(2), end: position(2)), now: at(10_004))
        #expect(machine.on(.durable(position(2)), now: at(10_005)).isEmpty, "01 does not have it yet")
        let report = ProgressReport(term: Term(1), items: [.init(name: "01", durable: Index(2))])
        #expect(machine.on(.progress(from: "01", report), now: at(10_006)) == [.acknowledge(Ticket(2), Index(2))])
    }

    @Test func write_ofEarlierTerm_isNotAcknowledgedBeforeThisTermHasBegunOnAFollower() {
        // 00 leads term 3. Entry 1 is of term 1, never acknowledged; its client asks again. 01 has it, but nothing of term 3 yet: were
        // it acknowledged now and 00 died, a member that ends in term 2 without entry 1 would be preferred to 01.
        for isSafe in [true, false] {
            var safety = Safety.full
            safety.termStart = isSafe
            var machine = ReplicaMachine(
                options: .init(name: "00", run: Iden(high: 0, low: 1), acks: 1, safety: safety), record: .init(), position: position(1))
            _ = machine.on(.started, now: at(0))
            let named = Standing(term: Term(3), leader: "00", members: ["00", "01", "02"], membersVersion: 1)
            for case .report(_, let request?) in machine.on(.standing(named), now: at(0)) {
                var granted = named
                granted.leaseSequence = request.sequence
                _ = machine.on(.standing(granted), now: at(1))
            }
            _ = machine.on(.termStarted(end: position(2, term: 3)), now: at(1))
            _ = machine.on(.durable(position(2, term: 3)), now: at(1))
            _ = machine.on(
                .follow(
                    FollowRequest(name: "01", feed: 1, term: Term(3), position: position(1)), known: .position(position(1))), now: at(2))
            _ = machine.on(.progress(from: "01", ProgressReport(term: Term(3), items: [.init(name: "01", durable: Index(1))])), now: at(3))
            _ = machine.on(.write(Ticket(1)), now: at(4))
            let actions = machine.on(.appended(Ticket(1), at: Index(1), end: position(2, term: 3)), now: at(5))
            #expect(actions.contains(.acknowledge(Ticket(1), Index(1))) == !isSafe)
            guard isSafe else { continue }
            let report = ProgressReport(term: Term(3), items: [.init(name: "01", durable: Index(2))])
            #expect(machine.on(.progress(from: "01", report), now: at(6)) == [.acknowledge(Ticket(1), Index(1))])
        }
    }

    @Test func progress_ofAnotherTermOrStranger_countsForNothing() {
        var machine = leader(acks: 1)
        _ = machine.on(.progress(from: "01", ProgressReport(term: Term(1), items: [.init(name: "01", durable: Index(9))])), now: at(2))
        #expect(machine.progress.isEmpty, "01 is not fed")
        _ = machine.on(
            .follow(FollowRequest(name: "01", feed: 1, term: Term(1), position: position(1)), known: .position(position(1))), now: at(3))
        _ = machine.on(.progress(from: "01", ProgressReport(term: Term(0), items: [.init(name: "01", durable: Index(9))])), now: at(4))
        #expect(machine.progress.isEmpty)
    }

    @Test func follower_lowerTermOrOtherHistory_isNotAppended() {
        var machine = follower()
        #expect(machine.isInStep)
        let good = BatchHeader(feed: 1, term: Term(1), previous: .origin, last: position(1))
        #expect(machine.on(.batch(good, computed: position(1)), now: at(4)) == [.appendBatch])
        #expect(machine.on(.batch(good, computed: position(2)), now: at(5)).isEmpty, "a duplicate")
        var other = machine
        let strange = Position(term: Term(1), index: Index(1), hash: Digest(bytes: [UInt8](repeating: 7, count: 32)) ?? .zero)
        _ = other.on(.batch(BatchHeader(feed: 1, term: Term(1), previous: strange, last: position(2)), computed: position(2)), now: at(5))
        #expect(other.role == .diverged)
        let old = machine.on(
            .batch(BatchHeader(feed: 1, term: .none, previous: position(1), last: position(2)), computed: position(2)), now: at(5))
        #expect(!old.contains(.appendBatch))
        #expect(!machine.isInStep)
    }

    @Test func upstream_positionIsNoPrefix_saysDiverged() {
        var machine = leader()
        let strange = Position(term: Term(1), index: Index(1), hash: Digest(bytes: [UInt8](repeating: 7, count: 32)) ?? .zero)
        for (request, known) in [(strange, LogKnowledge.position(position(1))), (position(7), .beyond)] {
            let actions = machine.on(
                .follow(FollowRequest(name: "01", feed: 1, term: Term(1), position: request), known: known), now: at(5))
            #expect(actions == [.answerFollow(to: "01", FollowAnswer(feed: 1, term: Term(1), verdict: .diverged(common: nil)))])
        }
        let trimmed = machine.on(
            .follow(FollowRequest(name: "01", feed: 2, term: Term(1), position: position(1)), known: .trimmed), now: at(5))
        #expect(trimmed.last == .sendSnapshot(to: "01", feed: 2))
    }

    @Test func forwardedWrite_isAnsweredOnlyWhenItCanBeReadHere() {
        var machine = follower()
        _ = machine.on(.heartbeat(from: "00", Heartbeat(term: Term(1), leader: "00", durable: .zero)), now: at(4))
        #expect(machine.on(.write(Ticket(1)), now: at(5)) == [.forward(Ticket(1), to: "00")])
        #expect(machine.on(.forwardAnswered(Ticket(1), Index(1), term: Term(1)), now: at(6)).isEmpty)
        _ = machine.on(.batch(BatchHeader(feed: 1, term: Term(1), previous: .origin, last: position(1)), computed: position(1)), now: at(7))
        #expect(machine.on(.durable(position(1)), now: at(8)).contains(.acknowledge(Ticket(1), Index(1))))
    }

    @Test func unfenced_promotedByHand_leadsAndTheOtherYields() {
        var old = machine("00", fenced: false)
        _ = old.on(.started, now: at(0))
        #expect(old.role == .leader)
        var new = machine("01", upstream: "00", fenced: false, record: ReplicaRecord(term: Term(1)))
        _ = new.on(.started, now: at(0))
        _ = new.on(.promoteUnfenced, now: at(1))
        #expect(new.role == .leader)
        #expect(new.record.term == Term(2))
        _ = old.on(.follow(FollowRequest(name: "02", feed: 1, term: Term(2), position: .origin), known: .position(.origin)), now: at(2))
        #expect(old.role == .fenced)
    }

    @Test func stopped_everyWriteEnds() {
        var machine = leader()
        _ = machine.on(.write(Ticket(1)), now: at(2))
        _ = machine.on(.appended(Ticket(1), at: Index(2), end: position(2)), now: at(2))
        let actions = machine.on(.stop, now: at(3))
        #expect(actions.contains { if case .fail(Ticket(1), let fault) = $0 { fault.code == .unknownOutcome } else { false } })
        guard case .fail(_, let fault)? = machine.on(.write(Ticket(2)), now: at(4)).first else {
            Issue.record("a stopped server takes no write")
            return
        }
        #expect(fault.code == .stopped)
    }
}
