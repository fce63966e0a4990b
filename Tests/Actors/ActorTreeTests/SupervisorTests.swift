import ActorTree
import Kernel
import TestSupport
import Testing
import World

/// What happened, in order.
private final class Journal: Sendable {
    private let lines = Locked<[String]>([])
    func write(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }
}

/// A child that runs until it is stopped, or told to fail.
private final class Worker: SupervisedChild {
    let name: String
    let journal: Journal
    private let inbox = Mailbox<Fault>(capacity: 4)

    init(_ name: String, _ journal: Journal) {
        self.name = name
        self.journal = journal
        journal.write("start \(name)")
    }

    func run() async throws(Fault) {
        if let fault = await inbox.next() { throw fault }
        journal.write("end \(name)")
    }

    func stop() async {
        journal.write("stop \(name)")
        inbox.close()
    }

    func fail(_ fault: Fault) { _ = inbox.offer(fault) }
}

/// Hands out the workers of a test, and waits for the next one to start.
private final class Crew: Sendable {
    let journal = Journal()
    private let started = Mailbox<Worker>(capacity: 1000)

    func plan(_ name: String, _ policy: RestartPolicy = .permanent) -> ChildPlan {
        ChildPlan(name, policy) { [self] () async throws(Fault) in
            let worker = Worker(name, journal)
            _ = started.offer(worker)
            return worker
        }
    }

    func next() async throws -> Worker { try #require(await started.next()) }
}

@Suite(.timeLimit(.minutes(1))) struct SupervisorTests {
    private let clock = ManualClock()
    private let crew = Crew()
    private let fault = Fault(.io, "the disk is gone")
    private let root = ActorPath(root: "axon")

    @Test func life_startsInOrderAndStopsInReverse() async throws {
        let supervisor = Supervisor(root, clock: clock, children: ["a", "b", "c"].map { crew.plan($0) })
        try await supervisor.start()
        await supervisor.stop()
        try await supervisor.run()
        #expect(
            crew.journal.all == [
                "start a", "start b", "start c", "stop c", "end c", "stop b", "end b", "stop a", "end a",
            ])
    }

    @Test func child_fails_isRestartedAfterTheBackoff() async throws {
        let supervisor = Supervisor(root, clock: clock, children: [crew.plan("a")])
        try await supervisor.start()
        try await crew.next().fail(fault)
        await clock.sleepers(atLeast: 1)
        #expect(crew.journal.all == ["start a"])
        clock.advance(by: .milliseconds(100))
        #expect(try await crew.next().name == "a")
        await supervisor.stop()
        try await supervisor.run()
    }

    @Test func root_childFailsTooOften_outcomeNamesPathAndFault() async throws {
        let supervisor = Supervisor(
            root, clock: clock, limits: RestartLimits(restartsMax: 2), children: [crew.plan("store"), crew.plan("nexus")])
        async let outcome = supervisor.runRoot()
        _ = try await crew.next()
        for round in 0..<3 {
            try await crew.next().fail(fault)
            guard round < 2 else { break }
            await clock.sleepers(atLeast: 1)
            clock.advanceToNextDeadline()
        }
        guard case .failed(let failure) = await outcome else {
            Issue.record("the tree did not fail")
            return
        }
        #expect(failure.path.description == "axon/nexus")
        #expect(failure.fault.code == .io)
        #expect(failure.description.hasPrefix("axon ends because axon/nexus failed: IoFault: "))
        #expect(failure.description.contains("the disk is gone"))
        #expect(crew.journal.all.suffix(2) == ["stop store", "end store"])
    }

    @Test func nested_failureMovesUpThroughBothLevels() async throws {
        let clock = clock
        let crew = crew
        let below = ChildPlan("nexus") { [root] () async throws(Fault) in
            let inner = Supervisor(
                root.child("nexus"), clock: clock, limits: RestartLimits(restartsMax: 0), children: [crew.plan("feed")])
            try await inner.start()
            return inner
        }
        let supervisor = Supervisor(root, clock: clock, limits: RestartLimits(restartsMax: 1), children: [below])
        async let outcome = supervisor.runRoot()
        try await crew.next().fail(fault)
        await clock.sleepers(atLeast: 1)
        clock.advanceToNextDeadline()
        try await crew.next().fail(fault)
        guard case .failed(let failure) = await outcome else {
            Issue.record("the tree did not fail")
            return
        }
        #expect(failure.path.description == "axon/nexus/feed")
        #expect(failure.fault.code == .io)
    }

    @Test func start_fails_stopsWhatRanAndThrowsWithThePath() async throws {
        let broken = ChildPlan("broken") { [fault] () async throws(Fault) in throw fault }
        let supervisor = Supervisor(root, clock: clock, children: [crew.plan("a"), broken, crew.plan("never")])
        let thrown = await TestSupport.fault { try await supervisor.start() }
        #expect(thrown?.fields["actor"] == "axon/broken")
        #expect(crew.journal.all == ["start a", "stop a", "end a"])
    }

    @Test func run_cancelled_stopsTheChildren() async throws {
        let supervisor = Supervisor(root, clock: clock, children: [crew.plan("a")])
        try await supervisor.start()
        let run = Task { try await supervisor.run() }
        run.cancel()
        try await run.value
        #expect(crew.journal.all == ["start a", "stop a", "end a"])
    }

    @Test func stop_childDoesNotEnd_isCancelledWhenItsTimeIsOver() async throws {
        struct Stubborn: SupervisedChild {
            let clock: ManualClock
            func run() async throws(Fault) { try await clock.sleep(for: .seconds(1_000_000)) }
            func stop() async {}
        }
        let reports = Journal()
        let supervisor = Supervisor(
            root, clock: clock,
            children: [ChildPlan("a", stopMax: .seconds(3)) { [clock] () async throws(Fault) in Stubborn(clock: clock) }],
            report: { path, report in reports.write("\(path) \(report)") })
        try await supervisor.start()
        await clock.sleepers(atLeast: 1)
        await supervisor.stop()
        await clock.sleepers(atLeast: 2)
        clock.advance(by: .seconds(3))
        try await supervisor.run()
        #expect(reports.all == ["axon started(\"a\")", "axon stopOverdue(\"a\")"])
    }

    @Test func start_afterStop_isRefusedInsteadOfWaiting() async throws {
        let supervisor = Supervisor(root, clock: clock, children: [crew.plan("a")])
        await supervisor.stop()
        try await supervisor.run()
        #expect(await TestSupport.fault { try await supervisor.start() }?.code == .stopped)
        #expect(crew.journal.all.isEmpty)
    }

    @Test func add_andRemove_whileServing() async throws {
        let supervisor = Supervisor(root, clock: clock, children: [])
        try await supervisor.start()
        try await supervisor.add(crew.plan("01.axon"))
        #expect(await supervisor.actors().map { "\($0.path) \($0.state)" } == ["axon serving", "axon/01.axon running"])
        let thrown = await TestSupport.fault { try await supervisor.add(crew.plan("01.axon")) }
        #expect(thrown?.code == .duplicateName)
        await supervisor.remove("01.axon")
        await supervisor.remove("never was")
        #expect(await supervisor.actors().count == 1)
        try await supervisor.add(crew.plan("01.axon"))
        await supervisor.stop()
        try await supervisor.run()
        let late = await TestSupport.fault { try await supervisor.add(crew.plan("late")) }
        #expect(late?.code == .stopped)
    }
}
