import Kernel
import Model

/// A number of any kind, for arithmetic and comparison.
enum StormNumber {
    case int(Int64)
    case big(BigInteger)
    case float(Double)
    case decimal(StormDecimal)

    /// Nil for what is no number. Booleans count as 0 and 1.
    init?(_ value: StormValue) {
        switch value {
        case .int(let number): self = .int(number)
        case .big(let number): self = .big(number)
        case .float(let number): self = .float(number)
        case .bool(let flag): self = .int(flag ? 1 : 0)
        case .object(let object):
            guard let number = object as? DecimalObject else { return nil }
            self = .decimal(number.number)
        default: return nil
        }
    }

    /// The number that an expression takes a value for: text with a point and floating point numbers as decimals, everything else as an
    /// integer. Throws `BadCast`.
    init(casting value: StormValue) throws {
        switch value {
        case .int(let number): self = .int(number)
        case .object(let object):
            if let number = object as? DecimalObject { self = .decimal(number.number) } else { self = .integer(try value.toInteger()) }
        case .float(let number):
            guard let decimal = StormDecimal(number) else { throw value.badNumber }
            self = .decimal(decimal)
        case .string(let text) where text.utf8.contains(UInt8(ascii: ".")):
            guard let decimal = StormDecimal(text) else { throw value.badNumber }
            self = .decimal(decimal)
        default: self = .integer(try value.toInteger())
        }
    }

    /// The one form of an integer.
    static func integer(_ number: BigInteger) -> StormNumber { number.int64.map(StormNumber.int) ?? .big(number) }

    var value: StormValue {
        switch self {
        case .int(let number): .int(number)
        case .big(let number): .integer(number)
        case .float(let number): .float(number)
        case .decimal(let number): .object(DecimalObject(number))
        }
    }

    var double: Double {
        switch self {
        case .int(let number): Double(number)
        case .big(let number): number.double
        case .float(let number): number
        case .decimal(let number): number.double
        }
    }

    var big: BigInteger? {
        switch self {
        case .int(let number): BigInteger(number)
        case .big(let number): number
        case .float, .decimal: nil
        }
    }

    /// As a decimal; nil for what is not finite.
    var decimal: StormDecimal? {
        switch self {
        case .int(let number): StormDecimal(BigInteger(number))
        case .big(let number): StormDecimal(number)
        case .float(let number): StormDecimal(number)
        case .decimal(let number): number
        }
    }

    private var isFloat: Bool { if case .float = self { true } else { false } }

    static func == (left: StormNumber, right: StormNumber) -> Bool {
        if case .int(let one) = left, case .int(let other) = right { return one == other }
        if let one = left.big, let other = right.big { return one == other }
        if !left.isFloat, !right.isFloat, let one = left.decimal, let other = right.decimal { return one == other }
        return left.double == right.double
    }

    static func < (left: StormNumber, right: StormNumber) -> Bool {
        if case .int(let one) = left, case .int(let other) = right { return one < other }
        if let one = left.big, let other = right.big { return one < other }
        if !left.isFloat, !right.isFloat, let one = left.decimal, let other = right.decimal { return one < other }
        return left.double < right.double
    }
}

extension StormValue {
    var badNumber: Fault { Fault(.badCast, "Failed to make number from \(quoted)") }
}

/// Arithmetic as the reference does it: exact for integers, rounding down in their division, decimal as soon as a decimal is involved.
enum Arithmetic {
    /// The largest integer that a power may make, in bits: multiplying larger ones takes long.
    private static let powerBitsMax = 16_384

    static func add(_ left: StormNumber, _ right: StormNumber) throws -> StormNumber {
        if let one = left.big, let other = right.big { return .integer(one + other) }
        let (one, other) = try decimals(left, right)
        return .decimal(one + other)
    }

    static func subtract(_ left: StormNumber, _ right: StormNumber) throws -> StormNumber {
        if let one = left.big, let other = right.big { return .integer(one - other) }
        let (one, other) = try decimals(left, right)
        return .decimal(one + -other)
    }

    static func multiply(_ left: StormNumber, _ right: StormNumber) throws -> StormNumber {
        if let one = left.big, let other = right.big { return .integer(try bounded(one * other)) }
        let (one, other) = try decimals(left, right)
        return .decimal(one * other)
    }

    static func divide(_ left: StormNumber, _ right: StormNumber) throws -> StormNumber {
        if let one = left.big, let other = right.big { return .integer(try divideDown(one, other).quotient) }
        let (one, other) = try decimals(left, right)
        guard let quotient = one.divided(by: other) else { throw divisionByZero }
        return .decimal(quotient)
    }

    static func modulo(_ left: StormNumber, _ right: StormNumber) throws -> StormNumber {
        if let one = left.big, let other = right.big { return .integer(try divideDown(one, other).remainder) }
        let (one, other) = try decimals(left, right)
        guard let remainder = one.remainder(by: other) else { throw divisionByZero }
        return .decimal(remainder)
    }

    static func power(_ left: StormNumber, _ right: StormNumber) throws -> StormValue {
        if let base = left.big, let exponent = right.big {
            guard let count = exponent.int64 else { throw tooLarge }
            if count < 0 {
                if base.isZero { throw divisionByZero }
                return .float(1 / power(base.double, -Double(count)))
            }
            return .integer(try power(base, Int(count)))
        }
        let (base, exponent) = try decimals(left, right)
        if StormDecimal(exponent.truncated) == exponent, let count = exponent.truncated.int64, abs(count) <= Int64(powerBitsMax) {
            var result = StormDecimal(BigInteger(1 as Int64))
            for _ in 0..<abs(count) { result = result * base }
            if count >= 0 { return .object(DecimalObject(result)) }
            guard let inverse = StormDecimal(BigInteger(1 as Int64)).divided(by: result) else { throw divisionByZero }
            return .object(DecimalObject(inverse))
        }
        guard let number = StormDecimal(power(base.double, exponent.double)) else { throw tooLarge }
        return .object(DecimalObject(number))
    }

    private static func power(_ base: BigInteger, _ exponent: Int) throws -> BigInteger {
        var result = BigInteger(1 as Int64)
        var base = base
        var rest = exponent
        while rest > 0 {
            if rest & 1 == 1 { result = try bounded(result * base) }
            rest >>= 1
            if rest > 0 { base = try bounded(base * base) }
        }
        return result
    }

    private static func power(_ base: Double, _ exponent: Double) -> Double {
        // Whole exponents exactly; others by the series of the logarithm, which the standard library has not without the C library.
        if exponent == exponent.rounded(), abs(exponent) < 4096 {
            var result = 1.0
            for _ in 0..<Int(abs(exponent)) { result *= base }
            return exponent < 0 ? 1 / result : result
        }
        return .nan
    }

    private static func bounded(_ number: BigInteger) throws -> BigInteger {
        guard number.magnitude.bigEndianBytes(count: powerBitsMax / 8) != nil else { throw tooLarge }
        return number
    }

    private static let tooLarge = Fault(
        .limit, "the result has more than \(powerBitsMax) bits", advice: "Compute with smaller numbers")

    /// Quotient towards minus infinity, remainder with the sign of the divisor.
    private static func divideDown(_ left: BigInteger, _ right: BigInteger) throws -> (quotient: BigInteger, remainder: BigInteger) {
        guard let (quotient, remainder) = left.quotientAndRemainder(dividingBy: right) else { throw divisionByZero }
        if remainder.isZero || remainder.isNegative == right.isNegative { return (quotient, remainder) }
        return (quotient - BigInteger(1 as Int64), remainder + right)
    }

    private static func decimals(_ left: StormNumber, _ right: StormNumber) throws -> (StormDecimal, StormDecimal) {
        guard let one = left.decimal, let other = right.decimal else {
            throw Fault(.badCast, "Failed to make number from \(left.double) and \(right.double)")
        }
        return (one, other)
    }

    private static let divisionByZero = Fault(.stormRuntime, "Cannot divide by zero")
}
