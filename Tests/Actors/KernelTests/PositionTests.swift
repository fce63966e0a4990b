import Kernel
import Testing

@Suite struct PositionTests {
    private func position(_ term: UInt64, _ index: UInt64, _ byte: UInt8 = 0) throws -> Position {
        Position(term: Term(term), index: Index(index), hash: try #require(Digest(bytes: [UInt8](repeating: byte, count: 32))))
    }

    @Test func isAhead_termWinsOverIndex() throws {
        #expect(try position(2, 1).isAhead(of: position(1, 100)))
        #expect(try !position(1, 100).isAhead(of: position(2, 1)))
        #expect(try position(1, 2).isAhead(of: position(1, 1)))
    }

    @Test func isAhead_samePlace_isFalseBothWays_evenWhenHistoriesDiffer() throws {
        let left = try position(1, 1, 0xaa)
        let right = try position(1, 1, 0xbb)
        #expect(!left.isAhead(of: right) && !right.isAhead(of: left))
        #expect(left != right)
    }

    @Test func description_namesIndexTermAndHash() throws {
        #expect(try position(3, 42, 0x1f).description == "42@3:1f1f1f1f")
        #expect(Position.origin.description == "0@0:00000000")
    }

    @Test func index_steps() {
        #expect(Index.zero.next == Index(1))
        #expect(Index.zero.previous == .zero)
        #expect(Index(7).previous == Index(6))
        #expect(Index(7).distance(after: Index(3)) == 4)
        #expect(Index(3).distance(after: Index(7)) == 0)
        #expect(Term.none.next > .none)
    }

    @Test func instant_neverCountsBackwards() {
        let early = Instant.zero + .seconds(1)
        let late = early + .milliseconds(5)
        #expect(late.since(early) == .milliseconds(5))
        #expect(early.since(late) == .zero)
        #expect(late > early)
        #expect("\(Instant.Span.milliseconds(1500))" == "1500.0ms")
        #expect(Timestamp(milliseconds: 5).advanced(byMs: -10) == Timestamp(milliseconds: -5))
    }
}
