import Glibc
import Kernel
import World

/// The directories whose store this process has open. Opening one twice would release LMDB's file locks behind its back.
enum OpenDirectories {
    /// A directory by what it is, whatever path led to it.
    struct Identity: Hashable, Sendable {
        let device: UInt64
        let inode: UInt64
    }

    private static let reserved = Locked<Set<Identity>>([])

    /// Reserves the directory for the caller, or throws `.inUse`; `.noSuchFile` or `.io` when it cannot be examined.
    static func reserve(_ directory: String) throws(Fault) -> Identity {
        var status = stat()
        guard stat(directory, &status) == 0 else { throw StoreFault.fromErrno("open the store", path: directory) }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw StoreFault.from(ENOTDIR, "open the store", path: directory) }
        let identity = Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
        guard reserved.withLock({ $0.insert(identity).inserted }) else {
            throw Fault(
                .inUse, "cannot open the store: this process has it open already", fields: ["path": .string(directory)],
                advice: "use the environment that is open, or close it first")
        }
        return identity
    }

    static func release(_ identity: Identity) {
        reserved.withLock { _ = $0.remove(identity) }
    }
}
