import Kernel
import MessagePack
import TestSupport
import Testing

@Suite struct UnpackerTests {
    @Test(arguments: [
        "dbffffffff61", "c6ffffffff00", "ddffffffff01", "dfffffffff0101", "c9ffffffff0500", "dcffff01", "deffff0101", "9f", "8f",
    ])
    func claimedLength_beyondTheInput_isRefusedAtOnce(_ hex: String) throws {
        let bytes = try #require(Hex.decode(hex))
        #expect(fault { try Unpacker.unpack(bytes) }?.code == .badData)
        var skipper = Unpacker(bytes)
        #expect(fault { try skipper.skip() }?.code == .badData)
    }

    @Test func nesting_toTheLimitIsRead_beyondIsRefused() throws {
        for opener in [[0x91], [0x81, 0x01]] as [[UInt8]] {
            let fits = Array(repeatElement(opener, count: Unpacker.depthMax - 1).joined()) + [0x01]
            _ = try Unpacker.unpack(fits)
            for depth in [Unpacker.depthMax, 100_000] {
                let bytes = Array(repeatElement(opener, count: depth).joined()) + [0x01]
                #expect(fault { try Unpacker.unpack(bytes) }?.message.contains("nest deeper") == true)
                // Stepping over needs no stack, and is how unknown fields are passed: it goes on.
                var skipper = Unpacker(bytes)
                #expect(try skipper.skip().count == bytes.count)
            }
        }
    }

    @Test func trailingBytes_areRefused() {
        #expect(fault { try Unpacker.unpack([0x01, 0x02]) }?.message.contains("1 bytes follow") == true)
        #expect(fault { try UInt64(packed: [0x01, 0x02]) }?.code == .badData)
        #expect(fault { try Unpacker.unpack([]) }?.code == .badData)
    }

    @Test(arguments: ["a1ff", "a2c328", "a3eda080", "a4f4908080", "a1c3", "a2c0af"]) func text_invalidUTF8_isRefused(_ hex: String) throws {
        let bytes = try #require(Hex.decode(hex))
        #expect(fault { try Unpacker.unpack(bytes) }?.message.contains("UTF-8") == true)
        #expect(fault { try String(packed: bytes) }?.message.contains("UTF-8") == true)
    }

    @Test func typedReads_ofAnotherType_faultAndSayWhatWasExpected() throws {
        let bytes = [0xc0] as [UInt8]
        #expect(fault { try Bool(packed: bytes) }?.message.contains("expected a boolean, found marker 0xc0") == true)
        #expect(fault { try Int64(packed: bytes) }?.message.contains("expected an integer") == true)
        #expect(fault { try Double(packed: bytes) } != nil)
        #expect(fault { try String(packed: bytes) }?.message.contains("expected a string") == true)
        #expect(fault { try Blob(packed: bytes) }?.message.contains("expected bytes") == true)
        #expect(fault { try [Int](packed: bytes) }?.message.contains("expected an array") == true)
        #expect(fault { try Position(packed: [0x91, 0x01]) }?.message.contains("three parts") == true)
        #expect(fault { try Iden(packed: [0xc4, 0x01, 0x00]) }?.message.contains("16 bytes") == true)
        #expect(fault { try Digest(packed: [0xc4, 0x01, 0x00]) }?.message.contains("32 bytes") == true)
    }

    @Test func integers_outsideOfTheirType_areRefused() {
        #expect(fault { try Int64(packed: UInt64.max.packed) }?.message.contains("64 signed bits") == true)
        #expect(fault { try UInt64(packed: Int64(-1).packed) }?.message.contains("negative") == true)
    }

    @Test func doubles_acceptIntegers() throws {
        #expect(try Double(packed: Int64(-3).packed) == -3)
        #expect(try Double(packed: UInt64.max.packed) == Double(UInt64.max))
    }

    @Test func everyPackable_roundTrips() throws {
        let position = Position(term: Term(3), index: Index(.max), hash: try #require(Digest(bytes: (0..<32).map { UInt8($0) })))
        #expect(try Position(packed: position.packed) == position)
        #expect(try Iden(packed: Iden(high: 1, low: .max).packed) == Iden(high: 1, low: .max))
        #expect(try Timestamp(packed: Timestamp(milliseconds: -5).packed) == Timestamp(milliseconds: -5))
        #expect(try [String?](packed: ["a", nil].packed) == ["a", nil])
        #expect(try Blob(packed: Blob([1, 2]).packed) == Blob([1, 2]))
        #expect(try [[Int]](packed: [[1], [], [2, 3]].packed) == [[1], [], [2, 3]])
        #expect(try Double(packed: 0.1.packed) == 0.1)
        #expect(try Bool(packed: true.packed))
    }

    @Test func range_readsOnlyWhatItCovers() throws {
        var unpacker = Unpacker([0x01, 0x02, 0x03], in: 1..<2)
        #expect(try unpacker.uint() == 2)
        #expect(unpacker.isAtEnd)
        #expect(fault { try unpacker.uint() }?.code == .badData)
    }

    @Test func packedValue_keepsTheBytes() throws {
        let value = Value.object(["a": .array([1, 2]), "b": "c"])
        var unpacker = Unpacker(value.packed + [0x07])
        #expect(try unpacker.packedValue() == value.packed)
        #expect(try unpacker.uint() == 7)
        var packer = Packer()
        packer.appendPacked(value.packed)
        #expect(packer.bytes == value.packed)
    }
}
