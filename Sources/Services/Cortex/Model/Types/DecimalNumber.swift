/// A decimal number of up to 49 digits: coefficient times ten to the exponent, without zeros at the end of the coefficient.
struct DecimalNumber: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Digits after which the reference's decimal context rounds.
    static let digitsMax = 49
    /// Bound of the written exponent, so that a short text cannot ask for gigabytes of zeros.
    static let exponentMax = 400

    private static let limit = BigInteger.powerOfTen(digitsMax)

    let coefficient: BigInteger
    let exponent: Int

    init(_ coefficient: BigInteger, exponent: Int = 0) {
        var coefficient = coefficient
        var exponent = exponent
        while coefficient.magnitude >= Self.limit {
            let (quotient, _) = coefficient.dividedByTen
            coefficient = quotient.magnitude < Self.limit ? Self.rounded(coefficient) : quotient
            exponent += 1
        }
        while !coefficient.isZero {
            let (quotient, remainder) = coefficient.dividedByTen
            guard remainder == 0 else { break }
            coefficient = quotient
            exponent += 1
        }
        self.coefficient = coefficient
        self.exponent = coefficient.isZero ? 0 : exponent
    }

    /// A tenth, rounded to the nearest, halves to even.
    private static func rounded(_ number: BigInteger) -> BigInteger {
        let (quotient, last) = number.dividedByTen
        let isOdd = !(quotient.quotientAndRemainder(dividingBy: BigInteger(UInt64(2)))?.remainder.isZero ?? true)
        guard last > 5 || (last == 5 && isOdd) else { return quotient }
        return number.isNegative ? quotient - BigInteger(UInt64(1)) : quotient + BigInteger(UInt64(1))
    }

    /// The number that `text` writes: sign, digits with an optional point, optional exponent. Nil for anything else.
    init?(_ text: some StringProtocol) {
        var rest = Substring(text)
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
        guard let coefficient = BigInteger(String(parts[0] + fraction)) else { return nil }
        self.init(isNegative ? -coefficient : coefficient, exponent: exponent - fraction.utf8.count)
    }

    static func * (left: DecimalNumber, right: DecimalNumber) -> DecimalNumber {
        DecimalNumber(left.coefficient * right.coefficient, exponent: left.exponent + right.exponent)
    }

    static func + (left: DecimalNumber, right: DecimalNumber) -> DecimalNumber {
        let exponent = min(left.exponent, right.exponent)
        return DecimalNumber(left.scaled(to: exponent) + right.scaled(to: exponent), exponent: exponent)
    }

    /// The remainder of dividing by `modulus`, between zero and it.
    func modulo(_ modulus: DecimalNumber) -> DecimalNumber {
        let exponent = min(exponent, modulus.exponent)
        guard let (_, remainder) = scaled(to: exponent).quotientAndRemainder(dividingBy: modulus.scaled(to: exponent)) else { return self }
        let result = DecimalNumber(remainder, exponent: exponent)
        return remainder.isNegative ? result + modulus : result
    }

    /// The coefficient at a smaller exponent; digits beyond it are cut where `exponent` is larger.
    func scaled(to exponent: Int) -> BigInteger {
        let shift = self.exponent - exponent
        if shift >= 0 { return coefficient * BigInteger.powerOfTen(shift) }
        return coefficient.quotientAndRemainder(dividingBy: BigInteger.powerOfTen(-shift))?.quotient ?? coefficient
    }

    static func < (left: DecimalNumber, right: DecimalNumber) -> Bool {
        let exponent = min(left.exponent, right.exponent)
        return left.scaled(to: exponent) < right.scaled(to: exponent)
    }

    /// Positional, without an exponent and without zeros at the end.
    var description: String {
        let digits = coefficient.magnitude.description
        let sign = coefficient.isNegative ? "-" : ""
        if exponent >= 0 { return sign + (coefficient.isZero ? "0" : digits + String(repeating: "0", count: exponent)) }
        let fraction = -exponent
        if digits.utf8.count <= fraction { return sign + "0." + String(repeating: "0", count: fraction - digits.utf8.count) + digits }
        return sign + digits.dropLast(fraction) + "." + digits.suffix(fraction)
    }
}
