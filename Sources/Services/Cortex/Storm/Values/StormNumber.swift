import Model

/// A number of any kind, for arithmetic and comparison.
enum StormNumber {
    case int(Int64)
    case big(BigInteger)
    case float(Double)

    /// Nil for what is no number. Booleans count as 0 and 1.
    init?(_ value: StormValue) {
        switch value {
        case .int(let number): self = .int(number)
        case .big(let number): self = .big(number)
        case .float(let number): self = .float(number)
        case .bool(let flag): self = .int(flag ? 1 : 0)
        default: return nil
        }
    }

    var value: StormValue {
        switch self {
        case .int(let number): .int(number)
        case .big(let number): .integer(number)
        case .float(let number): .float(number)
        }
    }

    var double: Double {
        switch self {
        case .int(let number): Double(number)
        case .big(let number): number.double
        case .float(let number): number
        }
    }

    var big: BigInteger? {
        switch self {
        case .int(let number): BigInteger(number)
        case .big(let number): number
        case .float: nil
        }
    }

    static func == (left: StormNumber, right: StormNumber) -> Bool {
        if case .int(let one) = left, case .int(let other) = right { return one == other }
        if let one = left.big, let other = right.big { return one == other }
        return left.double == right.double
    }

    static func < (left: StormNumber, right: StormNumber) -> Bool {
        if case .int(let one) = left, case .int(let other) = right { return one < other }
        if let one = left.big, let other = right.big { return one < other }
        return left.double < right.double
    }
}
