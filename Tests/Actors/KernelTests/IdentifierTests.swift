import Kernel
import TestSupport
import Testing

@Suite struct IdentifierTests {
    @Test func hex_everyByte_roundTripsInBothCases() {
        let bytes = (0...255).map { UInt8($0) }
        let text = Hex.encode(bytes)
        #expect(text.hasPrefix("000102") && text.hasSuffix("fdfeff"))
        #expect(Hex.decode(text) == bytes)
        #expect(Hex.decode(text.uppercased()) == bytes)
        #expect(Hex.decode("") == [])
    }

    @Test(arguments: ["0", "0g", "é", "00 ", "0x00", "-1", "０0"]) func hex_malformed_isNil(_ text: String) {
        #expect(Hex.decode(text) == nil)
    }

    @Test func iden_roundTripsThroughTextAndBytes() throws {
        var random = SeededRandom(1)
        for _ in 0..<100 {
            let iden = Iden.random(using: &random)
            #expect(Iden(iden.description) == iden)
            #expect(Iden(bytes: iden.bytes) == iden)
            #expect(iden.description.utf8.count == 32)
        }
        #expect(Iden(high: 1, low: 2).description == "00000000000000010000000000000002")
    }

    @Test func iden_ofWrongLength_isNil() {
        #expect(Iden("00") == nil)
        #expect(Iden("") == nil)
        for count in [0, 15, 17] { #expect(Iden(bytes: [UInt8](repeating: 0, count: count)) == nil) }
    }

    @Test func iden_order_isTheOrderOfItsText() {
        var random = SeededRandom(2)
        let idens = (0..<100).map { _ in Iden.random(using: &random) }
        #expect(idens.sorted().map(\.description) == idens.map(\.description).sorted())
    }

    @Test func digest_roundTripsThroughTextAndBytes_andSortsAsText() throws {
        let random = SeededRandom(3)
        let digests = try (0..<100).map { _ in try #require(Digest(bytes: (0..<32).map { _ in UInt8(truncatingIfNeeded: random.next()) })) }
        for digest in digests {
            #expect(Digest(digest.description) == digest)
            #expect(Digest(bytes: digest.bytes) == digest)
        }
        #expect(digests.sorted().map(\.description) == digests.map(\.description).sorted())
        #expect(Digest.zero.description == String(repeating: "0", count: 64))
    }

    @Test func digest_ofWrongLength_isNil() {
        for count in [0, 16, 31, 33] { #expect(Digest(bytes: [UInt8](repeating: 0, count: count)) == nil) }
        #expect(Digest("zz") == nil)
    }
}
