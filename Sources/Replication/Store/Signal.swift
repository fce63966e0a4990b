import Glibc

/// A lock with a condition to wait for: what threads of this room (not tasks) hand things over with.
// SAFETY: `value` is read and written only inside `locked` and `waited`, with the mutex held.
final class Signal<Value>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var value: Value

    init(_ value: sending Value) {
        self.value = value
        mutex = .allocate(capacity: 1)
        condition = .allocate(capacity: 1)
        let code = pthread_mutex_init(mutex, nil) | pthread_cond_init(condition, nil)
        precondition(code == 0, "the system has no memory for a lock")
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Calls `body` with the value, alone.
    func locked<R>(_ body: (inout Value) -> R) -> R {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body(&value)
    }

    /// Calls `body` with the value, alone, again after each ``wake()``, until it has a result. Blocks the thread.
    func waited<R>(for body: (inout Value) -> R?) -> R {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            // The access to `value` ends before the wait begins, so others may change it meanwhile.
            if let result = body(&value) { return result }
            pthread_cond_wait(condition, mutex)
        }
    }

    /// Wakes every thread that waits.
    func wake() { pthread_cond_broadcast(condition) }
}
