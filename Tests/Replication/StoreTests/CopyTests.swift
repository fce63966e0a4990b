import Kernel
import Store
import Testing

private func fill(_ store: StoreEnvironment, _ table: Table, rows: UInt64) throws {
    try store.write { transaction throws(Fault) in
        for number in 0..<rows {
            try transaction.put(table, StoreKey.bigEndian(number), [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 300))
        }
    }
}

private func rows(_ store: StoreEnvironment, _ table: Table) throws -> [Row] {
    var rows: [Row] = []
    try store.read { transaction throws(Fault) in
        try transaction.forEach(table) { key, value in
            rows.append(Row(key: key.copied, value: value.copied))
            return true
        }
    }
    return rows
}

@Test(arguments: [1, 4096, 100_000, 64 << 20])
func copy_installedElsewhere_holdsTheSameRows(chunkBytes: Int) async throws {
    let (source, target) = (TemporaryDirectory(), TemporaryDirectory())
    let store = try openStore(source)
    let table = try store.table("t", .plain)
    try fill(store, table, rows: chunkBytes == 1 ? 10 : 5000)
    let copied = try rows(store, table)
    let copy = try store.copyStream(chunkBytes: chunkBytes)
    let installation = try StoreInstallation(into: target.path)
    var isFirst = true
    while let chunk = try await copy.next() {
        #expect(chunk.count <= chunkBytes)
        try installation.write(chunk)
        // What is written after the copy began is not in it.
        if isFirst { try store.write { transaction throws(Fault) in try transaction.put(table, StoreKey("late"), [1]) } }
        isFirst = false
    }
    #expect(try await copy.next() == nil)
    #expect(code { () throws(Fault) in _ = try openStoreFault(target) } == .inUse)
    try installation.finish()
    let other = try openStore(target)
    let same = try other.table("t", .plain)
    #expect(try rows(other, same) == copied)
    #expect(TemporaryDirectory.names(source.path).sorted() == [".", "..", "data.mdb", "lock.mdb"])
    await copy.cancel()
    #expect(store.close())
}

@Test func copy_droppedEarly_letsTheStoreClose() async throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let table = try store.table("t", .plain)
    try fill(store, table, rows: 20_000)
    do {
        let copy = try store.copyStream(chunkBytes: 4096)
        _ = try await copy.next()
    }
    let copy = try store.copyStream(chunkBytes: 4096)
    _ = try await copy.next()
    await copy.cancel()
    let fault = await #expect(throws: Fault.self) { _ = try await copy.next() }
    #expect(fault?.code == .cancelled)
    try fill(store, table, rows: 10)
}

@Test func copy_taskCancelled_endsTheWait() async throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let table = try store.table("t", .plain)
    try fill(store, table, rows: 20_000)
    let copy = try store.copyStream(chunkBytes: 1024)
    let task = Task {
        var chunks = 0
        while try await copy.next() != nil {
            chunks += 1
            if chunks == 3 { withUnsafeCurrentTask { $0?.cancel() } }
        }
    }
    let fault = await #expect(throws: Fault.self) { try await task.value }
    #expect(fault?.code == .cancelled)
    await copy.cancel()
    #expect(store.close())
}

@Test func copy_manyAtOnce_areEqual() async throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let table = try store.table("t", .plain)
    try fill(store, table, rows: 3000)
    let copies = try await withThrowingTaskGroup(of: [UInt8].self) { group in
        for _ in 0..<4 {
            group.addTask {
                let copy = try store.copyStream(chunkBytes: 10_000)
                var bytes: [UInt8] = []
                while let chunk = try await copy.next() { bytes += chunk }
                return bytes
            }
        }
        return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(copies).count == 1)
    #expect(copies.first.map { $0.count > 900_000 } == true)
}

private func copyBytes(_ store: StoreEnvironment) async throws -> [UInt8] {
    let copy = try store.copyStream()
    var bytes: [UInt8] = []
    while let chunk = try await copy.next() { bytes += chunk }
    await copy.cancel()
    return bytes
}

@Test func install_replacesOnlyWithAWholeCopy() async throws {
    let (source, target) = (TemporaryDirectory(), TemporaryDirectory())
    let store = try openStore(source)
    let table = try store.table("t", .plain)
    try fill(store, table, rows: 1000)
    let bytes = try await copyBytes(store)
    let old = try openStore(target)
    _ = try old.table("old", .plain)
    #expect(code { () throws(Fault) in _ = try StoreInstallation(into: target.path) } == .inUse)
    #expect(old.close())

    for bad in [Array(bytes.dropLast(4096)), [UInt8](repeating: 7, count: 100_000), []] {
        let installation = try StoreInstallation(into: target.path)
        try installation.write(bad)
        #expect(code { () throws(Fault) in try installation.finish() } == .badData)
    }
    do {
        let installation = try StoreInstallation(into: target.path)
        try installation.write(bytes)
    }
    #expect(TemporaryDirectory.names(target.path).contains("data.mdb.incoming") == false)
    let kept = try openStore(target)
    #expect(try kept.tableNames() == ["old"])
    #expect(kept.close())

    let installation = try StoreInstallation(into: target.path)
    try installation.write(bytes)
    try installation.finish()
    #expect(try openStore(target).tableNames() == ["t"])
}

@Test func copy_afterMuchDeleting_isSmaller() async throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let (kept, gone) = (try store.table("kept", .plain), try store.table("gone", .duplicates))
    for round in 0..<5 as Range<UInt64> {
        try fill(store, kept, rows: 500)
        try store.write { transaction throws(Fault) in
            for number in 0..<3000 as Range<UInt64> {
                try transaction.put(gone, StoreKey.bigEndian(number % 7), StoreKey.bigEndian(number + round))
            }
        }
        try store.write { transaction throws(Fault) in try transaction.delete(gone, .all) }
    }
    try store.write { transaction throws(Fault) in try transaction.drop(gone) }
    let bytes = try await copyBytes(store)
    #expect(bytes.count < directory.contents("data.mdb").count)
}
