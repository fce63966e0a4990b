import Glibc
import Kernel
import Store
import Testing

@Test func open_twice_isRefusedWhateverThePath() throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    #expect(code { () throws(Fault) in _ = try openStoreFault(directory) } == .inUse)
    let detour = directory.path + "/../" + (directory.path.split(separator: "/").last ?? "")
    #expect(code { () throws(Fault) in _ = try StoreEnvironment.open(directory: detour) } == .inUse)
    #expect(store.close())
    #expect(store.close())
    _ = try openStore(directory)
}

@Test func open_released_mayBeOpenedAgain() throws {
    let directory = TemporaryDirectory()
    for _ in 0..<3 {
        let store = try openStore(directory)
        _ = try store.table("t", .plain)
    }
}

@Test func open_missingDirectory_isMadeOrRefused() throws {
    let directory = TemporaryDirectory()
    let path = directory.path + "/new"
    var options = small
    options.createsDirectory = false
    #expect(code { () throws(Fault) in _ = try StoreEnvironment.open(directory: path, options: options) } == .noSuchFile)
    let store = try StoreEnvironment.open(directory: path, options: small)
    #expect(try store.tableNames() == [])
    #expect(code { () throws(Fault) in _ = try StoreEnvironment.open(directory: directory.path + "/a/b") } == .noSuchFile)
}

@Test func open_fileInsteadOfDirectory_isAFault() throws {
    let directory = TemporaryDirectory()
    close(open(directory.path + "/file", O_CREAT | O_WRONLY, 0o600))
    #expect(code { () throws(Fault) in _ = try StoreEnvironment.open(directory: directory.path + "/file") } == .noSuchFile)
}

@Test func open_impossibleOptions_areRefused() throws {
    let directory = TemporaryDirectory()
    for options in [
        StoreOptions(mapBytesMax: 0), StoreOptions(mapBytesMax: -1), StoreOptions(tablesMax: 0), StoreOptions(tablesMax: 1 << 20),
        StoreOptions(readersMax: 0), StoreOptions(readersMax: -5),
    ] {
        #expect(code { () throws(Fault) in _ = try openStoreFault(directory, options) } == .badArgument)
    }
}

@Test func open_default_takesNoSpaceForTheMap() throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory, StoreOptions())
    _ = try store.table("t", .plain)
    #expect(directory.contents("data.mdb").count < 100_000)
    #expect(try store.statistics().mapBytesMax == 1 << 40)
}

@Test func open_garbage_isBadData() throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    _ = try store.table("t", .plain)
    #expect(store.close())
    directory.overwrite("data.mdb", at: 0, [UInt8](repeating: 0xa5, count: 8192))
    let fault = #expect(throws: Fault.self) { try openStore(directory) }
    #expect(fault?.code == .badData)
    #expect(fault?.advice != nil)
    #expect(fault?.fields["path"] == .string(directory.path))
}

@Test func open_shortFile_isBadData() throws {
    let directory = TemporaryDirectory()
    let descriptor = open(directory.path + "/data.mdb", O_CREAT | O_WRONLY, 0o600)
    write(descriptor, [1, 2, 3] as [UInt8], 3)
    close(descriptor)
    #expect(code { () throws(Fault) in _ = try openStoreFault(directory) } == .badData)
}

@Test func open_otherFormatVersion_isRefused() throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    _ = try store.table("t", .plain)
    #expect(store.close())
    // A page header of 16 bytes, the magic number, then the version, on both meta pages.
    for page in [0, 4096] { directory.overwrite("data.mdb", at: page + 20, [99, 0, 0, 0]) }
    #expect(code { () throws(Fault) in _ = try openStoreFault(directory) } == .canNotRevert)
}

@Test func put_mapFull_isNoSpaceAndTheTransactionIsLost() throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory, StoreOptions(mapBytesMax: 256 << 10))
    let table = try store.table("t", .plain)
    try store.write { transaction throws(Fault) in try transaction.put(table, StoreKey("kept"), [1]) }
    let transaction = try store.beginWrite()
    let value = [UInt8](repeating: 1, count: 4000)
    var fault: Fault?
    for number in 0..<1000 as Range<UInt64> where fault == nil {
        do throws(Fault) { try transaction.put(table, StoreKey.bigEndian(number), value) } catch { fault = error }
    }
    #expect(fault?.code == .noSpace)
    #expect(fault?.advice?.contains("map size") == true)
    #expect(code { () throws(Fault) in try transaction.put(table, StoreKey("more"), [1]) } == .noSpace)
    #expect(code { () throws(Fault) in try transaction.commit() } == .noSpace)
    #expect(try keys(store, table) == ["kept"])
    try store.write { transaction throws(Fault) in try transaction.put(table, StoreKey("later"), [1]) }
    #expect(try keys(store, table) == ["kept", "later"])
}

@Test func statistics_countPagesAndReaders() throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let table = try store.table("t", .plain)
    let before = try store.statistics()
    try store.write { transaction throws(Fault) in
        for number in 0..<2000 as Range<UInt64> {
            try transaction.put(table, StoreKey.bigEndian(number), [UInt8](repeating: 1, count: 100))
        }
    }
    let full = try store.statistics()
    #expect(full.lastCommit == before.lastCommit + 1)
    #expect(full.usedPages > before.usedPages + 50)
    #expect(full.usedBytes == full.usedPages * full.pageBytes)
    try store.write { transaction throws(Fault) in try transaction.clear(table) }
    #expect(try store.statistics().freePages > 50)
    #expect(try store.statistics().oldestReaderLag == 0)
    #expect(try store.statistics().readersMax >= 1024)
}

@Test func mistakes_stopTheProcess() async {
    await #expect(processExitsWith: .failure) {
        let directory = TemporaryDirectory()
        let store = try openStore(directory)
        let transaction = try store.beginWrite()
        try transaction.reading { _ throws(Fault) in try transaction.commit() }
    }
    await #expect(processExitsWith: .failure) {
        let directory = TemporaryDirectory()
        let store = try openStore(directory)
        let table = try store.table("t", .plain)
        try store.write { transaction throws(Fault) in
            try transaction.put(table, StoreKey("a"), [1])
            try transaction.withCursor(table) { cursor throws(Fault) in try transaction.delete(at: cursor) }
        }
    }
    await #expect(processExitsWith: .failure) {
        let directory = TemporaryDirectory()
        let store = try openStore(directory)
        let snapshot = try store.snapshot()
        try snapshot.read { _ throws(Fault) in try snapshot.renew() }
    }
    await #expect(processExitsWith: .failure) {
        let directory = TemporaryDirectory()
        let store = try openStore(directory)
        let table = try store.table("t", .plain)
        try store.write { transaction throws(Fault) in
            try transaction.put(table, StoreKey("a"), [1])
            try transaction.forEach(table) { key, _ throws(Fault) in try transaction.put(table, key, [2]) }
        }
    }
    await #expect(processExitsWith: .failure) {
        let directory = TemporaryDirectory()
        let store = try openStore(directory)
        let transaction = try store.beginWrite()
        try transaction.commit()
        try transaction.clear(try store.table("t", .plain))
    }
    await #expect(processExitsWith: .failure) {
        let directory = TemporaryDirectory()
        let store = try openStore(directory)
        let first = try store.beginWrite()
        _ = try store.beginWrite()
        first.abort()
    }
}
