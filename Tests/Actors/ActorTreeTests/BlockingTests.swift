import ActorTree
import Kernel
import TestSupport
import Testing
import World

/// How many run at once.
private final class Running: Sendable {
    private let counts = Locked((now: 0, most: 0))
    func enter() { counts.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) } }
    func leave() { counts.withLock { $0.now -= 1 } }
    var most: Int { counts.withLock(\.most) }
}

private final class Flag: Sendable {
    private let value = Locked(false)
    func raise() { value.withLock { $0 = true } }
    var isRaised: Bool { value.withLock(\.self) }
}

@Suite(.timeLimit(.minutes(1))) struct BlockingTests {
    @Test func run_returnsWhatTheBodyReturns() async throws {
        let blocking = try Blocking(name: "test", threads: 2)
        #expect(try await blocking.run { 42 } == 42)
        let thrown = await TestSupport.fault {
            try await blocking.run { () throws(Fault) -> Int in throw Fault(.noSpace, "full") }
        }
        #expect(thrown?.code == .noSpace)
        await blocking.stop()
    }

    @Test func run_many_areAllDoneOnAtMostThatManyThreads() async throws {
        let blocking = try Blocking(name: "test", threads: 3)
        let running = Running()
        let sum = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<500 {
                group.addTask {
                    try await blocking.run { () throws(Fault) -> Int in
                        running.enter()
                        defer { running.leave() }
                        return number
                    }
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(sum == 499 * 500 / 2)
        #expect(running.most <= 3)
        await blocking.stop()
    }

    @Test func run_cancelledWhileWaiting_throwsAndNeverRuns() async throws {
        let blocking = try Blocking(name: "test", threads: 1)
        let gate = ThreadSemaphore()
        let hasRun = Flag()
        let holder = Task { try await blocking.run { gate.wait() } }
        let waiting = Task { try await blocking.run { hasRun.raise() } }
        waiting.cancel()
        let thrown = await TestSupport.fault { try await waiting.value }
        if let thrown { #expect(thrown.code == .cancelled) }
        gate.signal()
        try await holder.value
        #expect(!hasRun.isRaised || thrown == nil)
        await blocking.stop()
    }

    @Test func stop_doesTheWaitingWorkFirst_thenRefuses() async throws {
        let blocking = try Blocking(name: "test", threads: 1)
        let gate = ThreadSemaphore()
        let holder = Task { try await blocking.run { gate.wait() } }
        let waiting = Task { try await blocking.run { 7 } }
        async let stopped: Void = blocking.stop()
        gate.signal()
        // Either order of arrival is fine: what came before the stop is done, what came after is refused.
        for result in [await holder.result.map { 7 }, await waiting.result] {
            switch result {
            case .success(let number): #expect(number == 7)
            case .failure(let error): #expect((error as? Fault)?.code == .stopped)
            }
        }
        await stopped
        let thrown = await TestSupport.fault { try await blocking.run { 1 } }
        #expect(thrown?.code == .stopped)
        await blocking.stop()
    }

    @Test func thread_hasTheNameOfItsPool() async throws {
        let blocking = try Blocking(name: "axon-files-and-more", threads: 1)
        let name = try await blocking.run { () throws(Fault) -> [UInt8] in
            try Host.linux.files.read("/proc/thread-self/comm", bytesMax: 64, label: "test")
        }
        #expect(String(decoding: name, as: UTF8.self) == "axon-files-and-\n")
        await blocking.stop()
    }
}
