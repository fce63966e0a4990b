import Kernel
import TestSupport

/// Any value, from a seed: every kind, with lengths around the borders of the forms.
enum RandomValue {
    static func make(_ random: SeededRandom, depth: Int = 0) -> Value {
        switch random.below(depth < 4 ? 11 : 8) {
        case 0: .null
        case 1: .bool(random.below(2) == 0)
        case 2: .int(Int64(truncatingIfNeeded: random.next()) >> Int64(random.below(64)))
        case 3: .integer(random.next() >> UInt64(random.below(64)))
        case 4: .float(Double(Int64(truncatingIfNeeded: random.next())) / 1024)
        case 5: .string(String(repeating: ["a", "é", "€", "😀"][random.below(4)], count: [0, 3, 31, 32, 300][random.below(5)]))
        case 6: .bytes(random.bytes([0, 1, 255, 256, 70_000][random.below(5)]))
        case 7: .ext(Int8(random.below(128)), random.bytes([0, 1, 2, 3, 4, 8, 16, 17, 300][random.below(9)]))
        case 8, 9: .array((0..<[0, 1, 15, 16][random.below(4)]).map { _ in make(random, depth: depth + 1) })
        default: .map((0..<[0, 1, 15, 16][random.below(4)]).map { .init(.string("k\($0)"), make(random, depth: depth + 1)) })
        }
    }
}
