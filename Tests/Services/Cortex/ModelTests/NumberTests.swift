import Kernel
@testable import Model
import Testing

@Test func bigInteger_arithmetic_agreesWithMachineIntegers() {
    let samples: [Int64] = [0, 1, -1, 9, -10, 4_294_967_295, 4_294_967_296, -4_294_967_297, 999_999_999_999, -77]
    for one in samples {
        for other in samples {
            let (left, right) = (BigInteger(one), BigInteger(other))
            #expect((left + right).int64 == one + other)
            #expect((left - right).int64 == one - other)
            #expect((left < right) == (one < other))
            if let product = Int64(exactly: Int128(one) * Int128(other)) { #expect((left * right).int64 == product) }
            guard other != 0 else { continue }
            let parts = left.quotientAndRemainder(dividingBy: right)
            #expect(parts?.quotient.int64 == one / other)
            #expect(parts?.remainder.int64 == one % other)
        }
    }
    #expect(BigInteger(Int64(1)).quotientAndRemainder(dividingBy: BigInteger(Int64(0))) == nil)
}

@Test func bigInteger_text_roundTripsBeyond64Bits() {
    let text = "170141183460469231731687303715884105727"
    #expect(BigInteger(text)?.description == text)
    #expect(BigInteger("7fffffffffffffffffffffffffffffff", radix: 16)?.description == text)
    #expect(BigInteger(text)?.bigEndianBytes(count: 16)?.first == 0x7f)
    #expect(BigInteger(text)?.bigEndianBytes(count: 15) == nil)
    #expect(BigInteger(text)?.int64 == nil)
    #expect(BigInteger(Int64.min).int64 == .min)
    #expect((BigInteger(Int64.min) - BigInteger(Int64(1))).int64 == nil)
    #expect(BigInteger("12x") == nil)
    #expect(BigInteger(String(repeating: "9", count: 5000)) == nil)
}

@Test func floatText_isTheShortestInTheFormOfTheReference() {
    let expected: [(Double, String)] = [
        (1, "1.0"), (0.1, "0.1"), (-2.5, "-2.5"), (1e16, "1e+16"),
        (123_456_789_012_345_680, "1.2345678901234568e+17"), (1e15, "1000000000000000.0"),
        (0.0001, "0.0001"), (0.00001, "1e-05"), (1.5e-7, "1.5e-07"), (1e300, "1e+300"),
        (.infinity, "inf"), (-0.0, "-0.0"), (5000, "5000.0"),
    ]
    for (number, text) in expected { #expect(FloatText.shortest(number) == text) }
}

@Test func packing_integers_areShortest() throws {
    let expected: [(ModelValue, [UInt8])] = [
        (0, [0]), (127, [0x7f]), (128, [0xcc, 0x80]), (-1, [0xff]), (-33, [0xd0, 0xdf]), (65536, [0xce, 0, 1, 0, 0]),
        (-129, [0xd1, 0xff, 0x7f]),
        (.int(.max), [0xcf, 0x7f, 255, 255, 255, 255, 255, 255, 255]),
        (.big(BigInteger(UInt64.max)), [0xcf] + [UInt8](repeating: 255, count: 8)),
        (nil, [0xc0]), (["a": 1], [0x81, 0xa1, 0x61, 1]), (.bytes([1]), [0xc4, 1, 1]), (1.5, [0xcb, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0]),
    ]
    for (value, bytes) in expected { #expect(try CanonicalPacking.pack(value) == bytes) }
    let deep = (0..<200).reduce(ModelValue.null) { value, _ in .list([value]) }
    #expect(throws: Fault.self) { try CanonicalPacking.pack(deep) }
}

@Test func packing_wideIntegers_areExtensions() throws {
    let zeros = [UInt8](repeating: 0, count: 8)
    let power64 = try #require(BigInteger("18446744073709551616"))
    let power127 = try #require(BigInteger("170141183460469231731687303715884105728"))
    let expected: [(BigInteger, [UInt8])] = [
        (power64, [0xc7, 9, 0, 1] + zeros),
        (power127, [0xd8, 0, 0x80] + [UInt8](repeating: 0, count: 15)),
        (BigInteger(Int64.min) - BigInteger(Int64(1)), [0xc7, 9, 1, 0xff, 0x7f] + [UInt8](repeating: 0xff, count: 7)),
        (-power64, [0xc7, 9, 1, 0xff] + zeros),
    ]
    for (number, bytes) in expected { #expect(try CanonicalPacking.pack(.big(number)) == bytes, "\(number)") }
}

@Test func trigonometry_isGoodToTwelveDigits() {
    #expect(abs(Trigonometry.sine(1) - 0.8414709848078965) < 1e-12)
    #expect(abs(Trigonometry.cosine(2.5) + 0.8011436155469337) < 1e-12)
    #expect(abs(Trigonometry.arcSine(0.7) - 0.775397496610753) < 1e-12)
    #expect(abs(Trigonometry.arcSine(1) - .pi / 2) < 1e-9)
}

@Test func punycode_roundTrips() {
    for label in ["bücher", "ドメイン", "münchen", "пример"] {
        #expect(Punycode.encode(label).flatMap { Punycode.decode($0) } == label)
    }
    #expect(Punycode.decode("!!") == nil)
}

@Test func modelText_mistakes_nameTheLine() {
    for text: StaticString in ["nonsense x", "form a:b", "type a:b str {lower", "type a:b str {lower} sometimes", "form a:b str\n  prop"] {
        var model = ModelText()
        do {
            try model.read(text)
            Issue.record("\(text) was read")
        } catch { #expect(error.message.contains("in line")) }
    }
}
