import Kernel

/// A write transaction looks at rows as a ``ReadTransaction`` does, and sees its own changes. Nothing may be written while bytes are lent.
extension WriteTransaction {
    /// Lends this transaction to code that reads. It cannot end meanwhile.
    public func reading<R: ~Copyable>(_ body: (borrowing ReadTransaction) throws(Fault) -> R) throws(Fault) -> R {
        lookers += 1
        defer { lookers -= 1 }
        return try body(ReadTransaction(access))
    }

    /// See ``ReadTransaction/get(_:_:)``.
    @inlinable
    public func get(_ table: Table, _ key: borrowing some Lendable & ~Copyable & ~Escapable) throws(Fault) -> [UInt8]? {
        try ReadTransaction(access).get(table, key)
    }

    /// See ``ReadTransaction/get(_:_:_:)``.
    @inlinable
    public func get<R>(
        _ table: Table, _ key: borrowing some Lendable & ~Copyable & ~Escapable, _ body: (RawSpan) throws(Fault) -> R
    ) throws(Fault) -> R? {
        try ReadTransaction(access).get(table, key, body)
    }

    /// See ``ReadTransaction/contains(_:_:)``.
    @inlinable
    public func contains(_ table: Table, _ key: borrowing some Lendable & ~Copyable & ~Escapable) throws(Fault) -> Bool {
        try ReadTransaction(access).contains(table, key)
    }

    /// See ``ReadTransaction/contains(_:_:value:)``.
    public func contains(
        _ table: Table, _ key: borrowing some Lendable & ~Copyable & ~Escapable,
        value: borrowing some Lendable & ~Copyable & ~Escapable
    ) throws(Fault) -> Bool {
        try ReadTransaction(access).contains(table, key, value: value)
    }

    /// See ``ReadTransaction/count(_:)``.
    public func count(_ table: Table) throws(Fault) -> Int { try access.count(table) }

    /// See ``ReadTransaction/forEach(_:_:_:_:)``.
    public func forEach(
        _ table: Table, _ range: StoreRange = .all, _ direction: StoreDirection = .forward,
        _ body: (_ key: RawSpan, _ value: RawSpan) throws(Fault) -> Bool
    ) throws(Fault) {
        try access.walk(table, range, direction, body)
    }

    /// See ``ReadTransaction/firstRow(_:_:)``.
    public func firstRow(_ table: Table, _ range: StoreRange = .all) throws(Fault) -> Row? {
        try ReadTransaction(access).firstRow(table, range)
    }

    /// See ``ReadTransaction/lastRow(_:_:)``.
    public func lastRow(_ table: Table, _ range: StoreRange = .all) throws(Fault) -> Row? {
        try ReadTransaction(access).lastRow(table, range)
    }

    /// Calls `body` with a cursor, which ``delete(at:)`` takes too.
    public func withCursor<R>(_ table: Table, _ body: (borrowing Cursor) throws(Fault) -> R) throws(Fault) -> R {
        let cursor = try Cursor(access, table)
        return try body(cursor)
    }
}
