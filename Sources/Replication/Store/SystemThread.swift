import CLMDB
import Glibc

/// A thread of the system, for work that blocks.
enum SystemThread {
    /// Starts a thread that runs `body` and ends. `name` shows in `top -H` and debuggers; the kernel keeps 15 bytes of it.
    static func start(_ name: String, _ body: @escaping @Sendable () -> Void) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        let work = Unmanaged.passRetained(Work(name: name, body: body))
        var thread = pthread_t()
        let code = pthread_create(
            &thread, &attributes,
            { context in
                // SAFETY: the context is the retained Work that `start` passed, and this is the only place that releases it.
                guard let context else { return nil }
                let work = Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
                _ = clmdb_name_thread(String(decoding: work.name.utf8.prefix(15), as: UTF8.self))
                work.body()
                return nil
            }, work.toOpaque())
        precondition(code == 0, "the system has no room for another thread (error \(code))")
    }

    private final class Work: Sendable {
        let name: String
        let body: @Sendable () -> Void
        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }
}
