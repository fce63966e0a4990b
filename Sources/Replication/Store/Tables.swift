import CLMDB
import Glibc
import Kernel

extension StoreEnvironment {
    /// The table `name`, made when it is missing. Takes a write transaction of its own the first time; later calls cost a look-up.
    ///
    /// Throws `.badData` when the table on disk is of another kind, `.limit` when too many are open. Must not be called on a thread that
    /// has a write transaction open.
    public func table(_ name: String, _ kind: TableKind) throws(Fault) -> Table {
        if let table = state.withLock({ $0.tables[name] }) { return try checked(table, name, kind) }
        let transaction = try beginWrite()
        defer { transaction.abort() }
        // Another thread may have opened it while this one waited to write.
        if let table = state.withLock({ $0.tables[name] }) { return try checked(table, name, kind) }
        var handle: UInt32 = 0
        let code = mdb_dbi_open(transaction.access.pointer, name, kind.flags | UInt32(MDB_CREATE), &handle)
        guard code == 0 else { throw fault(code, "open the table").with("table", .string(name)) }
        var flags: UInt32 = 0
        let flagsCode = mdb_dbi_flags(transaction.access.pointer, handle, &flags)
        guard flagsCode == 0, flags == kind.flags else {
            throw fault(flagsCode == 0 ? MDB_INCOMPATIBLE : flagsCode, "open the table").with("table", .string(name))
        }
        let table = Table(handle: handle, environmentNumber: number, generation: generations[Int(handle)], kind: kind)
        if case .fixedDuplicates(let bytes) = kind, let first = try transaction.firstRow(table), first.value.count != bytes {
            throw fault(MDB_INCOMPATIBLE, "open the table").with("table", .string(name))
        }
        try transaction.commit()
        state.withLock { $0.tables[name] = table }
        return table
    }

    private func checked(_ table: Table, _ name: String, _ kind: TableKind) throws(Fault) -> Table {
        guard table.kind == kind else { throw fault(MDB_INCOMPATIBLE, "open the table").with("table", .string(name)) }
        return table
    }

    /// The names of all tables in the store, open or not, in byte order.
    public func tableNames() throws(Fault) -> [String] {
        let transaction = try beginRead()
        defer { endRead(transaction) }
        var handle: UInt32 = 0
        var code = mdb_dbi_open(transaction.pointer, nil, 0, &handle)
        var opened: OpaquePointer?
        if code == 0 { code = mdb_cursor_open(transaction.pointer, handle, &opened) }
        guard code == 0, let cursor = opened else { throw fault(code, "list the tables") }
        defer { mdb_cursor_close(cursor) }
        var names: [String] = []
        // SAFETY: the cursor ends before the transaction; a name is copied from LMDB's memory before the cursor moves on.
        var key = MDB_val()
        var value = MDB_val()
        code = mdb_cursor_get(cursor, &key, &value, MDB_FIRST)
        while code == 0 {
            names.append(String(decoding: UnsafeRawBufferPointer(start: key.mv_data, count: key.mv_size), as: UTF8.self))
            code = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)
        }
        guard code == MDB_NOTFOUND else { throw fault(code, "list the tables") }
        return names
    }

    /// Removes a table and its name in `transaction`. Every other transaction must have ended, since LMDB frees what they would look at.
    func dropTable(_ table: Table, _ transaction: OpaquePointer) throws(Fault) {
        try state.withLock { state throws(Fault) in
            guard state.readers == 0 else {
                throw Fault(
                    .refused, "cannot drop the table: \(state.readers) transactions are reading the store",
                    fields: ["path": .string(directory), "readers": .int(Int64(state.readers))],
                    advice: "end the snapshots first, or clear the table instead")
            }
            let code = mdb_drop(transaction, table.handle, 1)
            guard code == 0 else { throw fault(code, "drop the table") }
            generations[Int(table.handle)] &+= 1
            state.tables = state.tables.filter { $0.value != table }
        }
    }
}
