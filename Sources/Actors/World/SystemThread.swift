import Glibc
import Kernel

/// A thread of the operating system, for work that blocks: nothing may block the shared pool of tasks or an event loop.
public enum SystemThread {
    /// Enough for the deepest recursion of this code, small enough that dozens cost nothing.
    public static let defaultStackBytes = 1 << 20

    /// Runs `body` on a new thread that ends with it. The name is shown by `top -H`, cut to 15 bytes as the kernel demands. The stack takes
    /// memory only where it is used.
    /// - Throws: `HitLimit` where the system gives no more threads.
    public static func start(
        name: String, stackBytes: Int = defaultStackBytes, _ body: @escaping @Sendable () -> Void
    ) throws(Fault) {
        let status = spawn(Box(name: name, body: body), stackBytes)
        guard status == 0 else {
            throw Fault(
                .limit, "the system gives no thread for \(name): \(String(cString: strerror(status)))", fields: ["thread": .string(name)],
                advice: "Raise TasksMax of the unit, or the limit of processes (ulimit -u)")
        }
    }

    /// Zero, or the number of what went wrong.
    private static func spawn(_ box: Box, _ stackBytes: Int) -> Int32 {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        pthread_attr_setstacksize(&attributes, stackBytes)
        // SAFETY: the box is retained here and released exactly once: by the new thread, or below when there is none.
        let retained = Unmanaged.passRetained(box)
        var thread: pthread_t = 0
        let status = pthread_create(&thread, &attributes, runBox, retained.toOpaque())
        if status != 0 { retained.release() }
        pthread_attr_destroy(&attributes)
        return status
    }

    private static let runBox: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
        // SAFETY: the argument is the box retained by the creator, which gave it to this thread alone.
        guard let argument else { return nil }
        let box = Unmanaged<Box>.fromOpaque(argument).takeRetainedValue()
        setName(box.name)
        box.body()
        return nil
    }

    /// A name is a help to people who look; a thread works as well without, so a refusal is of no interest.
    private static func setName(_ name: String) {
        let label: FileLabel = "name a thread"
        guard let comm = try? LinuxFile("/proc/thread-self/comm", flags: O_WRONLY, permissions: 0, label: label) else { return }
        // This file takes no write at a position, so it is written as a stream.
        let bytes = Array(name.utf8.prefix(15))
        _ = Glibc.write(comm.descriptor, bytes, bytes.count)
    }

    private final class Box: Sendable {
        let name: String
        let body: @Sendable () -> Void
        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }
}
