@testable import ActorTree
import Kernel
import TestSupport
import Testing

@Suite struct SupervisionMachineTests {
    private let fault = Fault(.io, "the disk is gone")
    private let stopMax = Instant.Span.seconds(10)

    private func machine(_ policies: [RestartPolicy], restartsMax: Int = 2) -> SupervisionMachine {
        let names = ["a", "b", "c"]
        return SupervisionMachine(
            path: ActorPath(root: "root"),
            limits: RestartLimits(
                restartsMax: restartsMax, span: .seconds(10), backoffFirst: .milliseconds(100), backoffMax: .milliseconds(150)),
            children: policies.enumerated().map { (names[$0.offset], $0.element, stopMax) })
    }

    private func serving(_ policies: [RestartPolicy], restartsMax: Int = 2) -> SupervisionMachine {
        var machine = machine(policies, restartsMax: restartsMax)
        _ = machine.on(.startRequested)
        for name in ["a", "b", "c"].prefix(policies.count) { _ = machine.on(.started(name)) }
        return machine
    }

    private func at(_ milliseconds: UInt64) -> Instant { .zero + .milliseconds(milliseconds) }

    @Test func start_isInOrder_oneAfterTheOther() {
        var machine = machine([.permanent, .permanent])
        #expect(machine.on(.startRequested) == [.start("a")])
        #expect(machine.on(.started("a")) == [.report(.started("a")), .start("b")])
        #expect(machine.on(.started("b")) == [.report(.started("b")), .ready])
        #expect(machine.phase == .serving)
    }

    @Test func start_withoutChildren_isReadyAtOnce() {
        var machine = machine([])
        #expect(machine.on(.startRequested) == [.ready])
        #expect(machine.on(.stopRequested) == [.finish(nil)])
    }

    @Test func start_secondChildFails_stopsTheFirstAndFails() {
        var machine = machine([.permanent, .permanent, .permanent])
        _ = machine.on(.startRequested)
        _ = machine.on(.started("a"))
        let actions = machine.on(.startFailed("b", fault, at: at(0)))
        #expect(actions == [.report(.gaveUp("b", fault)), .setTimer("a", stopMax), .stop("a")])
        #expect(machine.on(.ended("a", at: at(1))) == [.clearTimer("a"), .finish(fault.with("actor", "root/b"))])
    }

    @Test func start_firstChildFailsWhileSecondStarts_restartsWithoutOvertaking() {
        var machine = machine([.permanent, .permanent, .permanent])
        _ = machine.on(.startRequested)
        _ = machine.on(.started("a"))
        #expect(machine.on(.failed("a", fault, at: at(0))).last == .setTimer("a", .milliseconds(100)))
        #expect(machine.on(.timerFired("a")) == [.start("a")])
        #expect(machine.on(.started("a")) == [.report(.started("a"))])
        #expect(machine.on(.started("b")) == [.report(.started("b")), .start("c")])
    }

    @Test func stop_isInReverseOrder_oneAfterTheOther() {
        var machine = serving([.permanent, .permanent, .permanent])
        #expect(machine.on(.stopRequested) == [.setTimer("c", stopMax), .stop("c")])
        #expect(machine.on(.ended("c", at: at(0))) == [.clearTimer("c"), .setTimer("b", stopMax), .stop("b")])
        #expect(machine.on(.failed("b", fault, at: at(0))) == [.clearTimer("b"), .setTimer("a", stopMax), .stop("a")])
        #expect(machine.on(.ended("a", at: at(0))) == [.clearTimer("a"), .finish(nil)])
    }

    @Test func stop_whileStarting_cancelsTheStart() {
        var machine = machine([.permanent, .permanent])
        _ = machine.on(.startRequested)
        #expect(machine.on(.stopRequested) == [.cancel("a")])
        #expect(machine.on(.startFailed("a", fault, at: at(0))) == [.clearTimer("a"), .finish(nil)])
    }

    @Test func stop_whileStarting_childComesUpAllTheSame_isStopped() {
        var machine = machine([.permanent])
        _ = machine.on(.startRequested)
        _ = machine.on(.stopRequested)
        #expect(machine.on(.started("a")) == [.stop("a")])
        #expect(machine.on(.ended("a", at: at(0))) == [.clearTimer("a"), .finish(nil)])
    }

    @Test func stop_childOverdue_isCancelledAndReported() {
        var machine = serving([.permanent])
        _ = machine.on(.stopRequested)
        #expect(machine.on(.timerFired("a")) == [.report(.stopOverdue("a")), .cancel("a")])
        #expect(machine.on(.failed("a", fault, at: at(0))) == [.clearTimer("a"), .finish(nil)])
    }

    @Test func stop_twice_changesNothing() {
        var machine = serving([.permanent])
        _ = machine.on(.stopRequested)
        #expect(machine.on(.stopRequested) == [])
    }

    @Test func permanent_ended_isRestartedAfterBackoff() {
        var machine = serving([.permanent])
        #expect(
            machine.on(.ended("a", at: at(0))) == [
                .report(.restarting("a", nil, after: .milliseconds(100))), .setTimer("a", .milliseconds(100)),
            ])
        #expect(machine.on(.timerFired("a")) == [.start("a")])
    }

    @Test func noRestartAllowed_failureMovesUpAsItIs() {
        var machine = SupervisionMachine(
            path: ActorPath(root: "r"), limits: RestartLimits(restartsMax: 0), children: [("a", .permanent, .seconds(1))])
        _ = machine.on(.startRequested)
        _ = machine.on(.started("a"))
        let actions = machine.on(.failed("a", fault, at: at(0)))
        #expect(actions.last == .finish(fault.with("actor", "r/a")))
    }

    @Test func backoff_doublesUpToItsCeiling() {
        let limits = RestartLimits(backoffFirst: .milliseconds(100), backoffMax: .seconds(1))
        #expect([0, 1, 2, 3, 4, 1000].map { limits.backoff(after: $0).inMilliseconds } == [100, 200, 400, 800, 1000, 1000])
        #expect(RestartLimits(backoffFirst: .seconds(1_000_000_000), backoffMax: .seconds(5)).backoff(after: 60) == .seconds(5))
    }

    @Test func transient_ended_isDone_failed_isRestarted() {
        var machine = serving([.transient, .transient])
        #expect(machine.on(.ended("a", at: at(0))) == [.report(.ended("a"))])
        #expect(machine.on(.failed("b", fault, at: at(0))).last == .setTimer("b", .milliseconds(100)))
    }

    @Test func temporary_failed_isReportedAndGoesNoFurther() {
        var machine = serving([.temporary])
        #expect(machine.on(.failed("a", fault, at: at(0))) == [.report(.gaveUp("a", fault))])
        #expect(machine.phase == .serving)
    }

    @Test func failures_beyondTheLimit_moveUpWithThePath() throws {
        var machine = serving([.permanent, .permanent])
        for round in 0..<2 as Range<UInt64> {
            _ = machine.on(.failed("a", fault, at: at(round)))
            _ = machine.on(.timerFired("a"))
            _ = machine.on(.started("a"))
        }
        #expect(machine.on(.failed("a", fault, at: at(3))) == [.report(.gaveUp("a", fault)), .setTimer("b", stopMax), .stop("b")])
        guard case .finish(let last?)? = machine.on(.ended("b", at: at(4))).last else {
            Issue.record("the failure did not move up")
            return
        }
        #expect(last.code == .io)
        #expect(last.fields["actor"] == "root/a")
        #expect(last.message.contains("root/a failed"))
        #expect(last.message.contains("2 restarts within"))
        #expect(last.cause == fault)
    }

    @Test func failures_spreadBeyondTheSpan_areRestartedForEver() {
        var machine = serving([.permanent])
        for round in 0..<20 as Range<UInt64> {
            #expect(machine.on(.failed("a", fault, at: at(round * 6_000))).last == .setTimer("a", .milliseconds(round == 0 ? 100 : 150)))
            _ = machine.on(.timerFired("a"))
            _ = machine.on(.started("a"))
        }
    }

    @Test func restart_startFails_countsAsAFailure() {
        var machine = serving([.permanent], restartsMax: 1)
        _ = machine.on(.failed("a", fault, at: at(0)))
        _ = machine.on(.timerFired("a"))
        let actions = machine.on(.startFailed("a", fault, at: at(1)))
        #expect(actions.count == 2)
        guard case .finish(.some)? = actions.last else {
            Issue.record("the failure did not move up")
            return
        }
    }

    @Test func failure_fromBelow_keepsTheDeepestPath() {
        var machine = machine([.permanent])
        _ = machine.on(.startRequested)
        let deep = fault.with("actor", "root/a/deep")
        #expect(machine.on(.startFailed("a", deep, at: at(0))).last == .finish(deep))
    }

    @Test func add_startsAndAnswers() {
        var machine = serving([])
        #expect(machine.on(.addRequested("x", .temporary, stopMax: stopMax)) == [.start("x")])
        #expect(machine.on(.started("x")) == [.report(.started("x")), .answerAdd("x", nil)])
        #expect(machine.on(.ended("x", at: at(0))) == [.report(.ended("x")), .forget("x")])
        #expect(machine.children.isEmpty)
    }

    @Test func add_startFails_answersTheFaultAndForgets() {
        var machine = serving([])
        _ = machine.on(.addRequested("x", .permanent, stopMax: stopMax))
        #expect(machine.on(.startFailed("x", fault, at: at(0))) == [.answerAdd("x", fault.with("actor", "root/x")), .forget("x")])
        #expect(machine.phase == .serving)
    }

    @Test func add_nameTaken_isRefused() {
        var machine = serving([.permanent])
        guard case .answerAdd("a", let fault?)? = machine.on(.addRequested("a", .permanent, stopMax: stopMax)).first else {
            Issue.record("no answer")
            return
        }
        #expect(fault.code == .duplicateName)
    }

    @Test func remove_stopsAndForgets() {
        var machine = serving([.permanent, .permanent])
        #expect(machine.on(.removeRequested("a")) == [.setTimer("a", stopMax), .stop("a")])
        #expect(machine.on(.removeRequested("a")) == [])
        #expect(machine.on(.ended("a", at: at(0))) == [.clearTimer("a"), .forget("a")])
        #expect(machine.children.map(\.name) == ["b"])
    }

    @Test func remove_whileBackingOff_forgetsAtOnce() {
        var machine = serving([.permanent])
        _ = machine.on(.failed("a", fault, at: at(0)))
        #expect(machine.on(.removeRequested("a")) == [.clearTimer("a"), .forget("a")])
    }

    @Test func stop_whileAnAdditionStarts_answersIt() {
        var machine = serving([])
        _ = machine.on(.addRequested("x", .permanent, stopMax: stopMax))
        #expect(machine.on(.stopRequested) == [.cancel("x")])
        let actions = machine.on(.startFailed("x", fault, at: at(0)))
        #expect(actions.contains { if case .answerAdd("x", .some) = $0 { true } else { false } })
        #expect(actions.last == .finish(nil))
    }

    @Test func illegalEvents_areRejectedInEveryState_andChangeNothing() {
        let unknown: [SupervisionEvent] = [
            .started("z"), .startFailed("z", fault, at: at(0)), .ended("z", at: at(0)), .failed("z", fault, at: at(0)), .timerFired("z"),
            .removeRequested("z"),
        ]
        var states: [SupervisionMachine] = [machine([.permanent]), serving([.permanent])]
        var stopped = serving([.permanent])
        _ = stopped.on(.stopRequested)
        states.append(stopped)
        _ = stopped.on(.ended("a", at: at(0)))
        states.append(stopped)
        for state in states {
            for event in unknown {
                var machine = state
                #expect(machine.on(event) == [.reject(event)])
                #expect(machine.phase == state.phase)
            }
        }
        var running = serving([.permanent])
        for event in [SupervisionEvent.startRequested, .started("a"), .startFailed("a", fault, at: at(0)), .timerFired("a")] {
            #expect(running.on(event) == [.reject(event)])
        }
        let late: [SupervisionEvent] = [
            .startRequested, .started("a"), .ended("a", at: at(0)), .failed("a", fault, at: at(0)), .timerFired("a"),
        ]
        for event in late {
            #expect(stopped.on(event) == [.reject(event)])
        }
    }

    /// Any order of events leaves a machine that, once told to stop, finishes exactly once after its children ended.
    @Test(arguments: 0..<200) func randomEvents_thenStop_finishesOnce(_ seed: Int) {
        let random = SeededRandom(UInt64(seed))
        var machine = machine([.permanent, .transient, .temporary])
        var finishes = 0
        func feed(_ event: SupervisionEvent) {
            for case .finish in machine.on(event) { finishes += 1 }
        }
        feed(.startRequested)
        for step in 0..<60 as Range<UInt64> {
            let name = ["a", "b", "c", "x"][random.below(4)]
            switch random.below(9) {
            case 0: feed(.started(name))
            case 1: feed(.startFailed(name, fault, at: at(step * 1000)))
            case 2: feed(.ended(name, at: at(step * 1000)))
            case 3: feed(.failed(name, fault, at: at(step * 1000)))
            case 4: feed(.addRequested("x", .transient, stopMax: stopMax))
            case 5: feed(.removeRequested(name))
            default: feed(.timerFired(name))
            }
        }
        feed(.stopRequested)
        for _ in 0..<8 {
            for child in machine.children where child.state == .stopping { feed(.ended(child.name, at: at(99_000))) }
        }
        #expect(finishes == 1)
        if case .finished = machine.phase {} else { Issue.record("still \(machine.phase)") }
    }
}

