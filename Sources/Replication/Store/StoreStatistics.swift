import CLMDB
import Kernel

/// How full and how busy a store is.
public struct StoreStatistics: Sendable, Hashable {
    /// The size of a page, in bytes.
    public let pageBytes: Int
    /// Pages of the data file that were ever used.
    public let usedPages: Int
    /// Pages among them that hold nothing now and will be used again.
    public let freePages: Int
    public let mapBytesMax: Int
    /// The number of the newest commit.
    public let lastCommit: UInt64
    /// Reader slots that are taken, over all processes; idle read transactions that are kept for the next read count.
    public let readerSlots: Int
    public let readersMax: Int
    /// Read transactions and snapshots that are open in this process.
    public let openReaders: Int
    /// How many commits the oldest open reader is behind: the pages that were replaced since cannot be reused. 0 without readers.
    public let oldestReaderLag: UInt64

    /// Bytes of the map that are used.
    public var usedBytes: Int { usedPages * pageBytes }
}

extension StoreEnvironment {
    /// Figures for health checks and metrics. Walks the list of free pages, so it costs more in a store that much was deleted from.
    public func statistics() throws(Fault) -> StoreStatistics {
        var status = MDB_stat()
        var info = MDB_envinfo()
        let freePages = try countFreePages()
        var code = mdb_env_info(pointer, &info)
        if code == 0 { code = mdb_env_stat(pointer, &status) }
        var oldest = UInt64.max
        if code == 0 {
            let listed = withUnsafeMutablePointer(to: &oldest) { mdb_reader_list(pointer, noteReader, $0) }
            code = min(listed, 0)
        }
        guard code == 0 else { throw fault(code, "read the statistics") }
        let last = UInt64(info.me_last_txnid)
        return StoreStatistics(
            pageBytes: Int(status.ms_psize), usedPages: info.me_last_pgno + 1, freePages: freePages,
            mapBytesMax: info.me_mapsize, lastCommit: last, readerSlots: Int(info.me_numreaders),
            readersMax: Int(info.me_maxreaders), openReaders: state.withLock { $0.readers },
            oldestReaderLag: last > oldest ? last - oldest : 0)
    }

    /// Each row of LMDB's table 0 is a list of pages that one commit freed, and starts with its length.
    private func countFreePages() throws(Fault) -> Int {
        let transaction = try beginRead()
        defer { endRead(transaction) }
        var opened: OpaquePointer?
        var code = mdb_cursor_open(transaction.pointer, 0, &opened)
        guard code == 0, let cursor = opened else { throw fault(code, "count the free pages") }
        defer { mdb_cursor_close(cursor) }
        var key = MDB_val()
        var value = MDB_val()
        var count = 0
        code = mdb_cursor_get(cursor, &key, &value, MDB_FIRST)
        while code == 0 {
            count += Int(clamping: value.buffer.bytes.unsafeLoadUnaligned(as: UInt.self))
            code = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)
        }
        guard code == MDB_NOTFOUND else { throw fault(code, "count the free pages") }
        return count
    }
}

/// Takes one line of LMDB's reader list, "process thread transaction", and keeps the lowest transaction; idle readers have "-" for it.
private func noteReader(_ message: UnsafePointer<CChar>?, _ context: UnsafeMutableRawPointer?) -> Int32 {
    guard let message, let context else { return 0 }
    // SAFETY: LMDB gives a terminated text for the length of this call, and the context that `statistics()` gave it.
    let fields = String(cString: message).split(whereSeparator: { $0 == " " || $0 == "\n" })
    if fields.count == 3, let transaction = UInt64(fields[2]) {
        let oldest = context.assumingMemoryBound(to: UInt64.self)
        oldest.pointee = min(oldest.pointee, transaction)
    }
    return 0
}
