import Kernel
import Store
import TestSupport
import Testing

@testable import Nexus

/// The log as it lies in the store.
@Suite struct LogTablesTests {
    private func withLog(_ body: (LogTables, StoreEnvironment) throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let store = try StoreEnvironment.open(directory: directory + "/store")
            defer { store.close() }
            try body(try LogTables(in: store), store)
        }
    }

    private func entries(_ count: UInt64) -> [Entry] {
        var entries: [Entry] = []
        for number in 0..<count {
            let proposal = Proposal(
                target: "t", event: "e", arguments: [UInt8(truncatingIfNeeded: number)],
                origin: Origin(run: Iden(high: 1, low: 1), request: Iden(high: 0, low: number)))
            entries.append(Entry(
                after: entries.last?.position ?? .origin, term: Term(2), time: Timestamp(milliseconds: 5), level: 1, proposal: proposal))
        }
        return entries
    }

    private func append(_ entries: [Entry], _ log: LogTables, _ store: StoreEnvironment) throws {
        try store.write { (transaction) throws(Fault) in
            for entry in entries { try log.append(entry.packed, at: entry.position.index, transaction) }
        }
    }

    @Test func log_new_isAtTheOrigin() async throws {
        try await withLog { log, store in
            try store.read { (look) throws(Fault) in
                #expect(try log.end(look) == .origin)
                #expect(try log.start(look) == .origin)
                #expect(try log.position(at: Index(1), look) == nil)
                #expect(try log.read(from: Index(1), bytesMax: 1000, countMax: 10, look).isEmpty)
            }
        }
    }

    @Test func entries_appended_areReadWithinTheBounds() async throws {
        try await withLog { log, store in
            let written = entries(5)
            try append(written, log, store)
            try store.read { (look) throws(Fault) in
                #expect(try log.end(look) == written[4].position)
                for entry in written { #expect(try log.position(at: entry.position.index, look) == entry.position) }
                #expect(try log.position(at: Index(6), look) == nil)
                let all = try log.read(from: Index(2), bytesMax: 1 << 20, countMax: 10, look)
                #expect(all == written.dropFirst().map(\.packed))
                #expect(try log.read(from: Index(2), bytesMax: 1 << 20, countMax: 2, look).count == 2)
                // One at least, however large: otherwise nobody would ever get past it.
                #expect(try log.read(from: Index(2), bytesMax: 1, countMax: 10, look).count == 1)
            }
        }
    }

    @Test func log_trimmed_beginsAfterwardsAndKeepsItsEnd() async throws {
        try await withLog { log, store in
            let written = entries(5)
            try append(written, log, store)
            try store.write { (transaction) throws(Fault) in try log.trim(through: Index(3), transaction) }
            try store.read { (look) throws(Fault) in
                #expect(try log.start(look) == written[2].position)
                #expect(try log.end(look) == written[4].position)
                #expect(try log.position(at: Index(2), look) == nil)
                #expect(try log.position(at: Index(3), look) == written[2].position)
                #expect(try log.read(from: Index(1), bytesMax: 1 << 20, countMax: 10, look).count == 2)
            }
            // Everything: the end is where it was.
            try store.write { (transaction) throws(Fault) in try log.trim(through: Index(5), transaction) }
            #expect(try store.read { (look) throws(Fault) in try log.end(look) } == written[4].position)
            // What is beyond the end, or gone, changes nothing.
            for index in [Index(2), Index(9)] {
                try store.write { (transaction) throws(Fault) in try log.trim(through: index, transaction) }
            }
            #expect(try store.read { (look) throws(Fault) in try log.start(look) } == written[4].position)
        }
    }

    @Test func outcome_isRememberedForItsOrigin() async throws {
        try await withLog { log, store in
            let origin = Origin(run: Iden(high: 1, low: 1), request: Iden(high: 0, low: 1))
            let other = Origin(run: Iden(high: 1, low: 1), request: Iden(high: 0, low: 2))
            let first = IssueRequest.Reply(index: Index(7), term: Term(2), outcome: [1, 2])
            try store.write { (transaction) throws(Fault) in try log.remember(first, of: origin, transaction) }
            try store.read { (look) throws(Fault) in
                #expect(try log.outcome(of: origin, look)?.outcome == [1, 2])
                #expect(try log.outcome(of: other, look) == nil)
            }
        }
    }

    @Test(arguments: [[], [0x95], [0xc0], [UInt8](repeating: 0xff, count: 64)] as [[UInt8]])
    func entry_malformedOnDisk_isAFaultWithAdvice(bytes: [UInt8]) async throws {
        try await withLog { log, store in
            try store.write { (transaction) throws(Fault) in try log.append(bytes, at: Index(1), transaction) }
            let found = fault { try store.read { (look) throws(Fault) in try log.end(look) } }
            #expect(found?.code == .badData)
        }
    }

    @Test func memory_isByName_andTheLastWordCounts() async throws {
        try await withLog { log, store in
            try store.write { (transaction) throws(Fault) in
                try log.memorise("a", [1], transaction)
                try log.memorise("a", [2], transaction)
            }
            try store.read { (look) throws(Fault) in
                #expect(try log.recall("a", look) == [2])
                #expect(try log.recall("b", look) == nil)
            }
        }
    }
}
