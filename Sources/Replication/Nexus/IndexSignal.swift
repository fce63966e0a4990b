import Kernel
import World

/// A number that only grows, and those who wait for it: how far the log is applied, or how often a registry has changed.
public final class IndexSignal: Sendable {
    private struct Waiter {
        let number: UInt64
        let index: Index
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var index: Index
        var waiters: [Waiter] = []
        var count: UInt64 = 0
        var isClosed = false
    }

    private let state: Locked<State>

    public init(_ index: Index) { state = Locked(State(index: index)) }

    /// The number now.
    public var index: Index { state.withLock(\.index) }

    /// Returns when the number has reached `index`.
    /// - Throws: `Cancelled`; `IsFini` when the service stops first.
    public func wait(for index: Index) async throws(Fault) {
        let number = state.withLock { state in
            state.count += 1
            return state.count
        }
        let isReached = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer = state.withLock { state -> Bool? in
                    if state.index >= index { return true }
                    if state.isClosed || Task.isCancelled { return false }
                    state.waiters.append(Waiter(number: number, index: index, continuation: continuation))
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { state -> Waiter? in
                guard let place = state.waiters.firstIndex(where: { $0.number == number }) else { return nil }
                return state.waiters.remove(at: place)
            }
            waiter?.continuation.resume(returning: false)
        }
        if isReached { return }
        throw Task.isCancelled
            ? Fault(.cancelled, "the task was cancelled while it waited for a change")
            : Fault(.stopped, "the service is stopping")
    }

    /// Sets the number and wakes who waited for it.
    public func advance(to index: Index) {
        let ready = state.withLock { state -> [Waiter] in
            state.index = index
            if state.waiters.isEmpty { return [] }
            let ready = state.waiters.filter { $0.index <= index }
            if !ready.isEmpty { state.waiters.removeAll { $0.index <= index } }
            return ready
        }
        for waiter in ready { waiter.continuation.resume(returning: true) }
    }

    /// Wakes everybody: nothing follows.
    public func close() {
        let waiters = state.withLock { state in
            state.isClosed = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.continuation.resume(returning: false) }
    }
}
