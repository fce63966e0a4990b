import Kernel
import MessagePack
import TestSupport
import Testing

/// The shortest form of every kind of value, byte by byte: the first bytes, how many follow, and the value.
private let golden: [(value: Value, bytes: String)] = [
    (.null, "c0"), (false, "c2"), (true, "c3"),
    (0, "00"), (1, "01"), (127, "7f"), (128, "cc80"), (255, "ccff"), (256, "cd0100"), (65535, "cdffff"), (65536, "ce00010000"),
    (4_294_967_295, "ceffffffff"), (4_294_967_296, "cf0000000100000000"), (.int(.max), "cf7fffffffffffffff"),
    (.uint(UInt64(Int64.max) + 1), "cf8000000000000000"), (.uint(.max), "cfffffffffffffffff"),
    (-1, "ff"), (-32, "e0"), (-33, "d0df"), (-128, "d080"), (-129, "d1ff7f"), (-32768, "d18000"), (-32769, "d2ffff7fff"),
    (-2_147_483_648, "d280000000"), (-2_147_483_649, "d3ffffffff7fffffff"), (.int(.min), "d38000000000000000"),
    (.float(0), "cb0000000000000000"), (.float(1.5), "cb3ff8000000000000"), (.float(-.infinity), "cbfff0000000000000"),
    ("", "a0"), ("a", "a161"), ("é", "a2c3a9"), (.string(text(31)), "bf" + letters(31)), (.string(text(32)), "d920" + letters(32)),
    (.string(text(255)), "d9ff" + letters(255)), (.string(text(256)), "da0100" + letters(256)),
    (.string(text(65535)), "daffff" + letters(65535)), (.string(text(65536)), "db00010000" + letters(65536)),
    (.bytes([]), "c400"), (.bytes([0xff]), "c401ff"), (.bytes(zeros(255)), "c4ff" + nulls(255)),
    (.bytes(zeros(256)), "c50100" + nulls(256)),
    (.bytes(zeros(65535)), "c5ffff" + nulls(65535)), (.bytes(zeros(65536)), "c600010000" + nulls(65536)),
    (.array([]), "90"), (.array([1, "a"]), "9201a161"), (.array(ones(15)), "9f" + oneBytes(15)),
    (.array(ones(16)), "dc0010" + oneBytes(16)),
    (.array(ones(65535)), "dcffff" + oneBytes(65535)), (.array(ones(65536)), "dd00010000" + oneBytes(65536)),
    (.map([]), "80"), (.object(["a": 1]), "81a16101"),
    (.map(pairs(15)), "8f" + oneBytes(30)), (.map(pairs(16)), "de0010" + oneBytes(32)),
    (.map(pairs(65535)), "deffff" + oneBytes(131_070)), (.map(pairs(65536)), "df00010000" + oneBytes(131_072)),
    (.ext(5, zeros(1)), "d405" + nulls(1)), (.ext(5, zeros(2)), "d505" + nulls(2)), (.ext(5, zeros(4)), "d605" + nulls(4)),
    (.ext(5, zeros(8)), "d705" + nulls(8)), (.ext(-1, zeros(16)), "d8ff" + nulls(16)), (.ext(5, []), "c70005"),
    (.ext(5, zeros(3)), "c70305" + nulls(3)), (.ext(5, zeros(255)), "c7ff05" + nulls(255)), (.ext(5, zeros(256)), "c8010005" + nulls(256)),
    (.ext(5, zeros(65535)), "c8ffff05" + nulls(65535)), (.ext(5, zeros(65536)), "c90001000005" + nulls(65536)),
]

private func text(_ count: Int) -> String { String(repeating: "a", count: count) }
private func letters(_ count: Int) -> String { String(repeating: "61", count: count) }
private func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
private func nulls(_ count: Int) -> String { String(repeating: "00", count: count) }
private func ones(_ count: Int) -> [Value] { [Value](repeating: 1, count: count) }
private func oneBytes(_ count: Int) -> String { String(repeating: "01", count: count) }
private func pairs(_ count: Int) -> [Value.Entry] { [Value.Entry](repeating: .init(1, 1), count: count) }

@Suite struct GoldenTests {
    @Test func everyValue_hasItsShortestForm_andRoundTrips() throws {
        for (value, hex) in golden {
            let bytes = value.packed
            let name = String(value.json.prefix(40))
            #expect(Hex.encode(bytes) == hex, "packing \(name)")
            #expect(try Unpacker.unpack(bytes) == value, "unpacking \(name)")
            var unpacker = Unpacker(bytes)
            #expect(try unpacker.skip() == 0..<bytes.count, "skipping \(name)")
        }
    }

    @Test func everyValue_cutAtEveryByte_isAFault() throws {
        for (value, _) in golden {
            let bytes = value.packed
            // Each cut of a long value takes as long as the value; the ends matter most.
            let cuts = bytes.count < 600 ? Array(0..<bytes.count) : Array(0..<20) + Array((bytes.count - 20)..<bytes.count)
            for cut in cuts {
                let short = Array(bytes.prefix(cut))
                #expect(fault { try Unpacker.unpack(short) }?.code == .badData)
                var unpacker = Unpacker(short)
                #expect(fault { try unpacker.skip() }?.code == .badData)
            }
        }
    }

    @Test(arguments: [
        ("cc05", Value.int(5)), ("cd0005", 5), ("ce00000005", 5), ("cf0000000000000005", 5), ("d005", 5), ("d10005", 5),
        ("d200000005", 5), ("d30000000000000005", 5), ("d0ff", -1), ("d3ffffffffffffffff", -1), ("ca3fc00000", .float(1.5)),
        ("d90161", "a"), ("da000161", "a"), ("db0000000161", "a"), ("c5000107", .bytes([7])), ("c60000000107", .bytes([7])),
        ("dc000101", .array([1])), ("dd0000000101", .array([1])), ("de00010101", .map([.init(1, 1)])),
        ("df000000010101", .map([.init(1, 1)])),
        ("c8000105aa", .ext(5, [0xaa])), ("c90000000105aa", .ext(5, [0xaa])),
    ]) func longerForms_ofOtherWriters_areRead(_ hex: String, _ value: Value) throws {
        #expect(try Unpacker.unpack(try #require(Hex.decode(hex))) == value)
    }

    @Test func everyMarker_eitherReadsOrFaults_andSkipAgrees() {
        for marker in 0...255 {
            for filler in [0x00, 0x01, 0x61, 0xff] as [UInt8] {
                let bytes = [UInt8(marker)] + [UInt8](repeating: filler, count: 40)
                var reader = Unpacker(bytes)
                var skipper = Unpacker(bytes)
                let read = fault { try reader.value() }
                let skipped = fault { try skipper.skip() }
                if read == nil {
                    #expect(skipped == nil, "marker \(marker)")
                    #expect(reader.position == skipper.position, "marker \(marker)")
                }
            }
        }
        #expect(fault { try Unpacker.unpack([0xc1]) }?.message.contains("0xc1") == true)
    }
}
