import Synchronization
import Testing
import World

@Suite(.timeLimit(.minutes(1))) struct ThreadTests {
    private final class Counter: Sendable {
        private let value = Atomic(0)
        func add() { value.add(1, ordering: .sequentiallyConsistent) }
        var count: Int { value.load(ordering: .sequentiallyConsistent) }
    }

    @Test func threads_runTheirBodiesOnce() async throws {
        let counter = Counter()
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let done = ThreadSemaphore()
            let count = 10
            for _ in 0..<count {
                do {
                    try SystemThread.start(name: "test") {
                        counter.add()
                        done.signal()
                    }
                } catch {
                    Issue.record(error)
                    done.signal()
                }
            }
            do {
                try SystemThread.start(name: "join") {
                    for _ in 0..<count { done.wait() }
                    continuation.resume()
                }
            } catch {
                Issue.record(error)
                continuation.resume()
            }
        }
        #expect(counter.count == 10)
    }
}
