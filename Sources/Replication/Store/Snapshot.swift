import CLMDB
import Kernel
import Synchronization

/// A read transaction that lives as long as a query or a transfer, and may move between threads.
///
/// One user at a time: ``read(_:)`` and ``renew()`` take an atomic flag, and to find it taken is a programmer's mistake that stops the
/// process, since two threads in one transaction of LMDB would damage memory. Give each query its own snapshot.
///
/// While a snapshot lives, the pages that it can see are not reused, so the store grows under writes: renew long-lived ones, and watch
/// ``lag``.
// SAFETY: `transaction` is used only by whoever holds `isBusy`, and by deinit, when there is no other user left.
public final class Snapshot: @unchecked Sendable {
    private let environment: StoreEnvironment
    private var transaction: TransactionPointer?
    private let isBusy = Atomic<Bool>(false)

    fileprivate init(_ environment: StoreEnvironment) throws(Fault) {
        transaction = try environment.beginRead()
        self.environment = environment
    }

    deinit {
        if let transaction { environment.endRead(transaction) }
    }

    /// Reads the store as it was when the snapshot was made or last renewed. Not re-entrant: inside, use the transaction given.
    ///
    /// Throws `.refused` when an earlier ``renew()`` failed.
    public func read<R: ~Copyable>(_ body: (borrowing ReadTransaction) throws(Fault) -> R) throws(Fault) -> R {
        take()
        defer { release() }
        let transaction = try current
        return try body(ReadTransaction(environment.access(transaction)))
    }

    /// Moves the snapshot to the newest commit. Throws `.stopped` and `.io`; the snapshot then serves no more reads until a renewal
    /// succeeds.
    public func renew() throws(Fault) {
        take()
        defer { release() }
        if let old = transaction {
            transaction = nil
            environment.endRead(old)
        }
        transaction = try environment.beginRead()
    }

    /// How many commits were made since the snapshot: what it would gain by a renewal.
    public var lag: Int {
        take()
        defer { release() }
        guard let transaction else { return 0 }
        return Int(clamping: environment.lastCommit) - Int(clamping: mdb_txn_id(transaction.pointer))
    }

    private var current: TransactionPointer {
        get throws(Fault) {
            guard let transaction else {
                throw Fault(
                    .refused, "the snapshot could not be renewed and has no transaction",
                    fields: ["path": .string(environment.directory)], advice: "renew it again, or make a new one")
            }
            return transaction
        }
    }

    private func take() {
        precondition(!isBusy.exchange(true, ordering: .acquiring), "a snapshot has two users at once")
    }

    private func release() { isBusy.store(false, ordering: .releasing) }
}

extension StoreEnvironment {
    /// A snapshot of the newest commit. Throws `.stopped` after `close()`, `.limit` when too many transactions read.
    public func snapshot() throws(Fault) -> Snapshot { try Snapshot(self) }

    /// The number of the newest commit.
    public var lastCommit: UInt64 {
        var info = MDB_envinfo()
        mdb_env_info(pointer, &info)
        return UInt64(info.me_last_txnid)
    }
}
