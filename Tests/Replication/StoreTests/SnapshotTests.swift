import Glibc
import Kernel
import Store
import Testing

private func set(_ store: StoreEnvironment, _ table: Table, _ value: UInt64) throws {
    try store.write { transaction throws(Fault) in try transaction.put(table, StoreKey("k"), StoreKey.bigEndian(value)) }
}

private func value(_ snapshot: Snapshot, _ table: Table) throws -> UInt64? {
    try snapshot.read { transaction throws(Fault) in
        try transaction.get(table, StoreKey("k")) { value in value.bigEndian() } ?? nil
    }
}

@Test func snapshot_whileOthersWrite_showsWhatItShowed() throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let table = try store.table("t", .plain)
    try set(store, table, 1)
    let snapshot = try store.snapshot()
    for number in 2...20 as ClosedRange<UInt64> { try set(store, table, number) }
    #expect(try value(snapshot, table) == 1)
    #expect(snapshot.lag == 19)
    #expect(try store.statistics().oldestReaderLag == 19)
    try snapshot.renew()
    #expect(try value(snapshot, table) == 20)
    #expect(snapshot.lag == 0)
}

@Test func read_whileAWriteIsOpen_doesNotSeeIt() throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let table = try store.table("t", .plain)
    let transaction = try store.beginWrite()
    try transaction.put(table, StoreKey("k"), [1])
    #expect(try transaction.contains(table, StoreKey("k")))
    #expect(try !store.read { reading throws(Fault) in try reading.contains(table, StoreKey("k")) })
    try transaction.commit()
    #expect(try store.read { reading throws(Fault) in try reading.contains(table, StoreKey("k")) })
}

@Test func snapshot_beforeTheTableWasOpened_saysSo() throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let snapshot = try store.snapshot()
    let table = try store.table("t", .plain)
    #expect(code { () throws(Fault) in
        try snapshot.read { transaction throws(Fault) in _ = try transaction.get(table, StoreKey("k")) }
    } == .refused)
    try snapshot.renew()
    #expect(try value(snapshot, table) == nil)
}

@Test func snapshot_keepsTheStoreOpenUntilItEnds() throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let table = try store.table("t", .plain)
    try set(store, table, 5)
    var snapshot: Snapshot? = try store.snapshot()
    #expect(!store.close())
    #expect(code { () throws(Fault) in _ = try openStoreFault(directory) } == .inUse)
    if let snapshot { #expect(try value(snapshot, table) == 5) }
    #expect(code { () throws(Fault) in try store.read { _ throws(Fault) in } } == .stopped)
    #expect(code { () throws(Fault) in _ = try store.beginWrite() } == .stopped)
    #expect(code { () throws(Fault) in _ = try store.snapshot() } == .stopped)
    #expect(code { () throws(Fault) in try snapshot?.renew() } == .stopped)
    #expect(code { () throws(Fault) in try snapshot?.read { _ throws(Fault) in } } == .refused)
    snapshot = nil
    #expect(store.close())
    #expect(try openStore(directory).tableNames() == ["t"])
}

@Test func snapshot_movesBetweenThreads() async throws {
    actor Reader {
        private let executor: ThreadExecutor
        nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
        init(_ executor: ThreadExecutor) { self.executor = executor }
        func read(_ snapshot: Snapshot, _ table: Table) throws -> (UInt64?, UInt) {
            (try value(snapshot, table), UInt(pthread_self()))
        }
    }
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let table = try store.table("t", .plain)
    try set(store, table, 1)
    let snapshot = try store.snapshot()
    let executors = [ThreadExecutor(name: "one"), ThreadExecutor(name: "two")]
    let (one, two) = (Reader(executors[0]), Reader(executors[1]))
    let first = try await one.read(snapshot, table)
    try set(store, table, 2)
    let second = try await two.read(snapshot, table)
    let third = try await one.read(snapshot, table)
    #expect([first.0, second.0, third.0] == [1, 1, 1])
    #expect(first.1 != second.1)
    for executor in executors { executor.stop() }
}

@Test func readers_moreThanTheLimit_areAFault() throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory, StoreOptions(mapBytesMax: 1 << 20, readersMax: 3))
    var snapshots: [Snapshot] = []
    for _ in 0..<3 { snapshots.append(try store.snapshot()) }
    #expect(code { () throws(Fault) in _ = try store.snapshot() } == .limit)
    snapshots.removeLast()
    try store.read { _ throws(Fault) in }
    #expect(try store.statistics().openReaders == 2)
}

@Test func readers_manyThreads_seeWholeCommits() async throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let table = try store.table("t", .plain)
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            for number in 1...50 as ClosedRange<UInt64> {
                try store.write { transaction throws(Fault) in
                    for key in 0..<10 as Range<UInt64> {
                        try transaction.put(table, StoreKey.bigEndian(key), StoreKey.bigEndian(number))
                    }
                }
            }
        }
        for _ in 0..<4 {
            group.addTask {
                for _ in 0..<500 {
                    var values: Set<UInt64?> = []
                    try store.read { transaction throws(Fault) in
                        try transaction.forEach(table) { _, value in
                            values.insert(value.bigEndian())
                            return true
                        }
                    }
                    #expect(values.count <= 1)
                }
            }
        }
        try await group.waitForAll()
    }
}

@Test(arguments: [StoreDirection.forward, .backward])
func rowStream_anyBatch_givesEveryRowOnce(direction: StoreDirection) throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let table = try store.table("t", .duplicates)
    var expected: [Row] = []
    try store.write { transaction throws(Fault) in
        for key in 0..<40 as Range<UInt64> {
            for value in 0..<(key % 20) {
                let row = Row(key: StoreKey.bigEndian(key).bytes, value: StoreKey.bigEndian(value).bytes)
                try transaction.put(table, row.key, row.value)
                expected.append(row)
            }
        }
    }
    if direction == .backward { expected.reverse() }
    let snapshot = try store.snapshot()
    for rows in [1, 2, 7, 1000] {
        var stream = snapshot.rows(table, .all, direction)
        var given: [Row] = []
        while case let batch = try stream.next(rows: rows), !batch.isEmpty {
            given += batch
            try snapshot.renew()
        }
        #expect(given == expected)
        #expect(try stream.next() == nil)
    }
    var stream = snapshot.rows(table, .prefix(StoreKey.bigEndian(7)), direction)
    var count = 0
    while try stream.next() != nil { count += 1 }
    #expect(count == 7)
}

/// As `openStore`, with the fault's type.
func openStoreFault(_ directory: TemporaryDirectory, _ options: StoreOptions = small) throws(Fault) -> StoreEnvironment {
    try StoreEnvironment.open(directory: directory.path, options: options)
}
