/// How to open an environment.
public struct StoreOptions: Sendable, Hashable {
    /// The largest size of the store in bytes. It costs address space only: neither memory nor disk is taken before data needs it.
    public var mapBytesMax: Int
    /// How many named tables can be open at once. Each costs about 100 bytes in every transaction.
    public var tablesMax: Int
    /// How many read transactions and snapshots can be open at once, over all processes.
    public var readersMax: Int
    /// Make the directory (with mode 0700) when it is missing; its parent must exist.
    public var createsDirectory: Bool
    /// Let the kernel read ahead. Off for stores much larger than memory with random reads.
    public var readsAhead: Bool

    /// 1 TiB: larger than any one service should hold, far below the 128 TiB of address space.
    public static let defaultMapBytesMax = 1 << 40
    /// The smallest map that can hold the first tables.
    public static let smallestMapBytes = 1 << 16

    public init(
        mapBytesMax: Int = StoreOptions.defaultMapBytesMax, tablesMax: Int = 128, readersMax: Int = 1024,
        createsDirectory: Bool = true, readsAhead: Bool = true
    ) {
        self.mapBytesMax = mapBytesMax
        self.tablesMax = tablesMax
        self.readersMax = readersMax
        self.createsDirectory = createsDirectory
        self.readsAhead = readsAhead
    }
}
