/// An integer of any size, for what does not fit in 64 bits: hexadecimal text, addresses of 128 bits, scaled decimals.
///
/// Sign and magnitude, 32-bit limbs, least significant first. Schoolbook arithmetic: the numbers here have tens of digits, not thousands.
public struct BigInteger: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The most digits that `init(_:radix:)` reads: text that a user can send must not cost quadratic time without end.
    static let digitsMax = 4300

    public private(set) var isNegative: Bool
    private var limbs: [UInt32]

    private init(isNegative: Bool, limbs: [UInt32]) {
        var limbs = limbs
        while limbs.last == 0 { limbs.removeLast() }
        self.limbs = limbs
        self.isNegative = isNegative && !limbs.isEmpty
    }

    public init(_ number: Int64) {
        self.init(isNegative: number < 0, magnitude: number.magnitude)
    }

    public init(_ number: UInt64) {
        self.init(isNegative: false, magnitude: number)
    }

    private init(isNegative: Bool, magnitude: UInt64) {
        self.init(isNegative: isNegative, limbs: [UInt32(truncatingIfNeeded: magnitude), UInt32(truncatingIfNeeded: magnitude >> 32)])
    }

    /// The unsigned number with these big-endian bytes.
    public init(bigEndian bytes: some BidirectionalCollection<UInt8>) {
        var limbs: [UInt32] = []
        var shift: UInt32 = 0
        for byte in bytes.reversed() {
            if shift == 0 { limbs.append(0) }
            limbs[limbs.count - 1] |= UInt32(byte) << shift
            shift = (shift + 8) % 32
        }
        self.init(isNegative: false, limbs: limbs)
    }

    /// The number that `text` writes in `radix` (2 to 16), digits only; nil for anything else or for more than ``digitsMax`` digits.
    public init?(_ text: some StringProtocol, radix: Int = 10) {
        let digits = text.utf8
        guard !digits.isEmpty, digits.count <= Self.digitsMax else { return nil }
        var number = BigInteger(isNegative: false, limbs: [])
        for character in digits {
            guard let digit = Self.digit(character), digit < radix else { return nil }
            number.multiplyAndAdd(UInt32(radix), UInt32(digit))
        }
        self = number
    }

    private static func digit(_ character: UInt8) -> Int? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(character) - 48
        case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(character) - 87
        case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(character) - 55
        default: nil
        }
    }

    private mutating func multiplyAndAdd(_ factor: UInt32, _ summand: UInt32) {
        var carry = UInt64(summand)
        for position in limbs.indices {
            let product = UInt64(limbs[position]) * UInt64(factor) + carry
            limbs[position] = UInt32(truncatingIfNeeded: product)
            carry = product >> 32
        }
        if carry > 0 { limbs.append(UInt32(carry)) }
    }

    /// Divides the magnitude by `divisor` and gives the remainder.
    private mutating func divide(bySmall divisor: UInt32) -> UInt32 {
        var remainder: UInt64 = 0
        for position in limbs.indices.reversed() {
            let part = remainder << 32 | UInt64(limbs[position])
            limbs[position] = UInt32(truncatingIfNeeded: part / UInt64(divisor))
            remainder = part % UInt64(divisor)
        }
        self = BigInteger(isNegative: isNegative, limbs: limbs)
        return UInt32(remainder)
    }

    /// Whether this is 0.
    public var isZero: Bool { limbs.isEmpty }

    /// The number without its sign.
    public var magnitude: BigInteger { BigInteger(isNegative: false, limbs: limbs) }

    /// This number as 64 signed bits; nil if it does not fit.
    public var int64: Int64? {
        guard limbs.count <= 2 else { return nil }
        let magnitude = limbs.enumerated().reduce(UInt64(0)) { $0 | UInt64($1.element) << (32 * UInt64($1.offset)) }
        if isNegative { return magnitude <= UInt64(Int64.max) + 1 ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil }
        return Int64(exactly: magnitude)
    }

    /// The nearest floating point number.
    public var double: Double {
        let value = limbs.reversed().reduce(0.0) { $0 * 4_294_967_296 + Double($1) }
        return isNegative ? -value : value
    }

    /// The magnitude as exactly `count` big-endian bytes; nil if it is larger.
    public func bigEndianBytes(count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        for (position, limb) in limbs.enumerated() {
            for part in 0..<4 {
                let byte = UInt8(truncatingIfNeeded: limb >> UInt32(8 * part))
                let target = count - 1 - (position * 4 + part)
                if target >= 0 { bytes[target] = byte } else if byte != 0 { return nil }
            }
        }
        return bytes
    }

    public var description: String {
        guard !limbs.isEmpty else { return "0" }
        var rest = self
        var groups: [UInt32] = []
        while !rest.limbs.isEmpty { groups.append(rest.divide(bySmall: 1_000_000_000)) }
        var text = isNegative ? "-" : ""
        for (position, group) in groups.reversed().enumerated() {
            let digits = String(group)
            if position > 0 { text += String(repeating: "0", count: 9 - digits.count) }
            text += digits
        }
        return text
    }

    public static func < (left: BigInteger, right: BigInteger) -> Bool {
        if left.isNegative != right.isNegative { return left.isNegative }
        return left.isNegative ? compare(right.limbs, left.limbs) < 0 : compare(left.limbs, right.limbs) < 0
    }

    private static func compare(_ left: [UInt32], _ right: [UInt32]) -> Int {
        if left.count != right.count { return left.count < right.count ? -1 : 1 }
        for position in left.indices.reversed() where left[position] != right[position] {
            return left[position] < right[position] ? -1 : 1
        }
        return 0
    }

    /// The same number with the other sign.
    public static prefix func - (number: BigInteger) -> BigInteger {
        BigInteger(isNegative: !number.isNegative, limbs: number.limbs)
    }

    /// The exact sum.
    public static func + (left: BigInteger, right: BigInteger) -> BigInteger {
        if left.isNegative == right.isNegative {
            return BigInteger(isNegative: left.isNegative, limbs: sum(left.limbs, right.limbs))
        }
        if compare(left.limbs, right.limbs) >= 0 {
            return BigInteger(isNegative: left.isNegative, limbs: difference(left.limbs, right.limbs))
        }
        return BigInteger(isNegative: right.isNegative, limbs: difference(right.limbs, left.limbs))
    }

    /// The exact difference.
    public static func - (left: BigInteger, right: BigInteger) -> BigInteger { left + -right }

    private static func sum(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
        var result: [UInt32] = []
        var carry: UInt64 = 0
        for position in 0..<max(left.count, right.count) {
            carry += UInt64(position < left.count ? left[position] : 0) + UInt64(position < right.count ? right[position] : 0)
            result.append(UInt32(truncatingIfNeeded: carry))
            carry >>= 32
        }
        if carry > 0 { result.append(UInt32(carry)) }
        return result
    }

    /// `left` minus `right`, where `left` is not smaller.
    private static func difference(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
        var result: [UInt32] = []
        var borrow: Int64 = 0
        for position in left.indices {
            var part = Int64(left[position]) - borrow - Int64(position < right.count ? right[position] : 0)
            borrow = part < 0 ? 1 : 0
            if part < 0 { part += 1 << 32 }
            result.append(UInt32(truncatingIfNeeded: part))
        }
        return result
    }

    /// The exact product.
    public static func * (left: BigInteger, right: BigInteger) -> BigInteger {
        var result = [UInt32](repeating: 0, count: left.limbs.count + right.limbs.count)
        for (position, limb) in left.limbs.enumerated() {
            var carry: UInt64 = 0
            for (offset, factor) in right.limbs.enumerated() {
                carry += UInt64(limb) * UInt64(factor) + UInt64(result[position + offset])
                result[position + offset] = UInt32(truncatingIfNeeded: carry)
                carry >>= 32
            }
            result[position + right.limbs.count] = UInt32(carry)
        }
        return BigInteger(isNegative: left.isNegative != right.isNegative, limbs: result)
    }

    /// Quotient towards zero, and remainder with the sign of this number. Nil for a zero divisor.
    public func quotientAndRemainder(dividingBy divisor: BigInteger) -> (quotient: BigInteger, remainder: BigInteger)? {
        guard !divisor.isZero else { return nil }
        var quotient = [UInt32](repeating: 0, count: limbs.count)
        var rest: [UInt32] = []
        for position in limbs.indices.reversed() {
            for bit in (0..<32).reversed() {
                Self.shiftLeft(&rest, adding: limbs[position] >> UInt32(bit) & 1)
                if Self.compare(rest, divisor.limbs) >= 0 {
                    rest = BigInteger(isNegative: false, limbs: Self.difference(rest, divisor.limbs)).limbs
                    quotient[position] |= 1 << UInt32(bit)
                }
            }
        }
        return (
            BigInteger(isNegative: isNegative != divisor.isNegative, limbs: quotient),
            BigInteger(isNegative: isNegative, limbs: rest)
        )
    }

    private static func shiftLeft(_ limbs: inout [UInt32], adding bit: UInt32) {
        var carry = bit
        for position in limbs.indices {
            let next = limbs[position] >> 31
            limbs[position] = limbs[position] << 1 | carry
            carry = next
        }
        if carry > 0 { limbs.append(carry) }
    }

    /// A tenth towards zero, and the magnitude of the last digit.
    var dividedByTen: (quotient: BigInteger, last: UInt32) {
        var quotient = self
        let last = quotient.divide(bySmall: 10)
        return (quotient, last)
    }

    private static let powersOfTen: [BigInteger] = (0...64).map(makePowerOfTen)

    /// Ten to the power of `exponent`.
    static func powerOfTen(_ exponent: Int) -> BigInteger {
        exponent < powersOfTen.count ? powersOfTen[exponent] : makePowerOfTen(exponent)
    }

    private static func makePowerOfTen(_ exponent: Int) -> BigInteger {
        var number = BigInteger(UInt64(1))
        for _ in 0..<exponent { number.multiplyAndAdd(10, 0) }
        return number
    }
}
