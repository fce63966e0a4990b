import Glibc

/// A value that one thread at a time reads or changes, for moments: nothing blocks, awaits or calls back inside.
///
/// It is a lock of the C library and not `Synchronization.Mutex`, because the thread sanitizer knows only the former on Linux: with the
/// latter it reports races that are none, and real ones drown among them.
//
// SAFETY: `value` is touched only between lock and unlock, the lock lives at one address from `init` to `deinit`, and what leaves the
// closure was made of a Sendable value.
public final class Locked<Value: Sendable>: @unchecked Sendable {
    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    public init(_ value: Value) {
        self.value = value
        // SAFETY: one allocation, initialised here, destroyed and freed in `deinit`, never handed out.
        lock = .allocate(capacity: 1)
        lock.initialize(to: pthread_mutex_t())
        pthread_mutex_init(lock, nil)
    }

    deinit {
        pthread_mutex_destroy(lock)
        lock.deallocate()
    }

    /// Runs `body` while no other thread does.
    public func withLock<Outcome, Failure: Error>(_ body: (inout Value) throws(Failure) -> Outcome) throws(Failure) -> Outcome {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return try body(&value)
    }
}
