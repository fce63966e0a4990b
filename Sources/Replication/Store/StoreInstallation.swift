import CLMDB
import Glibc
import Kernel

/// Puts a copy from a ``StoreCopy`` in place of the store in a directory, while that store is closed.
///
/// Chunks go to `data.mdb.incoming`; ``finish()`` makes them durable, checks that they are a whole store, and renames the file into place
/// in one step: after a crash at any point the directory holds the old store or the new one. Until it finishes or is let go, the
/// directory cannot be opened. Its calls block, so make them on a thread that may.
public final class StoreInstallation {
    private let directory: String
    private let identity: OpenDirectories.Identity
    private let descriptor: Int32
    private let lock: Int32
    private var isFinished = false
    private var bytes = 0

    static let incomingName = "data.mdb.incoming"

    private var incomingPath: String { directory + "/" + Self.incomingName }

    /// Begins an installation into `directory`, which is made (mode 0700) when missing. What an earlier one left unfinished is removed.
    ///
    /// Throws `.inUse` when this or another process has the store open, `.noSuchFile`, `.io`, `.noSpace`.
    public init(into directory: String) throws(Fault) {
        if mkdir(directory, 0o700) != 0, errno != EEXIST { throw StoreFault.fromErrno("make the directory of the store", path: directory) }
        let identity = try OpenDirectories.reserve(directory)
        do throws(Fault) {
            lock = try Self.lockOut(directory)
        } catch {
            OpenDirectories.release(identity)
            throw error
        }
        self.directory = directory
        self.identity = identity
        let path = directory + "/" + Self.incomingName
        descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let fault = StoreFault.fromErrno("install a copy", path: path)
            isFinished = true
            Glibc.close(lock)
            OpenDirectories.release(identity)
            throw fault
        }
    }

    deinit {
        if isFinished { return }
        unlink(incomingPath)
        end()
    }

    private func end() {
        isFinished = true
        Glibc.close(descriptor)
        Glibc.close(lock)
        OpenDirectories.release(identity)
    }

    /// Holds the lock file of LMDB as one who sets it up does, so that no other process can open the store meanwhile.
    private static func lockOut(_ directory: String) throws(Fault) -> Int32 {
        let path = directory + "/lock.mdb"
        let lock = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw StoreFault.fromErrno("install a copy", path: path) }
        guard clmdb_lock_exclusively(lock) == 0 else {
            Glibc.close(lock)
            throw Fault(
                .inUse, "cannot install a copy: another process has the store open", fields: ["path": .string(directory)],
                advice: "stop the service that uses this directory")
        }
        return lock
    }

    /// Writes the next chunk. Throws `.noSpace` and `.io`.
    public func write(_ chunk: borrowing some Lendable & ~Copyable & ~Escapable) throws(Fault) {
        precondition(!isFinished, "a chunk comes after the end of an installation")
        try chunk.lend { chunk throws(Fault) in
            // SAFETY: the buffer is lent for this closure, and `written` never passes its count.
            try chunk.withUnsafeBytes { buffer throws(Fault) in
                var written = 0
                while written < buffer.count {
                    let count = Glibc.write(descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written)
                    if count >= 0 { written += count }
                    if count < 0, errno != EINTR { throw StoreFault.fromErrno("install a copy", path: incomingPath) }
                }
                bytes += written
            }
        }
    }

    /// Makes the copy durable, checks it and puts it in place; the directory may then be opened. On a fault the old store is untouched.
    ///
    /// Throws `.badData` when the copy is no store or not whole, `.canNotRevert`, `.noSpace`, `.io`.
    public func finish() throws(Fault) {
        precondition(!isFinished, "an installation is finished twice")
        defer { end() }
        do throws(Fault) {
            guard fdatasync(descriptor) == 0 else { throw StoreFault.fromErrno("install a copy", path: incomingPath) }
            try validate()
            guard rename(incomingPath, directory + "/data.mdb") == 0 else {
                throw StoreFault.fromErrno("install a copy", path: incomingPath)
            }
        } catch {
            unlink(incomingPath)
            throw error
        }
        try Files.sync(directory: directory)
    }

    private func validate() throws(Fault) {
        // LMDB takes an empty file for a store to be made, not for a damaged one.
        try checkSize(needed: 1)
        var created: OpaquePointer?
        var code = mdb_env_create(&created)
        guard code == 0, let pointer = created else { throw StoreFault.from(code, "check a copy", path: incomingPath) }
        defer { mdb_env_close(pointer) }
        code = mdb_env_open(pointer, incomingPath, UInt32(MDB_NOSUBDIR | MDB_RDONLY | MDB_NOLOCK), 0o600)
        var status = MDB_stat()
        var info = MDB_envinfo()
        if code == 0 { code = mdb_env_stat(pointer, &status) }
        if code == 0 { code = mdb_env_info(pointer, &info) }
        guard code == 0 else { throw StoreFault.from(code, "check a copy", path: incomingPath) }
        // A compacted copy holds every page up to the last that its header names.
        try checkSize(needed: (info.me_last_pgno + 1) * Int(status.ms_psize))
    }

    private func checkSize(needed: Int) throws(Fault) {
        guard bytes < needed else { return }
        throw Fault(
            .badData, "the copy has \(bytes) bytes and needs \(needed)",
            fields: ["path": .string(incomingPath), "bytes": .int(Int64(bytes)), "needed": .int(Int64(needed))],
            advice: "transfer it again")
    }
}
