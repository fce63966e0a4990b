import CLMDB
import Kernel

/// Where a cursor can go from where it is.
public enum CursorMove: Sendable, Hashable {
    case first, last, next, previous
    /// The first row of the next key, past the other duplicates of this one.
    case nextKey
    /// The last row of the key before.
    case previousKey
    /// Within the duplicates of the present key.
    case firstDuplicate, lastDuplicate, nextDuplicate, previousDuplicate

    var operation: MDB_cursor_op {
        switch self {
        case .first: MDB_FIRST
        case .last: MDB_LAST
        case .next: MDB_NEXT
        case .previous: MDB_PREV
        case .nextKey: MDB_NEXT_NODUP
        case .previousKey: MDB_PREV_NODUP
        case .firstDuplicate: MDB_FIRST_DUP
        case .lastDuplicate: MDB_LAST_DUP
        case .nextDuplicate: MDB_NEXT_DUP
        case .previousDuplicate: MDB_PREV_DUP
        }
    }

    var needsDuplicates: Bool {
        switch self {
        case .first, .last, .next, .previous, .nextKey, .previousKey: false
        case .firstDuplicate, .lastDuplicate, .nextDuplicate, .previousDuplicate: true
        }
    }
}

/// A place in a table, lent to a closure by a transaction.
public struct Cursor: ~Copyable {
    let position: CursorAccess

    init(_ transaction: TransactionAccess, _ table: Table) throws(Fault) {
        position = CursorAccess(transaction: transaction, pointer: try transaction.openCursor(table), table: table)
        transaction.writer?.lookers += 1
    }

    deinit {
        mdb_cursor_close(position.pointer)
        position.transaction.writer?.lookers -= 1
    }

    /// Moves; false when there is no row there. Moves among duplicates are only for tables that have them.
    @discardableResult
    public func move(_ move: CursorMove) throws(Fault) -> Bool {
        precondition(!move.needsDuplicates || position.table.kind.hasDuplicates, "the table has no duplicates to move among")
        return try position.move(move.operation)
    }

    /// Moves to `key`, or to the first key after it; false when there is neither.
    public func seek(_ key: borrowing some Lendable & ~Copyable & ~Escapable) throws(Fault) -> Bool {
        try key.lend { key throws(Fault) in try position.seek(key, MDB_SET_RANGE) }
    }

    /// Moves to exactly `key` (its first value); false when it is not there.
    public func seek(exactly key: borrowing some Lendable & ~Copyable & ~Escapable) throws(Fault) -> Bool {
        try key.lend { key throws(Fault) in try position.seek(key, MDB_SET_KEY) }
    }

    /// Moves to this value of `key`, or to its first value after it; false when there is neither. Only in tables with duplicates.
    public func seek(
        _ key: borrowing some Lendable & ~Copyable & ~Escapable, atOrAfter value: borrowing some Lendable & ~Copyable & ~Escapable
    ) throws(Fault) -> Bool {
        try seek(key, value, MDB_GET_BOTH_RANGE)
    }

    /// Moves to exactly this value of `key`; false when it is not there. Only in tables with duplicates.
    public func seek(
        _ key: borrowing some Lendable & ~Copyable & ~Escapable, exactly value: borrowing some Lendable & ~Copyable & ~Escapable
    ) throws(Fault) -> Bool {
        try seek(key, value, MDB_GET_BOTH)
    }

    private func seek(
        _ key: borrowing some Lendable & ~Copyable & ~Escapable, _ value: borrowing some Lendable & ~Copyable & ~Escapable,
        _ operation: MDB_cursor_op
    ) throws(Fault) -> Bool {
        try key.lend { key throws(Fault) in
            try value.lend { value throws(Fault) in try position.seek(key, value, operation) }
        }
    }

    /// What `body` makes of the row at the cursor; nil when it is at none.
    public func row<R>(_ body: (_ key: RawSpan, _ value: RawSpan) throws(Fault) -> R) throws(Fault) -> R? {
        var result: R?
        _ = try position.row { key, value throws(Fault) in result = try body(key, value) }
        return result
    }

    /// A copy of the row at the cursor; nil when it is at none.
    public func row() throws(Fault) -> Row? {
        try row { key, value in Row(key: key.copied, value: value.copied) }
    }

    /// How many values the present key has. The cursor must be at a row of a table with duplicates.
    public func duplicateCount() throws(Fault) -> Int {
        precondition(position.table.kind.hasDuplicates, "the table has no duplicates to count")
        var count = 0
        let code = mdb_cursor_count(position.pointer, &count)
        guard code == 0 else { throw position.transaction.fault(code, "count duplicates") }
        return count
    }
}
