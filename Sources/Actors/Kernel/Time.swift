/// A wall-clock time: milliseconds since 1970-01-01 00:00 UTC. For people and records; never for measuring how long something takes.
public struct Timestamp: Hashable, Sendable, Comparable {
    /// Since 1970-01-01 00:00 UTC; negative before.
    public let milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

    /// This time and so much later, or earlier for a negative count.
    public func advanced(byMs milliseconds: Int64) -> Timestamp {
        Timestamp(milliseconds: self.milliseconds + milliseconds)
    }
}

/// A reading of a clock that never goes back: nanoseconds since an arbitrary start. For deadlines, leases and durations.
public struct Instant: Hashable, Sendable, Comparable {
    /// Since the start of the clock.
    public let nanoseconds: UInt64

    public init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

    /// The start of the clock.
    public static let zero = Instant(nanoseconds: 0)

    public static func < (left: Instant, right: Instant) -> Bool { left.nanoseconds < right.nanoseconds }

    /// This instant and `span` later.
    public static func + (instant: Instant, span: Span) -> Instant {
        Instant(nanoseconds: instant.nanoseconds &+ span.nanoseconds)
    }

    /// How much later this instant is than `earlier`; zero when it is not later.
    public func since(_ earlier: Instant) -> Span {
        Span(nanoseconds: nanoseconds > earlier.nanoseconds ? nanoseconds - earlier.nanoseconds : 0)
    }

    /// A length of time, never negative.
    public struct Span: Hashable, Sendable, Comparable, CustomStringConvertible {
        /// The length in nanoseconds.
        public let nanoseconds: UInt64

        public init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

        /// No time, and spans in larger units.
        public static let zero = Span(nanoseconds: 0)
        public static func milliseconds(_ count: UInt64) -> Span { Span(nanoseconds: count * 1_000_000) }
        public static func seconds(_ count: UInt64) -> Span { Span(nanoseconds: count * 1_000_000_000) }

        /// In milliseconds, with a fraction.
        public var inMilliseconds: Double { Double(nanoseconds) / 1e6 }

        public static func < (left: Span, right: Span) -> Bool { left.nanoseconds < right.nanoseconds }

        public var description: String { "\(inMilliseconds)ms" }
    }
}
