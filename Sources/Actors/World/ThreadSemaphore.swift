import Glibc

/// A count that threads wait on. Only threads of one's own may wait: a task of the shared pool, or an event loop, never.
//
// SAFETY: the semaphore lives at one address from `init` to `deinit`, and the operating system makes its operations atomic.
public final class ThreadSemaphore: @unchecked Sendable {
    private let semaphore: UnsafeMutablePointer<sem_t>

    public init() {
        // SAFETY: one allocation, initialised here, destroyed and freed in `deinit`, never handed out.
        semaphore = .allocate(capacity: 1)
        semaphore.initialize(to: sem_t())
        sem_init(semaphore, 0, 0)
    }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    /// Adds one: lets one waiting thread go on, now or when it comes.
    public func signal() { sem_post(semaphore) }

    /// Takes one, and blocks the thread until there is one or so much time has passed. Returns whether it took one.
    public func wait(forMs milliseconds: UInt32) -> Bool {
        var deadline = timespec()
        clock_gettime(CLOCK_REALTIME, &deadline)
        deadline.tv_sec += Int(milliseconds / 1000)
        deadline.tv_nsec += Int(milliseconds % 1000) * 1_000_000
        if deadline.tv_nsec >= 1_000_000_000 {
            deadline.tv_sec += 1
            deadline.tv_nsec -= 1_000_000_000
        }
        while sem_timedwait(semaphore, &deadline) != 0 {
            if errno == ETIMEDOUT { return false }
            precondition(errno == EINTR, "a semaphore that lives can be waited on")
        }
        return true
    }

    /// Takes one, and blocks the thread until there is one.
    public func wait() {
        while sem_wait(semaphore) != 0 {
            precondition(errno == EINTR, "a semaphore that lives can be waited on")
        }
    }
}
