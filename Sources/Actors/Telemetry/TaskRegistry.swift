public import Kernel
import World

/// What a service is doing now: every running query and long call, for `synctl ps` and `synctl kill`.
public final class TaskRegistry: Sendable {
    /// One running task, as it is shown.
    public struct Entry: Sendable, Hashable {
        /// The identifier by which the task is listed and ended.
        public let iden: Iden
        /// The iden of the user for whom it runs.
        public let user: Iden
        /// What kind of work it is, such as `query` or `backup`.
        public let name: String
        /// What it works on, such as the text of the query: shown to those who may see all tasks.
        public let info: Value
        public let start: Timestamp
    }

    private struct Running {
        let entry: Entry
        let cancel: @Sendable () -> Void
    }

    /// Above any load at which a service still answers; the next task is refused rather than queued out of sight.
    public static let defaultCountMax = 10_000

    private let countMax: Int
    private let running = Locked<[Iden: Running]>([:])

    /// - Precondition: `countMax` is above 0.
    public init(countMax: Int = TaskRegistry.defaultCountMax) {
        precondition(countMax > 0, "a task registry holds at least one task")
        self.countMax = countMax
    }

    /// Adds a task that starts now. Whoever adds it calls ``finish(_:)`` when it ends, however it ends.
    ///
    /// - Parameter cancel: asks the task to stop, without waiting; called at most once for each call of ``cancel(_:)``.
    /// - Throws: `HitLimit` when as many tasks run as may; `DupName` when a task with this iden runs.
    public func start(
        iden: Iden, user: Iden, name: String, info: Value = .null, at start: Timestamp, cancel: @escaping @Sendable () -> Void
    ) throws(Fault) {
        let entry = Entry(iden: iden, user: user, name: name, info: info, start: start)
        try running.withLock { (running) throws(Fault) in
            guard running.count < countMax else {
                throw Fault(
                    .limit, "\(countMax) tasks run already", fields: ["limit": .int(Int64(countMax))],
                    advice: "Try again later; 'synctl ps' shows what runs")
            }
            guard running[iden] == nil else { throw Fault(.duplicateName, "a task with the iden \(iden) runs already") }
            running[iden] = Running(entry: entry, cancel: cancel)
        }
    }

    /// Takes a task off the list; without effect when it is not on it.
    public func finish(_ iden: Iden) {
        running.withLock { _ = $0.removeValue(forKey: iden) }
    }

    /// How many tasks run.
    public var count: Int { running.withLock { $0.count } }

    /// The running tasks, oldest first.
    public var list: [Entry] {
        running.withLock { $0.values.map(\.entry) }.sorted { ($0.start, $0.iden) < ($1.start, $1.iden) }
    }

    /// Asks a task to stop. It stays on the list until it has.
    ///
    /// - Throws: `NoSuchName` when no task with this iden runs.
    public func cancel(_ iden: Iden) throws(Fault) {
        guard let task = running.withLock({ $0[iden] }) else {
            throw Fault(
                .noSuchName, "no task with the iden \(iden) runs", advice: "'synctl ps' lists the running tasks; it may have ended")
        }
        // Outside the lock: stopping may finish the task at once, which takes it off the list.
        task.cancel()
    }
}
