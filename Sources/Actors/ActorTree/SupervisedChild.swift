import Kernel
import World

/// What a supervisor keeps alive: an actor, or the half of one that runs.
public protocol SupervisedChild: Sendable {
    /// Works until ``stop()`` was called, or the work is done, or it fails.
    /// - Throws: what ended it; the supervisor then restarts it, or fails itself.
    func run() async throws(Fault)
    /// Asks ``run()`` to come to its end. It may return before that has happened: the supervisor waits for the run.
    func stop() async
}

/// What happens after a child ended.
public enum RestartPolicy: Sendable, Hashable {
    /// Restarted however it ended.
    case permanent
    /// Restarted when it failed; done when its run returned.
    case transient
    /// Never restarted; its failure is reported and goes no further.
    case temporary
}

/// How many restarts a supervisor makes before it takes the trouble for lasting, and how long it waits before each.
public struct RestartLimits: Sendable, Hashable {
    /// Restarts of all children within ``span`` that are still fine; the next failure moves up.
    public let restartsMax: Int
    /// The time that restarts are counted over.
    public let span: Instant.Span
    /// The wait before a child's first restart within the span; it doubles for each further one.
    public let backoffFirst: Instant.Span
    /// The longest wait.
    public let backoffMax: Instant.Span

    public init(
        restartsMax: Int = 5, span: Instant.Span = .seconds(60), backoffFirst: Instant.Span = .milliseconds(100),
        backoffMax: Instant.Span = .seconds(10)
    ) {
        precondition(restartsMax >= 0, "a limit of restarts is not negative")
        self.restartsMax = restartsMax
        self.span = span
        self.backoffFirst = backoffFirst
        self.backoffMax = backoffMax
    }

    /// The wait before a child is restarted that was restarted `restarts` times within the span.
    func backoff(after restarts: Int) -> Instant.Span {
        // Shifting further than this would overflow, and every ceiling lies far below.
        let doublings = min(restarts, 30)
        let (wait, overflow) = backoffFirst.nanoseconds.multipliedReportingOverflow(by: 1 << UInt64(doublings))
        return overflow ? backoffMax : min(Instant.Span(nanoseconds: wait), backoffMax)
    }
}

/// A child as a supervisor is told of it.
public struct ChildPlan: Sendable {
    /// Its name below the supervisor's path; unique there.
    public let name: String
    /// What happens after it ended.
    public let policy: RestartPolicy
    /// How long its run may go on after ``SupervisedChild/stop()`` was called; then its task is cancelled.
    public let stopMax: Instant.Span
    /// Makes the child, and returns when those started after it may rely on it. Called again for each restart.
    public let start: @Sendable () async throws(Fault) -> any SupervisedChild

    public init(
        _ name: String, _ policy: RestartPolicy = .permanent, stopMax: Instant.Span = .seconds(10),
        start: @escaping @Sendable () async throws(Fault) -> any SupervisedChild
    ) {
        self.name = name
        self.policy = policy
        self.stopMax = stopMax
        self.start = start
    }
}
