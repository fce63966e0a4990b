import CLMDB
import Glibc
import Kernel

/// Turns the return codes of LMDB and the error numbers of the system into faults that say what to do next.
enum StoreFault {
    /// The fault for `code`, met while doing `action` ("commit", "open") on the environment or file at `path`.
    static func from(_ code: Int32, _ action: String, path: String) -> Fault {
        let (kind, problem, advice) = explain(code)
        return Fault(
            kind, "cannot \(action): \(problem)",
            fields: ["path": .string(path), "action": .string(action), "number": .int(Int64(code))], advice: advice)
    }

    /// The fault for the present value of `errno`.
    static func fromErrno(_ action: String, path: String) -> Fault { from(errno, action, path: path) }

    private static func explain(_ code: Int32) -> (FaultCode, String, String?) {
        switch code {
        case ENOSPC, EDQUOT:
            (.noSpace, "the disk is full", "free space on the disk of this directory; nothing that was acknowledged is lost")
        case MDB_MAP_FULL:
            (.noSpace, "the store has reached its largest size", "raise the map size of the store, then restart the service")
        case EACCES, EPERM:
            (.io, "the system denies access", "give the service's user read and write access to the directory and its files")
        case EROFS:
            (.io, "the file system is read-only", "look in the kernel log for disk errors, then mount it writable")
        case ENOENT, ENOTDIR:
            (.noSuchFile, "there is no such directory", "create the directory, or correct the path")
        case ENOMEM:
            (.limit, "no memory or address space is left", "lower the map size, or lift the address space limit of the service")
        case EMFILE, ENFILE:
            (.limit, "too many files are open", "raise LimitNOFILE of the service")
        case EIO:
            (.io, "the disk reports an error", "check the disk and the kernel log, then restart the service")
        case MDB_PANIC:
            (.io, "an earlier write failed and left the store unusable", "check the disk and the kernel log, then restart the service")
        case MDB_CORRUPTED, MDB_PAGE_NOTFOUND:
            (.badData, "the data file is damaged", "restore a backup, or rebuild this server from its leader")
        case MDB_INVALID:
            (.badData, "the data file is not a store", "look whether the path is right; else restore a backup")
        case MDB_VERSION_MISMATCH:
            (.canNotRevert, "the data file has another version of the LMDB format", "use the version of LMDB that wrote it")
        case MDB_READERS_FULL:
            (.limit, "too many transactions are reading", "raise the readers limit of the store, and look for snapshots kept too long")
        case MDB_DBS_FULL:
            (.limit, "too many tables are open", "raise the tables limit of the store")
        case MDB_TXN_FULL:
            (.limit, "the transaction has changed too much", "split the change over several transactions")
        case MDB_INCOMPATIBLE:
            (.badData, "the table on disk is of another kind, or the store holds lost pages",
                "restore a backup made by the version that is running")
        case MDB_BAD_DBI:
            (.refused, "the table was opened after this transaction began", "renew the snapshot, or begin a new transaction")
        case MDB_MAP_RESIZED:
            (.inUse, "another process has made the store larger than this one maps", "stop the other process, or raise the map size")
        case MDB_BAD_VALSIZE:
            (.limit, "a key or value has a length that the store cannot hold", "keep values below 4 GiB")
        default:
            (.io, message(code), nil)
        }
    }

    private static func message(_ code: Int32) -> String {
        // SAFETY: mdb_strerror returns a static or thread-local text that lives at least until the next call on this thread.
        guard let text = mdb_strerror(code) else { return "error \(code)" }
        return String(cString: text)
    }
}
