import Kernel
import Store
import TestSupport
import Testing

@testable import Nexus

/// What the log remembers of the writes in it, and for how long.
@Suite struct OutcomeMemoryTests {
    private let run = Iden(high: 7, low: 7)

    private func origin(_ number: UInt64) -> Origin { Origin(run: run, request: Iden(high: 0, low: number)) }

    /// Appends entries with the given numbers, each with its own origin and remembered outcome.
    private func fill(_ log: LogTables, _ numbers: ClosedRange<UInt64>, _ transaction: WriteTransaction) throws(Fault) {
        var position = Position(term: Term(1), index: Index(numbers.lowerBound - 1), hash: .zero)
        for number in numbers {
            let entry = Entry(
                after: position, term: Term(1), time: Timestamp(milliseconds: 0), level: 1,
                proposal: Proposal(target: "axon", event: "add", arguments: [1], origin: origin(number)))
            position = entry.position
            try log.append(entry.packed, at: position.index, transaction)
            try log.remember(
                IssueRequest.Reply(index: position.index, term: Term(1), outcome: [UInt8(number & 0xff)]), of: origin(number), transaction)
        }
    }

    private func isKnown(_ number: UInt64, _ log: LogTables, _ store: StoreEnvironment) throws -> Bool {
        try store.read { (transaction) throws(Fault) in try log.outcome(of: origin(number), transaction) != nil }
    }

    private func withLog(_ body: (LogTables, StoreEnvironment) throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let store = try StoreEnvironment.open(directory: directory + "/store")
            defer { store.close() }
            try body(try LogTables(in: store), store)
        }
    }

    @Test func outcomes_ofOldEntries_areForgotten() async throws {
        try await withLog { log, store in
            try store.write { (transaction) throws(Fault) in
                try fill(log, 1...3, transaction)
                try fill(log, (LogTables.outcomesMax + 1)...(LogTables.outcomesMax + 2), transaction)
            }
            #expect(try !isKnown(1, log, store))
            #expect(try !isKnown(2, log, store))
            #expect(try isKnown(3, log, store))
        }
    }

    @Test func outcomes_ofTrimmedEntries_areRememberedAsLong() async throws {
        try await withLog { log, store in
            try store.write { (transaction) throws(Fault) in
                try fill(log, 1...4, transaction)
                try log.trim(through: Index(3), transaction)
            }
            #expect(try isKnown(1, log, store))
            #expect(try isKnown(3, log, store))
            try store.write { (transaction) throws(Fault) in
                try fill(log, (LogTables.outcomesMax + 1)...(LogTables.outcomesMax + 2), transaction)
            }
            #expect(try !isKnown(1, log, store))
            #expect(try !isKnown(2, log, store))
            #expect(try isKnown(3, log, store))
        }
    }
}
