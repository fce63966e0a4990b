import Kernel
import Store
import Testing

private func filled(_ directory: TemporaryDirectory, _ names: [[UInt8]]) throws -> (StoreEnvironment, Table) {
    let store = try openStore(directory)
    let table = try store.table("t", .plain)
    try store.write { transaction throws(Fault) in
        for name in names { try transaction.put(table, name, name) }
    }
    return (store, table)
}

@Test func range_edges_areInOrOut() throws {
    let directory = TemporaryDirectory()
    let (store, table) = try filled(directory, ["b", "d", "f"].map { Array($0.utf8) })
    func both(_ range: StoreRange) throws -> String {
        let forward = try keys(store, table, range).joined()
        let backward = try keys(store, table, range, .backward).reversed().joined()
        #expect(forward == backward)
        return forward
    }
    #expect(try both(.all) == "bdf")
    #expect(try both(.from("d")) == "df")
    #expect(try both(.from("c")) == "df")
    #expect(try both(.from("g")) == "")
    #expect(try both(.before("d")) == "b")
    #expect(try both(.before("e")) == "bd")
    #expect(try both(.before("b")) == "")
    #expect(try both(.before("z")) == "bdf")
    #expect(try both(.through("d")) == "bd")
    #expect(try both(.through("e")) == "bd")
    #expect(try both(.through("f")) == "bdf")
    #expect(try both(.through("a")) == "")
    #expect(try both(.between("b", "f")) == "bd")
    #expect(try both(.between("c", "c")) == "")
    #expect(try both(.between("f", "b")) == "")
    #expect(try both(.closed("b", "f")) == "bdf")
    #expect(try both(.closed("d", "d")) == "d")
    #expect(try both(.closed("c", "e")) == "d")
    #expect(try both(.key("d")) == "d")
    #expect(try both(.key("e")) == "")
}

@Test func range_ofAnEmptyTable_isEmpty() throws {
    let directory = TemporaryDirectory()
    let (store, table) = try filled(directory, [])
    for range in [StoreRange.all, .from("a"), .before("a"), .through("a"), .prefix("a"), .key("a")] {
        #expect(try keys(store, table, range) == [])
        #expect(try keys(store, table, range, .backward) == [])
    }
    try store.read { transaction throws(Fault) in
        #expect(try transaction.firstRow(table) == nil)
        #expect(try transaction.lastRow(table) == nil)
    }
}

@Test func prefix_endingInTheHighestByte_findsExactlyItsKeys() throws {
    let directory = TemporaryDirectory()
    let names: [[UInt8]] = [[1], [1, 0xff], [1, 0xff, 0], [1, 0xff, 0xff], [2], [0xff], [0xff, 0], [0xff, 0xff], [0xff, 0xff, 7]]
    let (store, table) = try filled(directory, names)
    func found(_ prefix: StoreKey, _ direction: StoreDirection) throws -> [[UInt8]] {
        var found: [[UInt8]] = []
        try store.read { transaction throws(Fault) in
            try transaction.forEach(table, .prefix(prefix), direction) { key, value in
                #expect(key.copied == value.copied)
                found.append(key.copied)
                return true
            }
        }
        return found
    }
    for prefix in [[1], [1, 0xff], [1, 0xff, 0xff], [0xff], [0xff, 0xff], [0xff, 0xff, 0xff], [3], []] as [[UInt8]] {
        let expected = names.filter { $0.starts(with: prefix) }
        #expect(try found(StoreKey(prefix), .forward) == expected)
        #expect(try found(StoreKey(prefix), .backward) == expected.reversed())
    }
}

@Test func integerKeys_areInNumberOrder() throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let table = try store.table("t", .integerKeys)
    let numbers: [UInt64] = [0, 1, 255, 256, 65_536, 1 << 32, .max - 1, .max]
    try store.write { transaction throws(Fault) in
        for number in numbers.reversed() { try transaction.put(table, StoreKey.native(number), [1]) }
    }
    try store.read { transaction throws(Fault) in
        var found: [UInt64?] = []
        try transaction.forEach(table, .between(.native(1), .native(.max)), .backward) { key, _ in
            found.append(key.native)
            return true
        }
        #expect(found == numbers.dropFirst().dropLast().reversed())
        #expect(try transaction.lastRow(table)?.key == StoreKey.native(.max).bytes)
        #expect(try transaction.firstRow(table, .from(.native(257)))?.key == StoreKey.native(65_536).bytes)
        #expect(try transaction.lastRow(table, .before(.native(65_536)))?.key == StoreKey.native(256).bytes)
    }
}

@Test func forEach_stopsWhereTheBodySays() throws {
    let directory = TemporaryDirectory()
    let (store, table) = try filled(directory, ["a", "b", "c"].map { Array($0.utf8) })
    var seen = 0
    try store.read { transaction throws(Fault) in
        try transaction.forEach(table) { _, _ in
            seen += 1
            return seen < 2
        }
    }
    #expect(seen == 2)
    #expect(code { () throws(Fault) in
        try store.read { transaction throws(Fault) in
            try transaction.forEach(table) { _, _ throws(Fault) in throw Fault(.refused, "no") }
        }
    } == .refused)
}

@Test func keys_ofParts_sortAsTheirParts() throws {
    let iden = Iden(high: 1, low: 2)
    #expect(StoreKey.iden(iden).bytes == iden.bytes)
    #expect(StoreKey.digest(.zero).bytes == [UInt8](repeating: 0, count: 32))
    #expect(StoreKey.bigEndian(258).bytes == [0, 0, 0, 0, 0, 0, 1, 2])
    #expect(StoreKey.string("ab").with(1).with(byte: 9).bytes == [97, 98, 0, 0, 0, 0, 0, 0, 0, 1, 9])
    #expect(StoreKey().terminated("a\0b").bytes == [97, 0, 0xff, 98, 0])
    let ordered = ["", "\0", "\0\0", "\0a", "a", "a\0", "a\0b", "ab"].map { StoreKey().terminated($0).bytes }
    #expect(ordered.sorted { $0.lexicographicallyPrecedes($1) } == ordered)
    let long = StoreKey([UInt8](repeating: 5, count: 60)).with(7).with(.zero as Digest)
    #expect(long.byteCount == 100)
    #expect(long.bytes == [UInt8](repeating: 5, count: 60) + StoreKey.bigEndian(7).bytes + [UInt8](repeating: 0, count: 32))
    #expect(long == StoreKey(long.bytes))
    let lent = try long.lend { bytes in bytes.copied }
    #expect(lent == long.bytes)
}
