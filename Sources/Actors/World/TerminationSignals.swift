import Glibc
import Kernel
import Synchronization

/// Where the signal handler writes: a pipe, since a handler may do next to nothing.
// SAFETY: written once, before the handler that reads it is installed; an Int32 is read whole.
nonisolated(unsafe) private var wakePipe: Int32 = -1

/// Tells when somebody asks the process to end (SIGTERM, SIGINT). A thread of its own calls the handler, so that it may do anything.
public enum TerminationSignals {
    private static let isInstalled = Atomic(false)

    /// Begins to watch. Once in a process.
    ///
    /// - Parameter handler: called for each signal with how many came so far.
    /// - Throws: `HitLimit` where the system gives no pipe or no thread.
    public static func watch(_ handler: @escaping @Sendable (Int) -> Void) throws(Fault) {
        let isFirst = isInstalled.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing).exchanged
        precondition(isFirst, "the signals of a process are watched once")
        var ends: (Int32, Int32) = (-1, -1)
        let status = withUnsafeMutablePointer(to: &ends) { pair in
            pair.withMemoryRebound(to: Int32.self, capacity: 2) { pipe($0) }
        }
        guard status == 0 else { throw SystemFault.last("make a pipe for signals", "the process") }
        wakePipe = ends.1
        let readEnd = ends.0
        try SystemThread.start(name: "signals") {
            var count = 0
            var byte: UInt8 = 0
            while true {
                let got = read(readEnd, &byte, 1)
                if got == 1 {
                    count += 1
                    handler(count)
                } else if got == 0 || errno != EINTR {
                    return
                }
            }
        }
        for number in [SIGTERM, SIGINT] {
            signal(number) { _ in
                var byte: UInt8 = 1
                _ = write(wakePipe, &byte, 1)
            }
        }
        // A peer that is gone is an error of a write, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
    }
}
