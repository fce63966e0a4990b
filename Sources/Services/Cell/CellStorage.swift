import Kernel
import MessagePack
import Store
import World

/// The identifier and the format of what lies in a directory (CELL-4).
struct CellStorage: Sendable {
    /// The storage format that this version writes. A directory of a later format is refused.
    static let format = 1

    let iden: Iden
    let store: StoreEnvironment

    /// Opens the store of a directory, new or old.
    /// - Throws: `BadStorageVersion` where a newer version has written it, `BadDataValu` where its identifier or format cannot be read, and
    ///   what the store throws.
    init(directory: String, configuredIden: Iden?, host: Host) throws(Fault) {
        let store = try StoreEnvironment.open(directory: directory)
        do throws(Fault) {
            iden = try Self.identify(store, directory, configuredIden, host)
        } catch {
            store.close()
            throw error
        }
        self.store = store
    }

    /// The identifier of what lies there; a new directory gets one.
    private static func identify(
        _ store: StoreEnvironment, _ directory: String, _ configuredIden: Iden?, _ host: Host
    ) throws(Fault) -> Iden {
        let table = try store.table("cell/meta", .plain)
        let (known, packed) = try store.read { (transaction) throws(Fault) in
            (try transaction.get(table, StoreKey("iden")), try transaction.get(table, StoreKey("format")))
        }
        if let packed {
            let format = try Int(packed: packed)
            guard format <= Self.format else {
                throw Fault(
                    .canNotRevert, "\(directory) has the storage format \(format), this version knows up to \(Self.format)",
                    advice: "Run the version that wrote it, or a later one: you may not revert to an earlier version")
            }
        }
        if let known {
            // To draw another would make it another service, to its mirrors and to whoever kept the identifier.
            guard let iden = Iden(bytes: known) else {
                throw Fault(
                    .badData, "the identifier in \(directory) is damaged: it has \(known.count) bytes, not 16",
                    advice: "Restore the directory from a backup, or start with an empty one as a mirror")
            }
            return iden
        }
        let iden = configuredIden ?? host.iden()
        try store.write { (transaction) throws(Fault) in
            try transaction.put(table, StoreKey("iden"), iden.bytes)
            try transaction.put(table, StoreKey("format"), Self.format.packed)
        }
        return iden
    }
}
