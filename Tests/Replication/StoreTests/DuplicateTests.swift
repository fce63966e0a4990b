import Kernel
import Store
import Testing

@Test(arguments: [TableKind.duplicates, .fixedDuplicates(bytes: 8)])
func duplicates_areSortedSets(kind: TableKind) throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let table = try store.table("t", kind)
    try store.write { transaction throws(Fault) in
        for number in [5, 3, 9, 3, 1] as [UInt64] {
            try transaction.put(table, StoreKey("b"), StoreKey.bigEndian(number))
        }
        try transaction.put(table, StoreKey("a"), StoreKey.bigEndian(7))
        try transaction.put(table, StoreKey("c"), StoreKey.bigEndian(8))
        #expect(try !transaction.put(table, StoreKey("b"), StoreKey.bigEndian(9), mode: .noDuplicate))
        #expect(try transaction.put(table, StoreKey("b"), StoreKey.bigEndian(10), mode: .noDuplicate))
        #expect(try !transaction.put(table, StoreKey("b"), StoreKey.bigEndian(11), mode: .noOverwrite))
        #expect(try transaction.count(table) == 7)
        #expect(try transaction.delete(table, StoreKey("b"), value: StoreKey.bigEndian(3)))
        #expect(try !transaction.delete(table, StoreKey("b"), value: StoreKey.bigEndian(3)))
    }
    try store.read { transaction throws(Fault) in
        var values: [UInt64?] = []
        try transaction.forEach(table, .key("b")) { _, value in
            values.append(value.bigEndian())
            return true
        }
        #expect(values == [1, 5, 9, 10])
        values = []
        try transaction.forEach(table, .all, .backward) { _, value in
            values.append(value.bigEndian())
            return true
        }
        #expect(values == [8, 10, 9, 5, 1, 7])
        #expect(try transaction.get(table, StoreKey("b")) == StoreKey.bigEndian(1).bytes)
        #expect(try transaction.contains(table, StoreKey("b"), value: StoreKey.bigEndian(9)))
        #expect(try !transaction.contains(table, StoreKey("b"), value: StoreKey.bigEndian(8)))
        try transaction.forEach(table, .through("b"), .backward) { _, value in
            #expect(value.bigEndian() == 10)
            return false
        }
    }
    try store.write { transaction throws(Fault) in
        #expect(try transaction.delete(table, .key("b"), where: { _, value in (value.bigEndian() ?? 0) > 4 }) == 3)
        #expect(try transaction.delete(table, StoreKey("b")))
        #expect(try transaction.count(table) == 2)
    }
}

/// A cursor finds the place of each row, whether it lies before, behind or far from the one before, and whatever is deleted meanwhile.
@Test(arguments: [true, false])
func rows_putAtACursor_areThoseThatWerePut(isSorted: Bool) throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let table = try store.table("t", .fixedDuplicates(bytes: 8))
    var expected: Set<[UInt64]> = []
    var mixed: UInt64 = 7
    for round in 0..<20 as Range<UInt64> {
        var rows = (0..<500).map { _ -> [UInt64] in
            mixed = mixed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return [(mixed >> 33) % 300, (mixed >> 40) % 1_000]
        }
        if isSorted { rows.sort { $0.lexicographicallyPrecedes($1) } }
        try store.write { transaction throws(Fault) in
            try transaction.withCursor(table) { cursor throws(Fault) in
                for (position, row) in rows.enumerated() {
                    if position % 7 == 0 {
                        let wasThere = try transaction.delete(table, StoreKey.bigEndian(row[0]), value: StoreKey.bigEndian(row[1]))
                        #expect(wasThere == (expected.remove(row) != nil))
                    } else {
                        try transaction.put(at: cursor, StoreKey.bigEndian(row[0]), StoreKey.bigEndian(row[1]))
                        expected.insert(row)
                    }
                }
            }
            #expect(code { () throws(Fault) in
                try transaction.withCursor(table) { cursor throws(Fault) in
                    try transaction.put(at: cursor, [UInt8](repeating: 1, count: 512), StoreKey.bigEndian(round))
                }
            } == .limit)
        }
    }
    var found: [[UInt64]] = []
    try store.read { transaction throws(Fault) in
        try transaction.forEach(table) { key, value in
            found.append([key.bigEndian() ?? 0, value.bigEndian() ?? 0])
            return true
        }
    }
    #expect(found == expected.sorted { $0.lexicographicallyPrecedes($1) })
}

@Test func duplicates_ofImpossibleLength_areALimitFault() throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let table = try store.table("t", .duplicates)
    try store.write { transaction throws(Fault) in
        #expect(code { () throws(Fault) in try transaction.put(table, [1], [UInt8](repeating: 1, count: 512)) } == .limit)
        #expect(code { () throws(Fault) in try transaction.put(table, [1], [UInt8]()) } == .limit)
        try transaction.put(table, [1], [UInt8](repeating: 1, count: 511))
    }
    #expect(try store.read { transaction throws(Fault) in try transaction.count(table) } == 1)
}

/// The row that the cursor is at after a move; nil when the move did not succeed.
private func place(_ cursor: borrowing Cursor, _ moved: Bool) throws(Fault) -> String? {
    moved ? try cursor.row { key, value in text(key) + text(value) } : nil
}

@Test func cursor_movesAmongKeysAndDuplicates() throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let table = try store.table("t", .duplicates)
    try store.write { transaction throws(Fault) in
        for key in ["a", "b", "c"] {
            for value in ["1", "2", "3"] { try transaction.put(table, StoreKey.string(key), StoreKey.string(value)) }
        }
    }
    try store.read { transaction throws(Fault) in
        try transaction.withCursor(table) { cursor throws(Fault) in
            var steps: [(found: String?, expected: String?)] = []
            steps.append((try place(cursor, true), nil))
            steps.append((try place(cursor, cursor.seek(StoreKey("b"))), "b1"))
            steps.append(("\(try cursor.duplicateCount())", "3"))
            steps.append((try place(cursor, cursor.move(.nextDuplicate)), "b2"))
            steps.append((try place(cursor, cursor.move(.lastDuplicate)), "b3"))
            steps.append((try place(cursor, cursor.move(.nextDuplicate)), nil))
            steps.append((try place(cursor, cursor.move(.nextKey)), "c1"))
            steps.append((try place(cursor, cursor.move(.previous)), "b3"))
            steps.append((try place(cursor, cursor.move(.firstDuplicate)), "b1"))
            steps.append((try place(cursor, cursor.move(.previousKey)), "a3"))
            steps.append((try place(cursor, cursor.move(.first)), "a1"))
            steps.append((try place(cursor, cursor.move(.last)), "c3"))
            steps.append((try place(cursor, cursor.move(.next)), nil))
            steps.append((try place(cursor, cursor.seek(StoreKey("b"), atOrAfter: StoreKey("11"))), "b2"))
            steps.append((try place(cursor, cursor.seek(StoreKey("b"), exactly: StoreKey("3"))), "b3"))
            steps.append((try place(cursor, cursor.seek(StoreKey("b"), exactly: StoreKey("4"))), nil))
            steps.append((try place(cursor, cursor.seek(StoreKey("aa"))), "b1"))
            steps.append((try place(cursor, cursor.seek(exactly: StoreKey("aa"))), nil))
            steps.append((try place(cursor, cursor.seek(StoreKey("d"))), nil))
            for step in steps { #expect(step.found == step.expected) }
        }
    }
}

@Test func cursor_ofAWriter_deletesWhereItIs() throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let table = try store.table("t", .plain)
    try store.write { transaction throws(Fault) in
        for key in ["a", "b", "c", "d"] { try transaction.put(table, StoreKey.string(key), [1]) }
        try transaction.withCursor(table) { cursor throws(Fault) in
            let isFound = try cursor.seek(StoreKey("b"))
            try transaction.delete(at: cursor)
            let hasNext = try cursor.move(.next)
            let next = text(try cursor.row()?.key)
            let hasLast = try cursor.move(.last)
            try transaction.delete(at: cursor)
            let hasMore = try cursor.move(.next)
            #expect(isFound && hasNext && hasLast && !hasMore)
            #expect(next == "c")
        }
    }
    #expect(try keys(store, table) == ["a", "c"])
}
