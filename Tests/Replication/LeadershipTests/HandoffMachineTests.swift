import Kernel
import Leadership
import Testing

struct HandoffMachineTests {
    let order = HandoffOrder(id: Iden(high: 1, low: 1), term: Term(1), candidate: "01")
    let end = Position(term: Term(1), index: Index(9), hash: .zero)

    private func at(_ milliseconds: UInt64) -> Instant { .zero + .milliseconds(milliseconds) }

    private func begun() -> HandoffMachine {
        var machine = HandoffMachine(order: order, times: LeadershipTimes(), now: at(0))
        _ = machine.begin(position: end, lag: 0, level: 1)
        return machine
    }

    private func committing() -> HandoffMachine {
        var machine = begun()
        _ = machine.on(.ready(id: order.id), now: at(1))
        _ = machine.on(.settled(end), now: at(2))
        #expect(machine.on(.confirmed(id: order.id, end), now: at(3)) == [.commit(end)])
        return machine
    }

    @Test func handoff_candidateNotFollowingOrFarBehind_isRefusedAtOnce() {
        for lag in [nil, LeadershipBounds.handoffLagMax + 1] as [UInt64?] {
            var machine = HandoffMachine(order: order, times: LeadershipTimes(), now: at(0))
            let actions = machine.begin(position: end, lag: lag, level: 1)
            guard case .resume? = actions.last else {
                Issue.record("it must serve on")
                continue
            }
            #expect(machine.phase == .ended)
        }
    }

    @Test func handoff_candidateBehind_holdsWhenItHasNearlyCaughtUp() {
        var machine = HandoffMachine(order: order, times: LeadershipTimes(), now: at(0))
        _ = machine.begin(position: end, lag: 1_000, level: 1)
        #expect(machine.on(.lag(LeadershipBounds.holdLagMax), now: at(1)) == [], "it has not said that it is ready")
        #expect(machine.on(.lag(1_000), now: at(2)) == [])
        #expect(machine.on(.ready(id: order.id), now: at(3)) == [])
        #expect(!machine.holds)
        #expect(machine.on(.lag(LeadershipBounds.holdLagMax + 1), now: at(4)) == [])
        #expect(machine.on(.lag(LeadershipBounds.holdLagMax), now: at(5)) == [.phase(.holding), .hold])
        #expect(machine.on(.lag(0), now: at(6)) == [])
    }

    @Test func handoff_candidateThatNeverCatchesUp_isDrainedAllTheSame() {
        let times = LeadershipTimes()
        var machine = HandoffMachine(order: order, times: times, now: at(0))
        _ = machine.begin(position: end, lag: 1_000, level: 1)
        _ = machine.on(.ready(id: order.id), now: at(1))
        #expect(machine.on(.tick, now: at(2)) == [])
        #expect(machine.on(.tick, now: at(1) + times.catchUp) == [.phase(.holding), .hold])
    }

    @Test func handoff_commitGranted_isHandedOver() {
        var machine = committing()
        #expect(machine.isUndecided)
        let actions = machine.on(.commitAnswer(id: order.id, .granted(Term(2))), now: at(4))
        #expect(actions == [.say(.committed(id: order.id, term: Term(2))), .handedOver(Term(2))])
        #expect(!machine.holds)
    }

    @Test func handoff_commitAnswerMissing_asksAgainForEverAndNeverServes() {
        var machine = committing()
        for second in 1...100 as ClosedRange<UInt64> {
            #expect(machine.on(.tick, now: at(second * 1_000)) == [.commit(end)])
        }
        #expect(machine.isUndecided && machine.holds)
    }

    @Test func handoff_silentCandidateBeforeCommit_servesAgain() {
        var machine = begun()
        #expect(machine.on(.tick, now: at(1_999)) == [])
        guard case .resume(let fault)? = machine.on(.tick, now: at(2_000)).last else {
            Issue.record("it must serve on")
            return
        }
        #expect(fault.code == .deadline)
    }

    @Test func handoff_eventsOutOfPlace_changeNothing() {
        let other = Iden(high: 9, low: 9)
        let short = Position(term: Term(1), index: Index(8), hash: .zero)
        var machine = begun()
        #expect(machine.on(.ready(id: other), now: at(1)) == [])
        #expect(machine.on(.settled(end), now: at(1)) == [])
        #expect(machine.on(.confirmed(id: order.id, end), now: at(1)) == [])
        #expect(machine.on(.commitAnswer(id: order.id, .granted(Term(2))), now: at(1)) == [])
        #expect(machine.phase == .preparing)
        _ = machine.on(.ready(id: order.id), now: at(1))
        _ = machine.on(.settled(end), now: at(2))
        #expect(machine.on(.confirmed(id: order.id, short), now: at(3)) == [], "the candidate must hold all of it")
        #expect(machine.phase == .draining)
        machine = committing()
        #expect(machine.on(.refused(id: order.id, Fault(.refused, "late")), now: at(5)) == [], "only the registry decides now")
        #expect(machine.on(.commitAnswer(id: other, .refused(Fault(.refused, "another"))), now: at(5)) == [])
        #expect(machine.isUndecided)
    }

    @Test func candidate_confirmsOnlyTheExactEnd() {
        var candidate = CandidateMachine()
        #expect(candidate.on(
            .prepare(id: order.id, term: Term(1), position: end, level: 1), durable: .origin, fault: nil) == [.ready(id: order.id)])
        #expect(candidate.on(.drain(id: order.id, position: end), durable: .origin, fault: nil) == [])
        #expect(!candidate.isWaiting)
        #expect(candidate.durable(end) == [.confirm(id: order.id, position: end)])
        #expect(candidate.isWaiting)
        #expect(candidate.durable(end) == [])
        #expect(candidate.on(.ready(id: order.id), durable: end, fault: nil) == [])
    }

    @Test func candidate_unfit_refusesWithTheReason() {
        var candidate = CandidateMachine()
        let fault = Fault(.notReady, "01 is not in step")
        #expect(candidate.on(
            .prepare(id: order.id, term: Term(1), position: end, level: 1), durable: end, fault: fault) == [.refuse(id: order.id, fault)])
    }
}
