public import Kernel
import World

/// Keeps a warning from repeating: at most once a key, for ever or for a time.
public final class Repetition: Sendable {
    /// Keys name options, APIs and peers, of which there are few; above the bound a new key is let through rather than remembered.
    public static let keysMax = 4096

    private let quiet: Instant.Span?
    private let lastTimes = Locked<[String: Instant]>([:])

    /// - Parameter quiet: how long a key stays quiet after it was let through; nil: for ever.
    public init(quiet: Instant.Span? = nil) { self.quiet = quiet }

    /// Whether this is the first time for the key, or the first since its quiet time ended.
    public func allows(_ key: String, at now: Instant) -> Bool {
        lastTimes.withLock { times in
            if let last = times[key] {
                guard let quiet, !(now.since(last) < quiet) else { return false }
            } else if times.count >= Self.keysMax {
                if let quiet { times = times.filter { now.since($0.value) < quiet } }
                guard times.count < Self.keysMax else { return true }
            }
            times[key] = now
            return true
        }
    }
}
