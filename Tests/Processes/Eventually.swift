import Kernel
import World

/// Asks until `condition` holds, at most so long; the last fault is shown where it never does.
func eventually(
    isolation: isolated (any Actor)? = #isolation, _ what: String, seconds: Double = 20, _ condition: () async throws -> Bool
) async throws {
    let clock = Host.linux.clock
    let end = clock.now() + Instant.Span(nanoseconds: UInt64(seconds * 1e9))
    var last = "it is not so"
    while clock.now() < end {
        do {
            if try await condition() { return }
            last = "it is not so"
        } catch {
            last = "\(error)"
        }
        try await clock.sleep(for: .milliseconds(20))
    }
    throw Broken("not within \(seconds) s: \(what); \(last)")
}
