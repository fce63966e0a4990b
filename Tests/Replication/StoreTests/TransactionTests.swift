import Kernel
import Store
import Testing

@Test func put_committed_isReadAfterReopening() throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let log = try store.table("log", .integerKeys)
    try store.write { transaction throws(Fault) in
        try transaction.put(log, StoreKey.native(7), Array("seven".utf8))
    }
    #expect(store.close())
    let again = try openStore(directory)
    let table = try again.table("log", .integerKeys)
    let value = try again.read { transaction throws(Fault) in try transaction.get(table, StoreKey.native(7)) }
    #expect(text(value) == "seven")
}

@Test func put_aborted_isGoneAfterReopening() throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let table = try store.table("t", .plain)
    let transaction = try store.beginWrite()
    try transaction.put(table, StoreKey("a"), [1])
    transaction.abort()
    transaction.abort()
    #expect(store.close())
    let again = try openStore(directory)
    let reopened = try again.table("t", .plain)
    #expect(try again.read { transaction throws(Fault) in try transaction.contains(reopened, StoreKey("a")) } == false)
}

@Test func writeTransaction_dropped_aborts() throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let table = try store.table("t", .plain)
    do {
        let transaction = try store.beginWrite()
        try transaction.put(table, StoreKey("a"), [1])
    }
    #expect(try store.read { transaction throws(Fault) in try transaction.count(table) } == 0)
    try store.write { transaction throws(Fault) in try transaction.put(table, StoreKey("b"), [1]) }
    #expect(try keys(store, table) == ["b"])
}

@Test func write_bodyThrows_changesNothing() throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let table = try store.table("t", .plain)
    #expect(throws: Fault(.refused, "no")) {
        try store.write { transaction throws(Fault) in
            try transaction.put(table, StoreKey("a"), [1])
            throw Fault(.refused, "no")
        }
    }
    #expect(try keys(store, table) == [])
}

@Test func get_closure_lendsTheBytes() throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let table = try store.table("t", .plain)
    try store.write { transaction throws(Fault) in
        try transaction.put(table, [1, 2], StoreKey.bigEndian(99))
        try transaction.put(table, [3], [UInt8]())
    }
    try store.read { transaction throws(Fault) in
        let number = try transaction.get(table, [1, 2]) { value in value.bigEndian() }
        #expect(number == 99)
        #expect(try transaction.get(table, [3]) == [])
        #expect(try transaction.get(table, [9]) == nil)
        #expect(try transaction.get(table, [9]) { value in value.byteCount } == nil)
    }
}

@Test func put_noOverwrite_keepsTheOldValue() throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let table = try store.table("t", .plain)
    try store.write { transaction throws(Fault) in
        #expect(try transaction.put(table, StoreKey("a"), [1], mode: .noOverwrite))
        #expect(try !transaction.put(table, StoreKey("a"), [2], mode: .noOverwrite))
        #expect(try transaction.get(table, StoreKey("a")) == [1])
        #expect(try transaction.put(table, StoreKey("a"), [3]))
        #expect(try transaction.get(table, StoreKey("a")) == [3])
    }
}

@Test func put_append_refusesWhatIsOutOfOrder() throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let plain = try store.table("t", .plain)
    let many = try store.table("d", .duplicates)
    try store.write { transaction throws(Fault) in
        try transaction.put(plain, StoreKey("b"), [1], mode: .append)
        #expect(code { () throws(Fault) in try transaction.put(plain, StoreKey("a"), [1], mode: .append) } == .badArgument)
        #expect(code { () throws(Fault) in try transaction.put(plain, StoreKey("b"), [1], mode: .append) } == .badArgument)
        try transaction.put(many, StoreKey("b"), [1], mode: .append)
        try transaction.put(many, StoreKey("b"), [2], mode: .append)
        try transaction.put(many, StoreKey("c"), [0], mode: .append)
        #expect(code { () throws(Fault) in try transaction.put(many, StoreKey("c"), [0], mode: .append) } == .badArgument)
        #expect(code { () throws(Fault) in try transaction.put(many, StoreKey("b"), [9], mode: .append) } == .badArgument)
        try transaction.put(plain, StoreKey("c"), [1], mode: .append)
    }
    #expect(try keys(store, plain) == ["b", "c"])
    #expect(try keys(store, many) == ["b", "b", "c"])
}

@Test(arguments: [0, 512, 4096]) func key_ofImpossibleLength_isALimitFault(count: Int) throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let table = try store.table("t", .plain)
    let key = [UInt8](repeating: 7, count: count)
    try store.write { transaction throws(Fault) in
        #expect(code { () throws(Fault) in try transaction.put(table, key, [1]) } == .limit)
        #expect(code { () throws(Fault) in try transaction.delete(table, key) } == .limit)
        #expect(code { () throws(Fault) in _ = try transaction.get(table, key) } == .limit)
        #expect(code { () throws(Fault) in _ = try transaction.contains(table, StoreKey(key)) } == .limit)
        try transaction.put(table, [UInt8](repeating: 7, count: 511), [2])
    }
    #expect(try store.read { transaction throws(Fault) in try transaction.count(table) } == 1)
}

@Test func delete_tellsWhetherTheKeyWasThere() throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let table = try store.table("t", .plain)
    try store.write { transaction throws(Fault) in
        try transaction.put(table, StoreKey("a"), [1])
        #expect(try transaction.delete(table, StoreKey("a")))
        #expect(try !transaction.delete(table, StoreKey("a")))
    }
}

@Test func deleteRange_deletesWhatIsAskedFor() throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let table = try store.table("t", .integerKeys)
    func numbers() throws -> [UInt64] {
        var numbers: [UInt64] = []
        try store.read { transaction throws(Fault) in
            try transaction.forEach(table) { key, _ in
                numbers.append(key.native ?? 0)
                return true
            }
        }
        return numbers
    }
    try store.write { transaction throws(Fault) in
        for number in 1...2000 as ClosedRange<UInt64> {
            try transaction.put(table, StoreKey.native(number), StoreKey.bigEndian(number), mode: .append)
        }
        #expect(try transaction.delete(table, .before(StoreKey.native(1501)), limit: 1000) == 1000)
        #expect(try transaction.delete(table, .before(StoreKey.native(1501))) == 500)
        #expect(try transaction.delete(table, .from(StoreKey.native(1601))) == 400)
        #expect(try transaction.delete(table, .all, where: { key, _ in (key.native ?? 0) % 10 != 0 }) == 90)
        #expect(try transaction.delete(table, .before(StoreKey.native(5))) == 0)
    }
    #expect(try numbers() == stride(from: 1510, through: 1600, by: 10).map { UInt64($0) })
}

@Test func clearAndDrop_emptyAndRemoveTheTable() throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let first = try store.table("first", .plain)
    let second = try store.table("second", .plain)
    try store.write { transaction throws(Fault) in
        try transaction.put(first, StoreKey("a"), [1])
        try transaction.put(second, StoreKey("b"), [2])
        try transaction.clear(first)
        #expect(try transaction.count(first) == 0)
    }
    #expect(try store.tableNames() == ["first", "second"])
    try store.write { transaction throws(Fault) in try transaction.drop(first) }
    #expect(try store.tableNames() == ["second"])
    #expect(code { () throws(Fault) in
        try store.read { transaction throws(Fault) in _ = try transaction.count(first) }
    } == .noSuchName)
    let third = try store.table("third", .duplicates)
    #expect(code { () throws(Fault) in
        try store.read { transaction throws(Fault) in _ = try transaction.count(first) }
    } == .noSuchName)
    try store.write { transaction throws(Fault) in try transaction.put(third, StoreKey("c"), [2]) }
    #expect(try keys(store, second) == ["b"])
    #expect(try keys(store, third) == ["c"])
}

@Test func drop_whileSomethingReads_isRefused() throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let table = try store.table("t", .plain)
    try store.read { _ throws(Fault) in
        let refusal = code { () throws(Fault) in
            try store.write { transaction throws(Fault) in try transaction.drop(table) }
        }
        #expect(refusal == .refused)
    }
    try store.write { transaction throws(Fault) in try transaction.drop(table) }
    #expect(try store.tableNames() == [])
}

@Test func tables_reopenedAsAnotherKind_isAFault() throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    _ = try store.table("t", .plain)
    _ = try store.table("f", .fixedDuplicates(bytes: 8))
    #expect(code { () throws(Fault) in _ = try store.table("t", .duplicates) } == .badData)
    #expect(store.close())
    let again = try openStore(directory)
    #expect(code { () throws(Fault) in _ = try again.table("t", .integerKeys) } == .badData)
    #expect(try again.table("t", .plain) == again.table("t", .plain))
    let fixed = try again.table("f", .fixedDuplicates(bytes: 8))
    try again.write { transaction throws(Fault) in try transaction.put(fixed, [1], StoreKey.bigEndian(1)) }
    #expect(again.close())
    let third = try openStore(directory)
    #expect(code { () throws(Fault) in _ = try third.table("f", .fixedDuplicates(bytes: 4)) } == .badData)
}

@Test func tables_moreThanTheLimit_isAFault() throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory, StoreOptions(mapBytesMax: 1 << 20, tablesMax: 2))
    _ = try store.table("a", .plain)
    _ = try store.table("b", .plain)
    #expect(code { () throws(Fault) in _ = try store.table("c", .plain) } == .limit)
    #expect(try store.tableNames() == ["a", "b"])
}

@Test func forEachRow_showsEveryTableInOrder() throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let first = try store.table("first", .plain)
    let second = try store.table("second", .duplicates)
    try store.write { transaction throws(Fault) in
        try transaction.put(second, StoreKey("b"), StoreKey("2"))
        try transaction.put(second, StoreKey("b"), StoreKey("1"))
        try transaction.put(first, StoreKey("a"), StoreKey("0"))
    }
    var rows: [String] = []
    try store.read { transaction throws(Fault) in
        try transaction.forEachRow([second, first]) { table, key, value in
            rows.append("\(table == first ? "first" : "second") \(text(key)) \(text(value))")
        }
    }
    #expect(rows == ["second b 1", "second b 2", "first a 0"])
}

/// The code of the fault that `body` throws; nil when it throws none.
func code<R>(_ body: () throws(Fault) -> R) -> FaultCode? {
    do throws(Fault) {
        _ = try body()
        return nil
    } catch {
        return error.code
    }
}
