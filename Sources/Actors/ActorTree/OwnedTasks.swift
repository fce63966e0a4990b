import Kernel
import World

/// The tasks of one actor: named, counted, and ended with it. No task of this program runs without an owner.
public final class OwnedTasks: Sendable {
    /// The actor that the tasks belong to.
    public let owner: ActorPath
    private let limit: Int
    private let onFailure: @Sendable (String, Fault) -> Void
    private let state = Locked(State())

    private struct State {
        var tasks: [UInt64: (name: String, task: Task<Void, Never>)] = [:]
        var started: UInt64 = 0
        /// Started, and ended before `start` could write it down.
        var endedEarly: Set<UInt64> = []
        var isStopped = false
    }

    /// - Parameters:
    ///   - limit: tasks that may run at once.
    ///   - onFailure: what becomes of a task's fault, with the task's name. A task that was cancelled, and says so, did not fail.
    public init(owner: ActorPath, limit: Int = 1024, onFailure: @escaping @Sendable (String, Fault) -> Void) {
        precondition(limit > 0, "an owner of tasks may have at least one")
        self.owner = owner
        self.limit = limit
        self.onFailure = onFailure
    }

    /// Runs `body` as a task of the owner.
    /// - Throws: `IsFini` after ``stop()``; `HitLimit` where as many tasks run as may.
    public func start(_ name: String, _ body: @escaping @Sendable () async throws(Fault) -> Void) throws(Fault) {
        let number = try reserve(name)
        let task = Task {
            do throws(Fault) {
                try await body()
            } catch {
                if !(Task.isCancelled && error.code == .cancelled) { self.onFailure(name, error) }
            }
            self.ended(number)
        }
        let isLate = state.withLock { state in
            if state.endedEarly.remove(number) == nil { state.tasks[number] = (name, task) }
            return state.isStopped
        }
        if isLate { task.cancel() }
    }

    private func reserve(_ name: String) throws(Fault) -> UInt64 {
        try state.withLock { state throws(Fault) in
            guard !state.isStopped else {
                throw Fault(.stopped, "\(owner) is stopping and starts no \(name)", fields: ["actor": .string("\(owner)")])
            }
            guard state.tasks.count < limit else {
                throw Fault(.limit, "\(owner) runs \(limit) tasks already and starts no \(name)", fields: ["actor": .string("\(owner)")])
            }
            state.started += 1
            return state.started
        }
    }

    private func ended(_ number: UInt64) {
        state.withLock { state in
            if state.tasks.removeValue(forKey: number) == nil { state.endedEarly.insert(number) }
        }
    }

    /// The names of the tasks that run, oldest first.
    public var names: [String] {
        state.withLock { $0.tasks.sorted { $0.key < $1.key }.map(\.value.name) }
    }

    /// Cancels every task and returns when all of them have ended. Nothing starts afterwards.
    public func stop() async {
        while true {
            let tasks = state.withLock { state in
                state.isStopped = true
                return state.tasks.values.map(\.task)
            }
            if tasks.isEmpty { return }
            for task in tasks { task.cancel() }
            for task in tasks { await task.value }
        }
    }
}
