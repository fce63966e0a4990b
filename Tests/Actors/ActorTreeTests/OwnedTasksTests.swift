import ActorTree
import Kernel
import TestSupport
import Testing
import World

@Suite(.timeLimit(.minutes(1))) struct OwnedTasksTests {
    private let failures = Failures()
    private var owner: ActorPath { ActorPath(root: "axon").child("nexus") }

    private final class Failures: Sendable {
        private let seen = Locked<[String]>([])
        func add(_ name: String, _ fault: Fault) { seen.withLock { $0.append("\(name) \(fault.code)") } }
        var all: [String] { seen.withLock { $0 } }
    }

    private func tasks(limit: Int = 10) -> OwnedTasks {
        OwnedTasks(owner: owner, limit: limit) { [failures] name, fault in failures.add(name, fault) }
    }

    @Test func failure_isToldWithItsName() async throws {
        let tasks = tasks()
        try tasks.start("flush") { () async throws(Fault) in throw Fault(.io, "no") }
        try tasks.start("fine") {}
        await until { tasks.names.isEmpty }
        #expect(failures.all == ["flush IoFault"])
    }

    @Test func stop_cancelsAndAwaits_andIsNoFailure() async throws {
        let tasks = tasks()
        let clock = ManualClock()
        for name in ["a", "b"] {
            try tasks.start(name) { () async throws(Fault) in try await clock.sleep(for: .seconds(10)) }
        }
        await clock.sleepers(atLeast: 2)
        #expect(tasks.names == ["a", "b"])
        await tasks.stop()
        #expect(clock.sleeping == 0)
        #expect(tasks.names.isEmpty)
        #expect(failures.all.isEmpty)
        let thrown = TestSupport.fault { try tasks.start("late") {} }
        #expect(thrown?.code == .stopped)
    }

    @Test func start_beyondTheLimit_isRefused() async throws {
        let tasks = tasks(limit: 2)
        let clock = ManualClock()
        for name in ["a", "b"] {
            try tasks.start(name) { () async throws(Fault) in try await clock.sleep(for: .seconds(10)) }
        }
        let thrown = TestSupport.fault { try tasks.start("c") {} }
        #expect(thrown?.code == .limit)
        #expect(thrown?.message.contains("axon/nexus") == true)
        await tasks.stop()
    }

    @Test func manyShortTasks_leaveNothingBehind() async throws {
        let tasks = tasks(limit: 10_000)
        for _ in 0..<2000 { try tasks.start("short") {} }
        await until { tasks.names.isEmpty }
        await tasks.stop()
    }
}
