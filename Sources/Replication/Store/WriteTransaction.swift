import CLMDB
import Glibc
import Kernel

/// What ``WriteTransaction/put(_:_:_:mode:)`` does when the key is there already.
public enum PutMode: Sendable, Hashable {
    /// Replaces the value; in a table with duplicates, adds the value.
    case overwrite
    /// Leaves the table as it is and returns false.
    case noOverwrite
    /// For rows that come sorted: puts the row behind all others, and throws `.badArgument` when it does not belong there.
    case append
    /// In a table with duplicates: returns false when the key has this value already.
    case noDuplicate
}

/// The one transaction that changes the store. It belongs to the thread that began it, and ends with ``commit()`` or ``abort()``.
///
/// After a fault other than `.limit` and `.badArgument` the transaction can only be aborted; `commit()` then aborts and throws that fault
/// again.
public final class WriteTransaction {
    private let environment: StoreEnvironment
    // SAFETY: LMDB's transaction, used on the thread that began it and set to nil when it ends; keys and values are lent to LMDB for one
    // call, which copies them.
    private var pointer: OpaquePointer?
    private let thread = pthread_self()
    private var failure: Fault?
    /// How many closures hold bytes of the store now.
    var lent = 0
    /// How many cursors and closures look at the transaction now.
    var lookers = 0

    fileprivate init(_ environment: StoreEnvironment, _ pointer: OpaquePointer) {
        self.environment = environment
        self.pointer = pointer
    }

    deinit { end(mdb_txn_abort) }

    @usableFromInline
    var access: TransactionAccess { TransactionAccess(pointer: open, environment: environment, writer: self) }

    private var open: OpaquePointer {
        guard let pointer else { preconditionFailure("the write transaction has ended") }
        precondition(pthread_equal(thread, pthread_self()) != 0, "a write transaction is used on another thread than it began on")
        return pointer
    }

    /// The transaction's pointer, for a change.
    private func writable(_ table: Table) throws(Fault) -> OpaquePointer {
        precondition(lent == 0, "a write transaction is written to while it lends bytes to a closure")
        let pointer = open
        if let failure { throw failure }
        try access.check(table)
        return pointer
    }

    /// Makes every change durable: returns when they are on disk.
    ///
    /// Throws `.noSpace` and `.io`, and then nothing was changed; or `.unknownOutcome` when the disk failed in the last step, after which
    /// the store must be opened again to find out.
    public func commit() throws(Fault) {
        if let failure {
            abort()
            throw failure
        }
        var fault: Fault?
        end { transaction in
            let code = mdb_txn_commit(transaction)
            if code != 0 { fault = environment.commitFault(code) }
        }
        if let fault { throw fault }
    }

    /// Forgets every change. May be called again, and after `commit()`, to no effect.
    public func abort() {
        end(mdb_txn_abort)
    }

    private func end(_ action: (OpaquePointer) -> Void) {
        guard let pointer else { return }
        precondition(pthread_equal(thread, pthread_self()) != 0, "a write transaction must end on the thread that it began on")
        precondition(lent == 0 && lookers == 0, "a write transaction ends while a closure or a cursor looks at it")
        self.pointer = nil
        environment.writerThread.store(0, ordering: .sequentiallyConsistent)
        action(pointer)
        environment.leave()
    }

    /// Keeps a fault that leaves the transaction unusable.
    private func failed(_ code: Int32, _ action: String) -> Fault {
        let fault = environment.fault(code, action)
        if code != MDB_BAD_VALSIZE { failure = fault }
        return fault
    }

    /// Puts a row. Returns false when `mode` said to leave an existing one. Throws `.limit` for keys of 0 or over 511 bytes.
    @discardableResult
    @inlinable
    public func put(
        _ table: Table, _ key: borrowing some Lendable & ~Copyable & ~Escapable,
        _ value: borrowing some Lendable & ~Copyable & ~Escapable, mode: PutMode = .overwrite
    ) throws(Fault) -> Bool {
        try key.lend { key throws(Fault) in
            try value.lend { value throws(Fault) in try putBytes(table, key, value, mode) }
        }
    }

    @usableFromInline
    func putBytes(_ table: Table, _ key: RawSpan, _ value: RawSpan, _ mode: PutMode) throws(Fault) -> Bool {
        precondition(mode != .noDuplicate || table.kind.hasDuplicates, "only a table with duplicates can refuse one")
        let pointer = try writable(table)
        try access.check(table, key: key)
        try access.check(table, value: value)
        let code = try key.withUnsafeBytes { keyBytes throws(Fault) in
            try value.withUnsafeBytes { valueBytes throws(Fault) in
                var key = MDB_val(keyBytes)
                var value = MDB_val(valueBytes)
                let flags = mode == .append && table.kind.hasDuplicates ? try appendFlags(table, &key) : mode.flags
                return mdb_put(pointer, table.handle, &key, &value, flags)
            }
        }
        switch (code, mode) {
        case (0, _): return true
        case (MDB_KEYEXIST, .noOverwrite), (MDB_KEYEXIST, .noDuplicate): return false
        case (MDB_KEYEXIST, _): throw orderFault
        default: throw failed(code, "write a row")
        }
    }

    /// Puts a row as ``put(_:_:_:mode:)`` does, into the table of a cursor of this transaction, which is then at the row. Rows that come
    /// sorted are put faster so: the cursor knows the neighbours.
    public func put(
        at cursor: borrowing Cursor, _ key: borrowing some Lendable & ~Copyable & ~Escapable,
        _ value: borrowing some Lendable & ~Copyable & ~Escapable
    ) throws(Fault) {
        precondition(cursor.position.transaction.writer === self, "the cursor belongs to another transaction")
        _ = try writable(cursor.position.table)
        let code = try key.lend { key throws(Fault) in
            try value.lend { value throws(Fault) in try cursor.position.put(key, value) }
        }
        guard code == 0 else { throw failed(code, "write a row") }
    }

    private var orderFault: Fault {
        Fault(
            .badArgument, "cannot append a row: it does not sort behind the last row of the table",
            fields: ["path": .string(environment.directory)], advice: "sort the rows, or put them without appending")
    }

    /// A row with the table's last key is appended among its values, one with a greater key behind them all.
    private func appendFlags(_ table: Table, _ key: inout MDB_val) throws(Fault) -> UInt32 {
        let cursor = try access.openCursor(table)
        defer { mdb_cursor_close(cursor) }
        var last = MDB_val()
        var value = MDB_val()
        let code = mdb_cursor_get(cursor, &last, &value, MDB_LAST)
        if code == MDB_NOTFOUND { return UInt32(MDB_APPEND) }
        guard code == 0 else { throw failed(code, "write a row") }
        let order = mdb_cmp(open, table.handle, &key, &last)
        guard order >= 0 else { throw orderFault }
        return UInt32(order == 0 ? MDB_APPENDDUP : MDB_APPEND)
    }

    /// Deletes a key with all its values. Returns whether it was there.
    @discardableResult
    public func delete(_ table: Table, _ key: borrowing some Lendable & ~Copyable & ~Escapable) throws(Fault) -> Bool {
        try key.lend { key throws(Fault) in
            let pointer = try writable(table)
            try access.check(table, key: key)
            return try settleDelete(
                key.withUnsafeBytes { bytes in
                    var key = MDB_val(bytes)
                    return mdb_del(pointer, table.handle, &key, nil)
                })
        }
    }

    /// Deletes one value of a key from a table with duplicates. Returns whether it was there.
    @discardableResult
    public func delete(
        _ table: Table, _ key: borrowing some Lendable & ~Copyable & ~Escapable,
        value: borrowing some Lendable & ~Copyable & ~Escapable
    ) throws(Fault) -> Bool {
        precondition(table.kind.hasDuplicates, "the table has one value a key: delete the key")
        return try key.lend { key throws(Fault) in
            try value.lend { value throws(Fault) in
                let pointer = try writable(table)
                try access.check(table, key: key)
                try access.check(table, value: value)
                return try settleDelete(
                    key.withUnsafeBytes { keyBytes in
                        value.withUnsafeBytes { valueBytes in
                            var key = MDB_val(keyBytes)
                            var value = MDB_val(valueBytes)
                            return mdb_del(pointer, table.handle, &key, &value)
                        }
                    })
            }
        }
    }

    /// Deletes the row at a cursor of this transaction, which must be at one; ``CursorMove/next`` then goes to the row after it.
    public func delete(at cursor: borrowing Cursor) throws(Fault) {
        precondition(cursor.position.transaction.writer === self, "the cursor belongs to another transaction")
        _ = try writable(cursor.position.table)
        let code = mdb_cursor_del(cursor.position.pointer, 0)
        precondition(code != EINVAL && code != MDB_NOTFOUND, "a row is deleted at a cursor that is at none")
        guard code == 0 else { throw failed(code, "delete a row") }
    }

    private func settleDelete(_ code: Int32) throws(Fault) -> Bool {
        if code == MDB_NOTFOUND { return false }
        guard code == 0 else { throw failed(code, "delete a row") }
        return true
    }

    /// Deletes the rows of `range` that `isDeleted` says, at most `limit`. Returns how many.
    @discardableResult
    public func delete(
        _ table: Table, _ range: StoreRange, limit: Int = .max,
        where isDeleted: (_ key: RawSpan, _ value: RawSpan) throws(Fault) -> Bool = { _, _ in true }
    ) throws(Fault) -> Int {
        _ = try writable(table)
        let cursor = try Cursor(access, table)
        guard try cursor.position.moveToStart(of: range, .forward) else { return 0 }
        var deleted = 0
        while deleted < limit {
            var verdict: Bool?
            try access.lending { () throws(Fault) in
                try cursor.position.current(within: range) { key, value throws(Fault) in verdict = try isDeleted(key, value) }
            }
            guard let verdict else { break }
            if verdict {
                try delete(at: cursor)
                deleted += 1
            }
            guard try cursor.move(.next) else { break }
        }
        return deleted
    }

    /// Deletes every row.
    public func clear(_ table: Table) throws(Fault) {
        let code = mdb_drop(try writable(table), table.handle, 0)
        guard code == 0 else { throw failed(code, "clear the table") }
    }

    /// Removes the table and its name; the `Table` is of no use afterwards, even after an abort: open it again.
    ///
    /// Throws `.refused` while any transaction or snapshot reads the store.
    public func drop(_ table: Table) throws(Fault) {
        let pointer = try writable(table)
        precondition(lookers == 0, "a table is dropped while a cursor or a closure looks at the transaction")
        try environment.dropTable(table, pointer)
    }
}

extension PutMode {
    fileprivate var flags: UInt32 {
        switch self {
        case .overwrite: 0
        case .noOverwrite: UInt32(MDB_NOOVERWRITE)
        case .append: UInt32(MDB_APPEND)
        case .noDuplicate: UInt32(MDB_NODUPDATA)
        }
    }
}

extension StoreEnvironment {
    /// Begins the one write transaction, waiting while another thread has one. It must end on this thread.
    ///
    /// Throws `.stopped` after `close()`, `.io` and `.noSpace`.
    public func beginWrite() throws(Fault) -> WriteTransaction {
        let thread = UInt(pthread_self())
        precondition(
            writerThread.load(ordering: .relaxed) != thread, "a thread begins a second write transaction while its first is open")
        try enter()
        var begun: OpaquePointer?
        let code = waitingToWrite { mdb_txn_begin(pointer, nil, 0, &begun) }
        guard code == 0, let begun else {
            leave()
            throw fault(code, "begin writing")
        }
        writerThread.store(thread, ordering: .sequentiallyConsistent)
        return WriteTransaction(self, begun)
    }

    /// What a failed commit means. LMDB writes the pages, flushes them, and then writes the one page that makes them count: when that last
    /// write fails it can only try to undo it, and refuses all further use.
    fileprivate func commitFault(_ code: Int32) -> Fault {
        let cause = fault(code, "commit")
        var probe: OpaquePointer?
        let probed = mdb_txn_begin(pointer, nil, UInt32(MDB_RDONLY), &probe)
        if let probe { mdb_txn_abort(probe) }
        guard probed == MDB_PANIC else { return cause }
        return Fault(
            .unknownOutcome, "the disk failed while a commit was completed: the change may or may not be on disk",
            fields: cause.fields, advice: "check the disk and the kernel log, then restart the service", cause: cause)
    }

    /// Runs `body` in a write transaction and commits it; aborts when `body` throws. Blocks the thread until the change is on disk.
    @discardableResult
    public func write<R>(_ body: (WriteTransaction) throws(Fault) -> R) throws(Fault) -> R {
        let transaction = try beginWrite()
        defer { transaction.abort() }
        let result = try body(transaction)
        try transaction.commit()
        return result
    }
}
