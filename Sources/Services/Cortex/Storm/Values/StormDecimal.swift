import Model

/// A decimal number as the reference computes with it: digits times ten to a power, where `1.50` keeps its last zero.
///
/// Results have at most ``digitsMax`` digits, rounded to the nearest, halves to even.
struct StormDecimal: Sendable {
    /// The precision of the reference.
    static let digitsMax = 49
    /// Bound of exponents, so that a short text cannot ask for gigabytes of digits.
    static let exponentMax = 5000

    let coefficient: BigInteger
    let exponent: Int

    init(_ coefficient: BigInteger, exponent: Int = 0) {
        self.coefficient = coefficient
        self.exponent = exponent
    }

    /// The number that `text` writes; nil for anything else.
    init?(_ text: some StringProtocol) {
        var rest = Substring(text)
        while rest.first == " " || rest.first == "\n" || rest.first == "\t" { rest.removeFirst() }
        while rest.last == " " || rest.last == "\n" || rest.last == "\t" { rest.removeLast() }
        var isNegative = false
        if rest.first == "-" || rest.first == "+" { isNegative = rest.removeFirst() == "-" }
        var exponent = 0
        if let position = rest.firstIndex(where: { $0 == "e" || $0 == "E" }) {
            guard let power = Int(rest[rest.index(after: position)...]), abs(power) <= Self.exponentMax else { return nil }
            exponent = power
            rest = rest[..<position]
        }
        let parts = rest.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let fraction = parts.count == 2 ? parts[1] : ""
        guard let whole = parts.first, let coefficient = BigInteger(String(whole + fraction)) else { return nil }
        self.init(isNegative ? -coefficient : coefficient, exponent: exponent - fraction.utf8.count)
        guard self.exponent >= -Self.exponentMax else { return nil }
        self = rounded
    }

    /// The decimal that the shortest text of `number` writes; nil for what is not finite.
    init?(_ number: Double) { self.init(PythonNumber.text(number)) }

    private var digitCount: Int { coefficient.magnitude.description.utf8.count }

    /// At most ``digitsMax`` digits.
    private var rounded: StormDecimal {
        let surplus = digitCount - Self.digitsMax
        guard surplus > 0 else { return self }
        let (quotient, remainder) = Self.divide(coefficient.magnitude, Self.powerOfTen(surplus))
        let half = Self.powerOfTen(surplus) * BigInteger(5 as Int64)
        let tenfold = remainder * BigInteger(10 as Int64)
        let isOdd = !Self.divide(quotient, BigInteger(2 as Int64)).remainder.isZero
        let up = half < tenfold || (half == tenfold && isOdd)
        let magnitude = up ? quotient + BigInteger(1 as Int64) : quotient
        return StormDecimal(coefficient.isNegative ? -magnitude : magnitude, exponent: exponent + surplus).rounded
    }

    static func powerOfTen(_ exponent: Int) -> BigInteger {
        var result = BigInteger(1 as Int64)
        var base = BigInteger(10 as Int64)
        var rest = exponent
        while rest > 0 {
            if rest & 1 == 1 { result = result * base }
            rest >>= 1
            if rest > 0 { base = base * base }
        }
        return result
    }

    private static func divide(_ left: BigInteger, _ right: BigInteger) -> (quotient: BigInteger, remainder: BigInteger) {
        left.quotientAndRemainder(dividingBy: right) ?? (BigInteger(0 as Int64), left)
    }

    /// The coefficient at an exponent that is not above this one's.
    private func scaled(to exponent: Int) -> BigInteger {
        self.exponent == exponent ? coefficient : coefficient * Self.powerOfTen(self.exponent - exponent)
    }

    /// The whole part, towards zero.
    var truncated: BigInteger {
        exponent >= 0 ? scaled(to: 0) : Self.divide(coefficient, Self.powerOfTen(-exponent)).quotient
    }

    var isZero: Bool { coefficient.isZero }

    var double: Double { PythonNumber.float(description) ?? 0 }

    static func + (left: StormDecimal, right: StormDecimal) -> StormDecimal {
        let exponent = min(left.exponent, right.exponent)
        return StormDecimal(left.scaled(to: exponent) + right.scaled(to: exponent), exponent: exponent).rounded
    }

    static prefix func - (number: StormDecimal) -> StormDecimal { StormDecimal(-number.coefficient, exponent: number.exponent) }

    static func * (left: StormDecimal, right: StormDecimal) -> StormDecimal {
        StormDecimal(left.coefficient * right.coefficient, exponent: left.exponent + right.exponent).rounded
    }

    /// Nil for a zero divisor.
    func divided(by divisor: StormDecimal) -> StormDecimal? {
        guard !divisor.isZero else { return nil }
        let ideal = exponent - divisor.exponent
        if isZero { return StormDecimal(coefficient, exponent: ideal) }
        let shift = max(0, divisor.digitCount - digitCount + Self.digitsMax + 1)
        var (quotient, remainder) = Self.divide(coefficient.magnitude * Self.powerOfTen(shift), divisor.coefficient.magnitude)
        var power = ideal - shift
        let ten = BigInteger(10 as Int64)
        if remainder.isZero {
            while power < ideal {
                let (shorter, last) = Self.divide(quotient, ten)
                guard last.isZero else { break }
                quotient = shorter
                power += 1
            }
        } else if Self.divide(quotient, BigInteger(5 as Int64)).remainder.isZero {
            // What was cut is not nothing: it must not look like exactly half when digits are cut next.
            quotient = quotient + BigInteger(1 as Int64)
        }
        let isNegative = coefficient.isNegative != divisor.coefficient.isNegative
        return StormDecimal(isNegative ? -quotient : quotient, exponent: power).rounded
    }

    /// The remainder with the sign of this number; nil for a zero divisor.
    func remainder(by divisor: StormDecimal) -> StormDecimal? {
        guard !divisor.isZero else { return nil }
        let exponent = min(exponent, divisor.exponent)
        let rest = Self.divide(scaled(to: exponent), divisor.scaled(to: exponent)).remainder
        return StormDecimal(rest, exponent: exponent)
    }

    static func < (left: StormDecimal, right: StormDecimal) -> Bool {
        let exponent = min(left.exponent, right.exponent)
        return left.scaled(to: exponent) < right.scaled(to: exponent)
    }

    static func == (left: StormDecimal, right: StormDecimal) -> Bool {
        let exponent = min(left.exponent, right.exponent)
        return left.scaled(to: exponent) == right.scaled(to: exponent)
    }

    /// The number times ten to a power; nil beyond the bound.
    func scaled(by power: Int) -> StormDecimal? {
        let (sum, overflow) = exponent.addingReportingOverflow(power)
        return overflow || abs(sum) > Self.exponentMax ? nil : StormDecimal(coefficient, exponent: sum)
    }

    /// As Python writes it: `1.50`, `7E+2`.
    var description: String {
        let digits = coefficient.magnitude.description
        let sign = coefficient.isNegative ? "-" : ""
        let left = exponent + digits.utf8.count
        let place = exponent <= 0 && left > -6 ? left : 1
        let whole: String
        let fraction: String
        if place <= 0 {
            (whole, fraction) = ("0", "." + String(repeating: "0", count: -place) + digits)
        } else if place >= digits.utf8.count {
            (whole, fraction) = (digits + String(repeating: "0", count: place - digits.utf8.count), "")
        } else {
            (whole, fraction) = (String(digits.prefix(place)), "." + digits.dropFirst(place))
        }
        let power = left - place
        return sign + whole + fraction + (power == 0 ? "" : "E\(power < 0 ? "-" : "+")\(power.magnitude)")
    }
}
