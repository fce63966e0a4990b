import Kernel
import World

/// A machine for tests: a clock turned by hand, randomness from a seed, the real file system (use ``withTemporaryDirectory(_:)``).
public struct ManualHost: Sendable {
    public let clock: ManualClock
    public let random: SeededRandom
    /// What the code under test is given.
    public let host: Host

    public init(seed: UInt64 = 1, files: any FileSystem = Host.linux.files) {
        clock = ManualClock()
        random = SeededRandom(seed)
        host = Host(clock: clock, random: random, files: files)
    }
}

/// The same numbers for the same seed, from any thread. SplitMix64: good enough for tests, for nothing else.
public final class SeededRandom: RandomSource {
    private let state: Locked<UInt64>

    public init(_ seed: UInt64) { state = Locked(seed) }

    public func next() -> UInt64 {
        let position = state.withLock { state in
            state &+= 0x9e37_79b9_7f4a_7c15
            return state
        }
        var word = position
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }

    /// A number from zero up to, and without, `bound`.
    public func below(_ bound: Int) -> Int {
        precondition(bound > 0, "a bound is positive")
        return Int(next() % UInt64(bound))
    }
}

extension SeededRandom: RandomNumberGenerator {}
