import Kernel

extension ReadTransaction {
    /// A copy of the value of `key` (the first, in a table with duplicates); nil when there is none. Throws `.limit` for keys of 0 or
    /// over 511 bytes.
    @inlinable
    public func get(
        _ table: Table, _ key: borrowing some Lendable & ~Copyable & ~Escapable
    ) throws(Fault) -> [UInt8]? {
        try key.lend { key throws(Fault) in try access.copy(table, key) }
    }

    /// What `body` makes of the value of `key`, which is lent to it without copying; nil when there is none.
    @inlinable
    public func get<R>(
        _ table: Table, _ key: borrowing some Lendable & ~Copyable & ~Escapable, _ body: (RawSpan) throws(Fault) -> R
    ) throws(Fault) -> R? {
        var result: R?
        _ = try key.lend { key throws(Fault) in
            try access.find(table, key) { value throws(Fault) in result = try body(value) }
        }
        return result
    }

    /// Whether the table has this key.
    @inlinable
    public func contains(
        _ table: Table, _ key: borrowing some Lendable & ~Copyable & ~Escapable
    ) throws(Fault) -> Bool {
        try key.lend { key throws(Fault) in try access.find(table, key) { _ in } }
    }

    /// Whether a table with duplicates has this value under this key.
    public func contains(
        _ table: Table, _ key: borrowing some Lendable & ~Copyable & ~Escapable,
        value: borrowing some Lendable & ~Copyable & ~Escapable
    ) throws(Fault) -> Bool {
        try withCursor(table) { cursor throws(Fault) in try cursor.seek(key, exactly: value) }
    }

    /// How many rows the table has; each duplicate counts. Does not walk the table.
    public func count(_ table: Table) throws(Fault) -> Int { try access.count(table) }

    /// Shows the rows of `range` in order to `body`, until it returns false.
    public func forEach(
        _ table: Table, _ range: StoreRange = .all, _ direction: StoreDirection = .forward,
        _ body: (_ key: RawSpan, _ value: RawSpan) throws(Fault) -> Bool
    ) throws(Fault) {
        try access.walk(table, range, direction, body)
    }

    /// Shows every row of every table given, in order: the base of a hash over the state.
    public func forEachRow(
        _ tables: [Table], _ body: (_ table: Table, _ key: RawSpan, _ value: RawSpan) throws(Fault) -> Void
    ) throws(Fault) {
        for table in tables {
            try access.walk(table, .all, .forward) { key, value throws(Fault) in
                try body(table, key, value)
                return true
            }
        }
    }

    /// The first row of a range; nil when it is empty.
    public func firstRow(_ table: Table, _ range: StoreRange = .all) throws(Fault) -> Row? {
        try edge(table, range, .forward)
    }

    /// The last row of a range; nil when it is empty.
    public func lastRow(_ table: Table, _ range: StoreRange = .all) throws(Fault) -> Row? {
        try edge(table, range, .backward)
    }

    private func edge(_ table: Table, _ range: StoreRange, _ direction: StoreDirection) throws(Fault) -> Row? {
        var row: Row?
        try access.walk(table, range, direction) { key, value in
            row = Row(key: key.copied, value: value.copied)
            return false
        }
        return row
    }

    /// Calls `body` with a cursor that is before every row until it is moved.
    public func withCursor<R>(
        _ table: Table, _ body: (borrowing Cursor) throws(Fault) -> R
    ) throws(Fault) -> R {
        let cursor = try Cursor(access, table)
        return try body(cursor)
    }
}
