import CLMDB
import Kernel

/// A cursor of a write transaction, lent to a closure.
public struct WriteCursor: ~Copyable, StoreCursor {
    private let cursor: Cursor
    private let transaction: WriteTransaction

    init(_ transaction: WriteTransaction, _ table: Table) throws(Fault) {
        cursor = try Cursor(transaction.access(), table)
        self.transaction = transaction
    }

    public borrowing func position() -> CursorAccess { cursor.position() }

    /// Deletes the row at the cursor, which must be at one; ``CursorMove/next`` then goes to the row after it.
    public borrowing func delete() throws(Fault) {
        let position = position()
        try transaction.checkWritable(position.table)
        try transaction.settleCursorDelete(mdb_cursor_del(position.pointer, 0))
    }

    /// Deletes the rows of `range` that `isDeleted` says, at most `limit`. Returns how many.
    borrowing func delete(
        _ range: StoreRange, limit: Int, where isDeleted: (RawSpan, RawSpan) throws(Fault) -> Bool
    ) throws(Fault) -> Int {
        let position = position()
        guard try position.moveToStart(of: range, .forward) else { return 0 }
        var deleted = 0
        while deleted < limit {
            var verdict: Bool?
            try position.transaction.lending { () throws(Fault) in
                try position.current(within: range) { key, value throws(Fault) in verdict = try isDeleted(key, value) }
            }
            guard let verdict else { break }
            if verdict {
                try delete()
                deleted += 1
            }
            guard try move(.next) else { break }
        }
        return deleted
    }
}
