import Kernel
import Storm
import World

/// Waits inside of a query, which has a thread of its own.
enum Waiting {
    /// How long the thread sleeps before it looks at the clock and at whether it was cancelled.
    private static let stepMs = 20

    /// Waits until the host's clock is so many seconds further. The query can be cancelled meanwhile.
    static func wait(seconds: Double, _ runtime: StormRuntime) throws {
        guard seconds > 0 else { return try runtime.check() }
        guard seconds < 1e9 else { throw Fault(.badArgument, "a query cannot wait \(seconds) seconds") }
        let end = runtime.host.now().advanced(byMs: Int64((seconds * 1000).rounded(.up)))
        try runtime.settle()
        let sleep = ThreadSemaphore()
        while runtime.host.now() < end {
            try runtime.check()
            _ = sleep.wait(forMs: UInt32(stepMs))
        }
    }
}
