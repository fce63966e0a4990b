import CLMDB
import Glibc
import Kernel
import Synchronization
import World

/// One LMDB store: a directory with `data.mdb` and `lock.mdb`, holding named tables that change together in transactions.
///
/// Any number of readers and one writer run at once; each reader sees the store as it was when it began. A commit returns only when it is
/// on disk. The store closes when ``close()`` was called, or nothing refers to it, and no transaction uses it.
// SAFETY: the pointer to LMDB's environment never changes and LMDB's own functions on it may be called from every thread; what changes is
// in `state`, behind its lock, except `generations`, which `dropTable` writes only while no other transaction runs.
public final class StoreEnvironment: @unchecked Sendable {
    /// The directory, as given to ``open(directory:options:)``.
    public let directory: String
    let pointer: OpaquePointer
    let number: UInt32
    let tablesMax: Int
    /// How often the table of each handle was dropped.
    let generations: UnsafeMutablePointer<UInt32>
    /// The thread that holds the write transaction; 0 when none does.
    let writerThread = Atomic<UInt>(0)
    private let waitingWriters = Atomic<Int>(0)
    private let onWaitingWriter = Locked<(@Sendable () -> Void)?>(nil)
    let state = Locked(State())
    private let identity: OpenDirectories.Identity

    private static let openings = Atomic<UInt32>(0)

    /// What transactions and tables share.
    struct State: Sendable {
        /// Reset read transactions, ready to be renewed: that is several times cheaper than to begin one.
        var idle: [TransactionPointer] = []
        var readers = 0
        /// Write transactions, waiting or running, and copies.
        var others = 0
        var isClosing = false
        var isClosed = false
        var tables: [String: Table] = [:]
    }

    /// More read transactions than this are ended, not kept: as many as there are ever likely to be threads.
    static let idleMax = 128
    /// LMDB's own tables: the list of free pages and the list of tables.
    static let coreTables = 2

    private init(
        directory: String, pointer: OpaquePointer, identity: OpenDirectories.Identity, tablesMax: Int
    ) {
        self.directory = directory
        self.pointer = pointer
        self.identity = identity
        self.tablesMax = tablesMax
        number = Self.openings.wrappingAdd(1, ordering: .relaxed).newValue
        generations = .allocate(capacity: tablesMax + Self.coreTables)
        generations.initialize(repeating: 0, count: tablesMax + Self.coreTables)
    }

    deinit {
        let rest = state.withLock { state in
            let rest = state.isClosed ? nil : state.idle
            state.isClosed = true
            return rest
        }
        if let rest { finish(rest) }
        generations.deallocate()
    }

    /// Opens the store in `directory`, making its files when they are missing, and clears what crashed readers left.
    ///
    /// Throws `.inUse` when this process has it open, `.noSuchFile`, `.badData` (no store, or damaged), `.canNotRevert` (another LMDB
    /// format), `.noSpace`, `.limit` and `.io`.
    public static func open(directory: String, options: StoreOptions = StoreOptions()) throws(Fault) -> StoreEnvironment {
        try checkOptions(options, directory)
        let isNew = options.createsDirectory ? try makeDirectory(directory) : false
        let identity = try OpenDirectories.reserve(directory)
        do throws(Fault) {
            let pointer = try openPointer(directory, options)
            let environment = StoreEnvironment(directory: directory, pointer: pointer, identity: identity, tablesMax: options.tablesMax)
            // A new file survives a power cut only when the directory that names it does.
            try Files.sync(directory: directory)
            if isNew { try Files.sync(directory: directory + "/..") }
            return environment
        } catch {
            OpenDirectories.release(identity)
            throw error
        }
    }

    private static func checkOptions(_ options: StoreOptions, _ directory: String) throws(Fault) {
        let isValid =
            options.mapBytesMax >= StoreOptions.smallestMapBytes && (1...65_535).contains(options.tablesMax)
            && (1...65_535).contains(options.readersMax)
        guard isValid else {
            throw Fault(
                .badArgument, "the options of the store are out of range",
                fields: [
                    "path": .string(directory), "mapBytesMax": .int(Int64(options.mapBytesMax)),
                    "tablesMax": .int(Int64(options.tablesMax)), "readersMax": .int(Int64(options.readersMax)),
                ],
                advice: "give a map of at least \(StoreOptions.smallestMapBytes) bytes, and 1 to 65535 tables and readers")
        }
    }

    /// Whether the directory had to be made.
    private static func makeDirectory(_ directory: String) throws(Fault) -> Bool {
        if mkdir(directory, 0o700) == 0 { return true }
        guard errno == EEXIST else { throw StoreFault.fromErrno("make the directory of the store", path: directory) }
        return false
    }

    private static func openPointer(_ directory: String, _ options: StoreOptions) throws(Fault) -> OpaquePointer {
        var created: OpaquePointer?
        var code = mdb_env_create(&created)
        guard code == 0, let pointer = created else { throw StoreFault.from(code, "open the store", path: directory) }
        if code == 0 { code = mdb_env_set_mapsize(pointer, options.mapBytesMax) }
        if code == 0 { code = mdb_env_set_maxdbs(pointer, UInt32(options.tablesMax)) }
        if code == 0 { code = mdb_env_set_maxreaders(pointer, UInt32(options.readersMax)) }
        // MDB_NOTLS ties a reader slot to its transaction, so that snapshots may move between threads. What would weaken a commit
        // (NOSYNC, NOMETASYNC, MAPASYNC) or let a stray pointer write to disk (WRITEMAP) is never used.
        let flags = UInt32(MDB_NOTLS) | (options.readsAhead ? 0 : UInt32(MDB_NORDAHEAD))
        if code == 0 { code = mdb_env_open(pointer, directory, flags, 0o600) }
        var dead: Int32 = 0
        if code == 0 { code = mdb_reader_check(pointer, &dead) }
        guard code == 0 else {
            mdb_env_close(pointer)
            throw StoreFault.from(code, "open the store", path: directory)
        }
        return pointer
    }

    /// Closes the store: new transactions get `.stopped`, and the files close when the last transaction, snapshot and copy ends.
    ///
    /// Returns whether they are closed now, so that the directory may be opened again.
    @discardableResult
    public func close() -> Bool {
        let (rest, isClosed) = state.withLock { state in
            state.isClosing = true
            return (Self.takeIfUnused(&state), state.isClosed)
        }
        if let rest { finish(rest) }
        return isClosed
    }

    /// When the store is closing and unused: marks it closed and returns the read transactions that are left to end.
    static func takeIfUnused(_ state: inout State) -> [TransactionPointer]? {
        guard state.isClosing, !state.isClosed, state.readers == 0, state.others == 0 else { return nil }
        state.isClosed = true
        let rest = state.idle
        state.idle = []
        return rest
    }

    func finish(_ rest: [TransactionPointer]) {
        for transaction in rest { mdb_txn_abort(transaction.pointer) }
        mdb_env_close(pointer)
        OpenDirectories.release(identity)
    }

    func fault(_ code: Int32, _ action: String) -> Fault { StoreFault.from(code, action, path: directory) }

    /// Counts a write transaction or a copy, so that the store stays open for it. Pair it with ``leave()``.
    func enter() throws(Fault) {
        try state.withLock { state throws(Fault) in
            guard !state.isClosing else { throw closedFault }
            state.others += 1
        }
    }

    func leave() {
        let rest = state.withLock { state in
            state.others -= 1
            return Self.takeIfUnused(&state)
        }
        if let rest { finish(rest) }
    }

    /// Whether a thread waits to begin a write transaction.
    public var hasWaitingWriter: Bool { waitingWriters.load(ordering: .sequentiallyConsistent) > 0 }

    /// Calls `action` whenever a thread is about to begin a write transaction and may have to wait for it: whoever keeps one open without
    /// need then ends it. `action` must not block. Nil: nobody is told any more.
    public func onWaitingWriter(_ action: (@Sendable () -> Void)?) { onWaitingWriter.withLock { $0 = action } }

    /// Counts a thread that waits for the write transaction while `begin` runs.
    func waitingToWrite<R>(_ begin: () -> R) -> R {
        waitingWriters.add(1, ordering: .sequentiallyConsistent)
        defer { waitingWriters.subtract(1, ordering: .sequentiallyConsistent) }
        if writerThread.load(ordering: .sequentiallyConsistent) != 0 { onWaitingWriter.withLock { $0 }?() }
        return begin()
    }

    private var closedFault: Fault { Fault(.stopped, "the store is closed", fields: ["path": .string(directory)]) }

    // MARK: Read transactions

    /// A read transaction on the newest commit. Pair it with ``endRead(_:)``.
    @usableFromInline
    func beginRead() throws(Fault) -> TransactionPointer {
        let reused = try state.withLock { state throws(Fault) in
            guard !state.isClosing else { throw closedFault }
            state.readers += 1
            return state.idle.popLast()
        }
        var begun = reused?.pointer
        let code: Int32
        if let begun {
            code = mdb_txn_renew(begun)
        } else {
            code = beginNewRead(&begun)
        }
        guard code == 0, let begun else {
            if let begun { mdb_txn_abort(begun) }
            countReaderOut(keeping: nil)
            throw fault(code, "begin reading")
        }
        return TransactionPointer(pointer: begun)
    }

    private func beginNewRead(_ begun: inout OpaquePointer?) -> Int32 {
        let code = mdb_txn_begin(pointer, nil, UInt32(MDB_RDONLY), &begun)
        // Slots of processes that crashed count as taken until they are cleared.
        guard code == MDB_READERS_FULL, clearStaleReaders() > 0 else { return code }
        return mdb_txn_begin(pointer, nil, UInt32(MDB_RDONLY), &begun)
    }

    /// Frees the reader slots of processes that have died, which would keep old pages from being reused. Returns how many there were.
    @discardableResult
    public func clearStaleReaders() -> Int {
        var dead: Int32 = 0
        return mdb_reader_check(pointer, &dead) == 0 ? Int(dead) : 0
    }

    @usableFromInline
    func endRead(_ transaction: TransactionPointer) {
        mdb_txn_reset(transaction.pointer)
        countReaderOut(keeping: transaction)
    }

    private func countReaderOut(keeping transaction: TransactionPointer?) {
        let (surplus, rest) = state.withLock { state -> (TransactionPointer?, [TransactionPointer]?) in
            state.readers -= 1
            var surplus = transaction
            if let transaction, state.idle.count < Self.idleMax {
                state.idle.append(transaction)
                surplus = nil
            }
            return (surplus, Self.takeIfUnused(&state))
        }
        if let surplus { mdb_txn_abort(surplus.pointer) }
        if let rest { finish(rest) }
    }
}

/// A transaction of LMDB.
// SAFETY: with MDB_NOTLS a read transaction may be used from any thread, one at a time; whoever holds this value is that one.
@usableFromInline
struct TransactionPointer: @unchecked Sendable {
    let pointer: OpaquePointer
}
