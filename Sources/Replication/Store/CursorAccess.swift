import CLMDB
import Glibc
import Kernel

// SAFETY: the pointers are valid as long as the cursor, and a cursor ends before its transaction does: both are made and ended inside one
// scope of `TransactionAccess`. Keys are lent to LMDB for one call. What LMDB shows is valid until the next write, and `lending` forbids
// writes while `body` looks.
/// The way of a cursor to LMDB.
struct CursorAccess {
    let transaction: TransactionAccess
    let pointer: OpaquePointer
    let table: Table

    /// Moves the cursor; false when there is no such row.
    func move(_ operation: MDB_cursor_op) throws(Fault) -> Bool {
        var key = MDB_val()
        var value = MDB_val()
        return try settle(mdb_cursor_get(pointer, &key, &value, operation))
    }

    /// Moves the cursor to a key, or to the first after it.
    func seek(_ key: RawSpan, _ operation: MDB_cursor_op) throws(Fault) -> Bool {
        try transaction.check(table, key: key)
        let code = key.withUnsafeBytes { bytes in
            var key = MDB_val(bytes)
            var value = MDB_val()
            return mdb_cursor_get(pointer, &key, &value, operation)
        }
        return try settle(code)
    }

    /// Moves the cursor to one value of a key, or to the first value after it.
    func seek(_ key: RawSpan, _ value: RawSpan, _ operation: MDB_cursor_op) throws(Fault) -> Bool {
        precondition(table.kind.hasDuplicates, "only a table with duplicates can be searched by value")
        return try settle(call(key, value) { mdb_cursor_get(pointer, &$0, &$1, operation) })
    }

    /// Puts a row; returns LMDB's code.
    func put(_ key: RawSpan, _ value: RawSpan) throws(Fault) -> Int32 {
        try call(key, value) { mdb_cursor_put(pointer, &$0, &$1, 0) }
    }

    /// Lends a checked key and value to LMDB.
    private func call(
        _ key: RawSpan, _ value: RawSpan, _ operation: (inout MDB_val, inout MDB_val) -> Int32
    ) throws(Fault) -> Int32 {
        try transaction.check(table, key: key)
        try transaction.check(table, value: value)
        return key.withUnsafeBytes { keyBytes in
            value.withUnsafeBytes { valueBytes in
                var key = MDB_val(keyBytes)
                var value = MDB_val(valueBytes)
                return operation(&key, &value)
            }
        }
    }

    private func settle(_ code: Int32) throws(Fault) -> Bool {
        if code == MDB_NOTFOUND { return false }
        guard code == 0 else { throw transaction.fault(code, "move a cursor") }
        return true
    }

    /// Shows the row under the cursor to `body`. Returns whether there is one.
    func row(_ body: (RawSpan, RawSpan) throws(Fault) -> Void) throws(Fault) -> Bool {
        var key = MDB_val()
        var value = MDB_val()
        let code = mdb_cursor_get(pointer, &key, &value, MDB_GET_CURRENT)
        // EINVAL: the cursor was never moved to a row.
        if code == MDB_NOTFOUND || code == EINVAL { return false }
        guard code == 0 else { throw transaction.fault(code, "read a row") }
        try transaction.lending { () throws(Fault) in try body(key.buffer.bytes, value.buffer.bytes) }
        return true
    }

    /// Moves to where a walk over `range` starts; false when it is certainly empty.
    func moveToStart(of range: StoreRange, _ direction: StoreDirection) throws(Fault) -> Bool {
        switch direction {
        case .forward:
            guard let lower = range.lower else { return try move(MDB_FIRST) }
            return try lower.lend { key throws(Fault) in try seek(key, MDB_SET_RANGE) }
        case .backward:
            guard let upper = range.upper else { return try move(MDB_LAST) }
            return try upper.lend { key throws(Fault) in
                guard try seek(key, MDB_SET_RANGE) else { return try move(MDB_LAST) }
                // The cursor is at the upper key or after it.
                if range.includesUpper, try compareCurrent(with: key) == 0 {
                    return table.kind.hasDuplicates ? try move(MDB_LAST_DUP) : true
                }
                return try move(MDB_PREV)
            }
        }
    }

    private func compareCurrent(with key: RawSpan) throws(Fault) -> Int32 {
        var current = MDB_val()
        var value = MDB_val()
        let code = mdb_cursor_get(pointer, &current, &value, MDB_GET_CURRENT)
        guard code == 0 else { throw transaction.fault(code, "move a cursor") }
        return key.withUnsafeBytes { bytes in
            var key = MDB_val(bytes)
            return mdb_cmp(transaction.pointer, table.handle, &current, &key)
        }
    }

    /// Shows rows from the present one on, while `sign` times the comparison of their key with `bound` is at most `keeping`.
    func walk(
        _ step: MDB_cursor_op, bound: StoreKey?, keeping: Int32, sign: Int32, _ body: (RawSpan, RawSpan) throws(Fault) -> Bool
    ) throws(Fault) {
        guard let bound else { return try walk(step, body) { _ in true } }
        try bound.lend { limit throws(Fault) in
            try limit.withUnsafeBytes { bytes throws(Fault) in
                var limit = MDB_val(bytes)
                try walk(step, body) { key in
                    let order = mdb_cmp(transaction.pointer, table.handle, &key, &limit)
                    return sign * order.signum() <= keeping
                }
            }
        }
    }

    @inline(__always)
    private func walk(
        _ step: MDB_cursor_op, _ body: (RawSpan, RawSpan) throws(Fault) -> Bool, isInside: (inout MDB_val) -> Bool
    ) throws(Fault) {
        var key = MDB_val()
        var value = MDB_val()
        var code = mdb_cursor_get(pointer, &key, &value, MDB_GET_CURRENT)
        while code == 0, isInside(&key) {
            guard try body(key.buffer.bytes, value.buffer.bytes) else { return }
            code = mdb_cursor_get(pointer, &key, &value, step)
        }
        guard code == 0 || code == MDB_NOTFOUND else { throw transaction.fault(code, "read a row") }
    }

    /// Shows the present row to `body` when it is not behind the end of `range`.
    func current(within range: StoreRange, _ body: (RawSpan, RawSpan) throws(Fault) -> Void) throws(Fault) {
        try walk(MDB_NEXT, bound: range.upper, keeping: range.includesUpper ? 0 : -1, sign: 1) { key, value throws(Fault) in
            try body(key, value)
            return false
        }
    }
}
