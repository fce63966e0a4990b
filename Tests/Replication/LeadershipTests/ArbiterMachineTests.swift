import Kernel
import Leadership
import Testing

struct ArbiterMachineTests {
    private func at(_ milliseconds: UInt64) -> Instant { .zero + .milliseconds(milliseconds) }
    private func id(_ number: UInt64) -> Iden { Iden(high: 0, low: number) }

    private func report(_ name: String, index: UInt64 = 0, ledTerm: UInt64 = 0, complete: Bool = true) -> MemberReport {
        MemberReport(
            name: name, run: id(1), ledTerm: Term(ledTerm), position: Position(term: Term(1), index: Index(index), hash: .zero),
            role: .follower, ready: true, mayFound: name == "00", complete: complete)
    }

    /// 00 leads term 1 under a lease that ends, for the arbiter, at 10,500 ms; 01 and 02 follow.
    private func service(acks: Int = 0) -> ArbiterMachine {
        var machine = ArbiterMachine(service: "cortex", now: at(0))
        for name in ["00", "01", "02"] { _ = machine.on(.report(report(name), nil), now: at(0)) }
        let request = LeaseRequest(term: Term(1), sequence: 1, acks: acks, membersVersion: machine.record.membersVersion)
        _ = machine.on(.report(report("00", ledTerm: 1), request), now: at(0))
        return machine
    }

    private func outcome(_ actions: [ArbiterAction]) -> PromotionOutcome? {
        actions.compactMap { if case .promotion(let record) = $0 { record.outcome } else { nil } }.last
    }

    private func refusal(_ actions: [ArbiterAction]) -> Fault? {
        if case .refused(let fault) = outcome(actions) { fault } else { nil }
    }

    @Test func register_first_isGrantedTermOneAndOthersAreNot() {
        let machine = service()
        #expect(machine.record.term == Term(1))
        #expect(machine.record.leader == "00")
        #expect(machine.standing(of: "01").members == ["00", "01", "02"])
    }

    @Test func forced_leaseCurrent_waitsUntilItRanOutAndDeniesRenewal() {
        var machine = service()
        _ = machine.on(.promote(.init(id: id(5), candidate: "01", kind: .forced(vouchedDead: nil, allowBehind: false))), now: at(1_000))
        let renewal = LeaseRequest(term: Term(1), sequence: 2, acks: 0, membersVersion: 3)
        let answers = machine.on(.report(report("00", ledTerm: 1), renewal), now: at(5_000))
        for case .answer(let standing, "00") in answers { #expect(standing.leaseSequence == nil) }
        #expect(machine.on(.tick, now: at(10_499)).isEmpty)
        #expect(machine.on(.tick, now: at(10_500)).contains(.askPosition(of: "01", id: id(5))))
        _ = machine.on(.position(id: id(5), report("01")), now: at(10_501))
        let actions = machine.on(.position(id: id(5), report("02")), now: at(10_502))
        #expect(outcome(actions) == .granted(Grant(term: Term(2), leader: "01", position: report("01").position)))
        #expect(actions.firstIndex { if case .save = $0 { true } else { false } } == 0, "durable before anybody is told")
        #expect(machine.standing(of: "00").forcedOut)
    }

    @Test func forced_vouched_asksAtOnce() {
        var machine = service()
        let actions = machine.on(
            .promote(.init(id: id(5), candidate: "01", kind: .forced(vouchedDead: "00", allowBehind: false))), now: at(1_000))
        #expect(actions.contains(.askPosition(of: "02", id: id(5))))
    }

    @Test func forced_silentMembersMayHoldAcknowledgedWrites_isRefused() {
        var machine = service(acks: 1)
        _ = machine.on(.promote(.init(id: id(5), candidate: "01", kind: .forced(vouchedDead: "00", allowBehind: false))), now: at(1_000))
        _ = machine.on(.position(id: id(5), report("01")), now: at(1_001))
        let fault = refusal(machine.on(.tick, now: at(2_000)))
        #expect(fault?.fields["unheard"] == .array(["02"]))
        #expect(machine.record.term == Term(1))
    }

    /// Promotes 01 by force, with the leader dead, and answers with these reports of 01 and 02.
    private func force(_ first: MemberReport, _ second: MemberReport, behind: Bool = false, incomplete: Bool = false) -> [ArbiterAction] {
        var machine = service()
        let kind = PromotionRequest.Kind.forced(vouchedDead: "00", allowBehind: behind, allowIncomplete: incomplete)
        _ = machine.on(.promote(.init(id: id(5), candidate: "01", kind: kind)), now: at(1_000))
        _ = machine.on(.position(id: id(5), first), now: at(1_001))
        return machine.on(.position(id: id(5), second), now: at(1_002))
    }

    @Test(arguments: [3, 7] as [UInt64])
    func forced_candidateLacksBytes_isRefusedNamingTheCompleteOne(otherIndex: UInt64) {
        let fault = refusal(force(report("01", index: 7, complete: false), report("02", index: otherIndex)))
        #expect(fault?.code == .refused)
        #expect(fault?.message.contains("not all bytes") == true)
        #expect(fault?.fields["better"] == "02")
        #expect(fault?.advice?.contains("--incomplete") == true)
    }

    @Test func forced_nobodyIsComplete_saysSo() {
        let fault = refusal(force(report("01", index: 7, complete: false), report("02", index: 7, complete: false)))
        #expect(fault?.fields["better"] == nil)
        #expect(fault?.advice?.contains("No other member") == true)
    }

    @Test func forced_candidateLacksBytes_needsTheWordForJustThat() {
        let lacking = report("01", index: 7, complete: false)
        #expect(refusal(force(lacking, report("02", index: 3), behind: true)) != nil)
        #expect(refusal(force(lacking, report("02", index: 3), incomplete: true)) == nil)
        // To lack bytes is one thing, to lack entries another.
        #expect(refusal(force(report("01", index: 2, complete: false), report("02", index: 3), incomplete: true))?.fields["better"] == "02")
        #expect(refusal(force(report("01", index: 2, complete: false), report("02", index: 3), behind: true, incomplete: true)) == nil)
    }

    @Test func forced_completeCandidateAsFarAsOneThatLacksBytes_isGranted() {
        #expect(refusal(force(report("01", index: 7), report("02", index: 7, complete: false))) == nil)
    }

    @Test func forced_completeCandidateBehindOneThatLacksBytes_isToldOfBothWays() {
        let fault = refusal(force(report("01", index: 3), report("02", index: 7, complete: false)))
        #expect(fault?.fields["better"] == "02")
        #expect(fault?.advice?.contains("--incomplete") == true && fault?.advice?.contains("--behind") == true)
    }

    @Test func forced_memberUnknownToTheLeader_needsVouching() {
        var machine = service()
        _ = machine.on(.report(report("03"), nil), now: at(100))
        let refused = machine.on(
            .promote(.init(id: id(5), candidate: "03", kind: .forced(vouchedDead: nil, allowBehind: false))), now: at(200))
        #expect(refusal(refused)?.code == .refused)
        let vouched = machine.on(
            .promote(.init(id: id(6), candidate: "03", kind: .forced(vouchedDead: "00", allowBehind: false))), now: at(200))
        #expect(refusal(vouched) == nil)
    }

    @Test func forced_registryRestarted_waitsAFullLeaseAgain() {
        var machine = service()
        _ = machine.on(.promote(.init(id: id(5), candidate: "01", kind: .forced(vouchedDead: nil, allowBehind: false))), now: at(1_000))
        var restarted = ArbiterMachine(service: "cortex", record: machine.record, now: at(50_000))
        #expect(restarted.on(.tick, now: at(60_499)).isEmpty)
        #expect(restarted.on(.tick, now: at(60_500)).contains(.askPosition(of: "01", id: id(5))))
    }

    @Test func commit_askedTwice_grantsOnceAndAnswersTheSame() {
        var machine = service()
        _ = machine.on(.promote(.init(id: id(5), candidate: "01", kind: .graceful)), now: at(1_000))
        let position = report("00").position
        for time in [2_000, 2_100] as [UInt64] {
            let actions = machine.on(.commit(id: id(5), from: "00", term: Term(1), position: position), now: at(time))
            #expect(actions.contains(.answerCommit(id: id(5), .granted(Term(2)), to: "00")))
        }
        #expect(machine.record.term == Term(2))
        #expect(!machine.standing(of: "00").forcedOut)
    }

    @Test func commit_afterForcedTookItsPlace_isRefusedForEver() {
        var machine = service()
        _ = machine.on(.promote(.init(id: id(5), candidate: "01", kind: .graceful)), now: at(1_000))
        _ = machine.on(.promote(.init(id: id(6), candidate: "02", kind: .forced(vouchedDead: nil, allowBehind: false))), now: at(1_100))
        let actions = machine.on(.commit(id: id(5), from: "00", term: Term(1), position: .origin), now: at(1_200))
        guard case .answerCommit(_, .refused, "00")? = actions.last else {
            Issue.record("it must be refused")
            return
        }
        #expect(machine.record.term == Term(1))
    }

    @Test func commit_byAnotherThanTheLeader_isRefused() {
        var machine = service()
        _ = machine.on(.promote(.init(id: id(5), candidate: "01", kind: .graceful)), now: at(1_000))
        _ = machine.on(.commit(id: id(5), from: "02", term: Term(1), position: .origin), now: at(1_200))
        _ = machine.on(.commit(id: id(9), from: "00", term: Term(1), position: .origin), now: at(1_200))
        _ = machine.on(.commit(id: id(5), from: "00", term: Term(3), position: .origin), now: at(1_200))
        #expect(machine.record.term == Term(1))
    }

    @Test func remove_member_isHeardUntilTheLeaderGoesByTheNewList() {
        var machine = service(acks: 1)
        _ = machine.on(.remove("02"), now: at(100))
        #expect(machine.standing(of: "00").members == ["00", "01"])
        #expect(machine.record.members.count == 3)
        let request = LeaseRequest(term: Term(1), sequence: 2, acks: 1, membersVersion: machine.record.membersVersion)
        _ = machine.on(.report(report("00", ledTerm: 1), request), now: at(200))
        #expect(machine.record.members.map(\.name) == ["00", "01"])
    }

    @Test func grant_isAboveEveryTermThatWasReported() {
        var machine = service()
        var seen = report("02")
        seen.term = Term(40)
        _ = machine.on(.report(seen, nil), now: at(100))
        _ = machine.on(.promote(.init(id: id(5), candidate: "01", kind: .graceful)), now: at(1_000))
        _ = machine.on(.commit(id: id(5), from: "00", term: Term(1), position: .origin), now: at(1_100))
        #expect(machine.record.term == Term(41))
    }
}
