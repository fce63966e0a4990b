import Axon
import Kernel
import World

/// What was acknowledged, and when.
final class WriteRecord: Sendable {
    struct State {
        var acknowledged: [Digest] = []
        var at: [Instant] = []
        var failed = 0
        var ended = 0
    }

    let state = Locked(State())

    func acknowledge(_ digest: Digest) {
        let now = Measure.clock.now()
        state.withLock { state in
            state.acknowledged.append(digest)
            state.at.append(now)
        }
    }

    func fail() { state.withLock { $0.failed += 1 } }
    func end() { state.withLock { $0.ended += 1 } }

    /// The longest pause between two acknowledgements, in ms.
    var longestGap: Double {
        let times = state.withLock(\.at).sorted()
        return zip(times, times.dropFirst()).map { $1.since($0).inMilliseconds }.max() ?? 0
    }
}
