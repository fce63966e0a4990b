import Kernel
import Testing
import TestSupport

@testable import Nexus

/// Waiting for the log to reach an index.
@Suite struct IndexSignalTests {
    @Test func wait_forWhatIsReached_returnsAtOnce() async throws {
        let signal = IndexSignal(Index(5))
        try await signal.wait(for: Index(5))
        try await signal.wait(for: Index(1))
    }

    @Test func wait_forWhatComes_returnsWhenItIsReached() async throws {
        let signal = IndexSignal(Index(0))
        async let waiter: Void = signal.wait(for: Index(2))
        signal.advance(to: Index(1))
        signal.advance(to: Index(2))
        try await waiter
        #expect(signal.index == Index(2))
    }

    @Test func wait_whenClosed_throwsStopped() async {
        let signal = IndexSignal(Index(0))
        async let waiting = fault { try await signal.wait(for: Index(1)) }
        signal.close()
        #expect(await waiting?.code == .stopped)
        #expect(await fault { try await signal.wait(for: Index(1)) }?.code == .stopped)
    }

    @Test func wait_whenCancelled_throwsCancelled() async {
        let signal = IndexSignal(Index(0))
        let task = Task { await fault { try await signal.wait(for: Index(1)) } }
        task.cancel()
        #expect(await task.value?.code == .cancelled)
    }
}
