import Glibc
import Kernel

/// The few file operations that a store needs beside LMDB's own.
enum Files {
    /// Makes the names in `directory` durable.
    static func sync(directory: String) throws(Fault) {
        let descriptor = Glibc.open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreFault.fromErrno("sync the directory", path: directory) }
        defer { Glibc.close(descriptor) }
        guard fsync(descriptor) == 0 else { throw StoreFault.fromErrno("sync the directory", path: directory) }
    }
}
