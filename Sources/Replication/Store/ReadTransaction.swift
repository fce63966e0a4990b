import Kernel

/// The store as it was at one commit, for the length of a closure.
public struct ReadTransaction: ~Copyable, StoreTransaction {
    private let environment: StoreEnvironment
    private let transaction: TransactionPointer

    init(_ environment: StoreEnvironment) throws(Fault) {
        transaction = try environment.beginRead()
        self.environment = environment
    }

    deinit { environment.endRead(transaction) }

    public borrowing func access() -> TransactionAccess {
        TransactionAccess(pointer: transaction.pointer, environment: environment, writer: nil)
    }
}

extension StoreEnvironment {
    /// Reads the newest commit. Keep `body` short, since the pages that it can see are not reused meanwhile; use a ``Snapshot`` for long work.
    ///
    /// Throws `.stopped` after `close()`, `.limit` when too many transactions read.
    public func read<R: ~Copyable>(_ body: (borrowing ReadTransaction) throws(Fault) -> R) throws(Fault) -> R {
        let transaction = try ReadTransaction(self)
        return try body(transaction)
    }
}
