import CLMDB
import Glibc
import Kernel

/// The way of a transaction to LMDB.
@usableFromInline
struct TransactionAccess {
    let pointer: OpaquePointer
    // SAFETY: an access is made for one call on a transaction, and the transaction keeps the environment alive for that long.
    unowned(unsafe) let environment: StoreEnvironment
    // SAFETY: as above; nil for read transactions.
    unowned(unsafe) let writer: WriteTransaction?

    /// The fault for a call on a table. Since all arguments are checked before, LMDB's EINVAL can only mean a table that this transaction
    /// lacks.
    func fault(_ code: Int32, _ action: String) -> Fault { environment.fault(code == EINVAL ? MDB_BAD_DBI : code, action) }

    /// Checks that `table` is one of this environment and still there.
    func check(_ table: Table) throws(Fault) {
        precondition(table.environmentNumber == environment.number, "the table belongs to another environment")
        guard environment.generations[Int(table.handle)] == table.generation else {
            throw Fault(
                .noSuchName, "the table was dropped", fields: ["path": .string(environment.directory)],
                advice: "open the table again")
        }
    }

    /// Checks the table and the length of a key.
    func check(_ table: Table, key: RawSpan) throws(Fault) {
        try check(table)
        if table.kind == .integerKeys {
            precondition(key.byteCount == 8, "the keys of this table are 8-byte numbers: use StoreKey.native")
        }
        guard (1...StoreKey.byteCountMax).contains(key.byteCount) else { throw lengthFault("key", key.byteCount) }
    }

    /// Checks the length of a value; in a table with duplicates values are stored as keys are.
    func check(_ table: Table, value: RawSpan) throws(Fault) {
        switch table.kind {
        case .plain, .integerKeys: return
        case .duplicates:
            guard (1...StoreKey.byteCountMax).contains(value.byteCount) else {
                throw lengthFault("value of a table with duplicates", value.byteCount)
            }
        case .fixedDuplicates(let bytes):
            precondition(value.byteCount == bytes, "a value does not have the length that its table was opened with")
        }
    }

    private func lengthFault(_ part: String, _ count: Int) -> Fault {
        Fault(
            .limit, "a \(part) has \(count) bytes; 1 to \(StoreKey.byteCountMax) can be stored",
            fields: ["path": .string(environment.directory), "bytes": .int(Int64(count))],
            advice: "shorten it, or use its digest")
    }

    /// Calls `body` with a row's bytes; a writer must not write meanwhile, because that could move them.
    func lending(_ body: () throws(Fault) -> Void) throws(Fault) {
        writer?.lent += 1
        defer { writer?.lent -= 1 }
        try body()
    }

    /// Looks up `key` and shows its first value to `body`. Returns whether the key is there.
    @usableFromInline
    func find(_ table: Table, _ key: RawSpan, _ body: (RawSpan) throws(Fault) -> Void) throws(Fault) -> Bool {
        try check(table, key: key)
        var value = MDB_val()
        let code = key.withUnsafeBytes { bytes in
            var key = MDB_val(bytes)
            return mdb_get(pointer, table.handle, &key, &value)
        }
        if code == MDB_NOTFOUND { return false }
        guard code == 0 else { throw fault(code, "read a row") }
        try lending { () throws(Fault) in try body(value.buffer.bytes) }
        return true
    }

    /// A copy of the first value of `key`.
    @usableFromInline
    func copy(_ table: Table, _ key: RawSpan) throws(Fault) -> [UInt8]? {
        try check(table, key: key)
        var value = MDB_val()
        let code = key.withUnsafeBytes { bytes in
            var key = MDB_val(bytes)
            return mdb_get(pointer, table.handle, &key, &value)
        }
        if code == MDB_NOTFOUND { return nil }
        guard code == 0 else { throw fault(code, "read a row") }
        return [UInt8](value.buffer)
    }

    /// How many rows the table has; each duplicate counts.
    func count(_ table: Table) throws(Fault) -> Int {
        try check(table)
        var status = MDB_stat()
        let code = mdb_stat(pointer, table.handle, &status)
        guard code == 0 else { throw fault(code, "count the rows") }
        return status.ms_entries
    }

    /// A new cursor, to be closed by the caller before the transaction ends.
    func openCursor(_ table: Table) throws(Fault) -> OpaquePointer {
        try check(table)
        var opened: OpaquePointer?
        let code = mdb_cursor_open(pointer, table.handle, &opened)
        guard code == 0, let cursor = opened else { throw fault(code, "open a cursor") }
        return cursor
    }

    /// Shows the rows of `range` to `body` in order until it returns false.
    func walk(
        _ table: Table, _ range: StoreRange, _ direction: StoreDirection, _ body: (RawSpan, RawSpan) throws(Fault) -> Bool
    ) throws(Fault) {
        let cursor = try openCursor(table)
        defer { mdb_cursor_close(cursor) }
        let position = CursorAccess(transaction: self, pointer: cursor, table: table)
        guard try position.moveToStart(of: range, direction) else { return }
        writer?.lent += 1
        defer { writer?.lent -= 1 }
        switch direction {
        case .forward:
            try position.walk(MDB_NEXT, bound: range.upper, keeping: range.includesUpper ? 0 : -1, sign: 1, body)
        case .backward:
            try position.walk(MDB_PREV, bound: range.lower, keeping: 0, sign: -1, body)
        }
    }
}

extension MDB_val {
    /// Bytes to hand to LMDB for the length of one call; it only reads them.
    init(_ bytes: UnsafeRawBufferPointer) {
        self.init(mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
    }

    // SAFETY: only for values that LMDB has filled in, and only while the transaction lives and does not write.
    var buffer: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: mv_data, count: mv_size) }
}
