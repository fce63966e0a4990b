import Kernel
import Testing
import TestSupport

@testable import Nexus

/// What an entry of the log holds, and what its running hash gives away.
@Suite struct EntryTests {
    private let run = Iden(high: 1, low: 2)

    private func proposal(_ number: UInt64, event: String = "add") -> Proposal {
        Proposal(
            target: "axon", event: event, arguments: [UInt8(number)],
            origin: Origin(run: run, request: Iden(high: 0, low: number)))
    }

    private func entry(after previous: Position, _ number: UInt64, event: String = "add") -> Entry {
        Entry(
            after: previous, term: Term(3), time: Timestamp(milliseconds: 1_000 + Int64(number)), level: 1,
            proposal: proposal(number, event: event))
    }

    @Test func entry_packedAndUnpacked_isTheSame() throws {
        let first = entry(after: .origin, 1)
        let second = entry(after: first.position, 2)
        #expect(try Entry(packed: first.packed, after: .origin) == first)
        #expect(try Entry(packed: second.packed, after: first.position) == second)
        #expect(try Entry(unverified: second.packed) == second)
    }

    @Test func entry_afterAnother_hasTheNextIndexAndAnotherHash() {
        let first = entry(after: .origin, 1)
        let second = entry(after: first.position, 2)
        #expect(second.position.index == first.position.index.next)
        #expect(second.position.hash != first.position.hash)
    }

    @Test func chain_withAnotherEntryBefore_hasAnotherHash() {
        let one = entry(after: entry(after: .origin, 1).position, 2)
        let other = entry(after: entry(after: .origin, 1, event: "del").position, 2)
        #expect(one.proposal == other.proposal)
        #expect(one.position.hash != other.position.hash)
    }

    @Test func entry_withAnyByteChanged_isRefused() {
        let packed = entry(after: .origin, 1).packed
        for place in packed.indices {
            var changed = packed
            changed[place] ^= 1
            #expect(fault { try Entry(packed: changed, after: .origin) } != nil, "byte \(place)")
        }
    }

    @Test func entry_cutShort_isRefused() {
        let packed = entry(after: .origin, 1).packed
        for count in 0..<packed.count {
            #expect(fault { try Entry(packed: Array(packed.prefix(count)), after: .origin) } != nil, "\(count) bytes")
        }
    }

    @Test func entry_withMoreBytesBehind_isRefused() {
        let packed = entry(after: .origin, 1).packed
        #expect(fault { try Entry(packed: packed + [0], after: .origin) }?.code == .badData)
    }

    @Test func entry_afterTheWrongPosition_isRefused() {
        let first = entry(after: .origin, 1)
        let second = entry(after: first.position, 2)
        #expect(fault { try Entry(packed: second.packed, after: .origin) }?.code == .badData)
        let forged = Position(term: first.position.term, index: first.position.index, hash: second.position.hash)
        #expect(fault { try Entry(packed: second.packed, after: forged) }?.code == .badData)
    }
}
