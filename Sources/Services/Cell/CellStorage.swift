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
    /// - Throws: `BadStorageVersion` where a newer version has written it, and what the store throws.
    init(directory: String, configuredIden: Iden?, host: Host) throws(Fault) {
        let store = try StoreEnvironment.open(directory: directory)
        let table = try store.table("cell/meta", .plain)
        let found = try store.read { (transaction) throws(Fault) in
            (try transaction.get(table, StoreKey("iden")), try transaction.get(table, StoreKey("format")))
        }
        if let packed = found.1 {
            let format = try Int(packed: packed)
            guard format <= Self.format else {
                store.close()
                throw Fault(
                    .canNotRevert, "\(directory) has the storage format \(format), this version knows up to \(Self.format)",
                    advice: "Run the version that wrote it, or a later one: you may not revert to an earlier version")
            }
        }
        if let bytes = found.0, let iden = Iden(bytes: bytes) {
            self.iden = iden
        } else {
            let iden = configuredIden ?? host.iden()
            try store.write { (transaction) throws(Fault) in
                try transaction.put(table, StoreKey("iden"), iden.bytes)
                try transaction.put(table, StoreKey("format"), Self.format.packed)
            }
            self.iden = iden
        }
        self.store = store
    }
}
