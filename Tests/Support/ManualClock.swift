import Kernel
import World

/// A clock whose hands a test turns. Nothing passes by itself; who sleeps wakes inside ``advance(by:)``.
public final class ManualClock: Clock {
    private let state: Locked<State>

    private struct Sleeper {
        let number: UInt64
        let deadline: Instant
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var now: Instant
        var wall: Timestamp
        var seen: UInt64 = 0
        var sleepers: [Sleeper] = []
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []

        mutating func satisfiedWatchers() -> [CheckedContinuation<Void, Never>] {
            let count = sleepers.count
            defer { watchers.removeAll { $0.count <= count } }
            return watchers.filter { $0.count <= count }.map(\.continuation)
        }
    }

    public init(now: Instant = Instant(nanoseconds: 1_000_000_000), wall: Timestamp = Timestamp(milliseconds: 1_700_000_000_000)) {
        state = Locked(State(now: now, wall: wall))
    }

    public func now() -> Instant { state.withLock(\.now) }

    public func wallTime() -> Timestamp { state.withLock(\.wall) }

    public func sleep(until deadline: Instant) async throws(Fault) {
        let number = state.withLock { state in
            state.seen += 1
            return state.seen
        }
        let isOver = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (answer, watchers) = state.withLock { state -> (Bool?, [CheckedContinuation<Void, Never>]) in
                    if Task.isCancelled { return (false, []) }
                    if deadline <= state.now { return (true, []) }
                    state.sleepers.append(Sleeper(number: number, deadline: deadline, continuation: continuation))
                    return (nil, state.satisfiedWatchers())
                }
                if let answer { continuation.resume(returning: answer) }
                for watcher in watchers { watcher.resume() }
            }
        } onCancel: {
            let sleeper = state.withLock { state -> Sleeper? in
                state.sleepers.firstIndex { $0.number == number }.map { state.sleepers.remove(at: $0) }
            }
            sleeper?.continuation.resume(returning: false)
        }
        if !isOver { throw Fault(.cancelled, "the task was cancelled while it waited") }
    }

    /// Turns both hands forward and wakes, in the order of their deadlines, those whose time has come.
    public func advance(by span: Instant.Span) {
        let woken = state.withLock { state -> [Sleeper] in
            state.now = state.now + span
            state.wall = state.wall.advanced(byMs: Int64(span.nanoseconds / 1_000_000))
            let now = state.now
            defer { state.sleepers.removeAll { $0.deadline <= now } }
            return state.sleepers.filter { $0.deadline <= now }.sorted { ($0.deadline, $0.number) < ($1.deadline, $1.number) }
        }
        for sleeper in woken { sleeper.continuation.resume(returning: true) }
    }

    /// Turns the clock to the earliest deadline of all, and returns how far that was; nil when nobody sleeps.
    @discardableResult
    public func advanceToNextDeadline() -> Instant.Span? {
        let next = state.withLock { state in state.sleepers.map(\.deadline).min().map { $0.since(state.now) } }
        if let next { advance(by: next) }
        return next
    }

    /// Returns when at least `count` sleep: how a test knows that the code under test has come to its wait.
    public func sleepers(atLeast count: Int) async {
        await withCheckedContinuation { continuation in
            let isMet = state.withLock { state in
                if state.sleepers.count >= count { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if isMet { continuation.resume() }
        }
    }

    /// How many sleep now.
    public var sleeping: Int { state.withLock(\.sleepers.count) }
}
