import Kernel
import Model
import World

/// Deprecated properties that a new Cortex has locked, until somebody unlocks them.
enum DefaultLocks {
    static let names = ["crypto:currency:transaction:inputs", "crypto:currency:transaction:outputs"]

    /// The last stock model and what became of it: hosts of one process share their stock model, and making a model costs milliseconds.
    private static let last = Locked<(stock: DataModel, locked: DataModel)?>(nil)

    /// The model with those locks whose names it has.
    static func applied(to stock: DataModel) throws(Fault) -> DataModel {
        if let known = last.withLock({ $0 }), known.stock === stock { return known.locked }
        let locked = try stock.applying(names.filter { stock.property($0)?.isDeprecated ?? false }.map { .setLock($0, true) })
        last.withLock { $0 = (stock, locked) }
        return locked
    }
}
