import Kernel
import World

/// How long to wait before the next attempt: doubling, with jitter, so that many clients of a restarted service do not come at once.
struct Backoff: Sendable {
    var first = Instant.Span.milliseconds(50)
    var longest = Instant.Span.seconds(10)
    private(set) var attempts: UInt64 = 0
    /// Doublings beyond this exceed every sensible `longest`.
    private static let doublingsMax: UInt64 = 16

    /// Nothing before the first attempt; then between half of the present step and all of it.
    mutating func next(_ random: any RandomSource) -> Instant.Span {
        attempts += 1
        guard attempts > 1 else { return .zero }
        let step = min(first.nanoseconds << min(attempts - 2, Self.doublingsMax), longest.nanoseconds)
        return Instant.Span(nanoseconds: step / 2 + random.next() % max(1, step / 2))
    }

    mutating func reset() { attempts = 0 }
}
