import Kernel

/// A look at the store as it is at one commit, for the length of a closure; or, from ``WriteTransaction/reading(_:)``, as the writer has
/// changed it.
///
/// Code that looks at rows takes a `borrowing ReadTransaction`, and so serves reads, snapshots and writes alike. Bytes are lent to
/// closures and never outlive them.
public struct ReadTransaction: ~Copyable {
    @usableFromInline let access: TransactionAccess

    @usableFromInline
    init(_ access: TransactionAccess) { self.access = access }
}

extension StoreEnvironment {
    /// Reads the newest commit. Keep `body` short, since the pages that it can see are not reused meanwhile; use a ``Snapshot`` for long
    /// work.
    ///
    /// Throws `.stopped` after `close()`, `.limit` when too many transactions read.
    @inlinable
    public func read<R: ~Copyable>(_ body: (borrowing ReadTransaction) throws(Fault) -> R) throws(Fault) -> R {
        let transaction = try beginRead()
        defer { endRead(transaction) }
        return try body(ReadTransaction(access(transaction)))
    }

    @usableFromInline
    func access(_ transaction: TransactionPointer) -> TransactionAccess {
        TransactionAccess(pointer: transaction.pointer, environment: self, writer: nil)
    }
}
