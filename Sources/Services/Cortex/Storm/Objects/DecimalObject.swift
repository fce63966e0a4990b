import Kernel
import Model

/// A decimal number: `(1.5)`, `$lib.math.number("1.50")`.
public final class DecimalObject: StormObject {
    /// The methods of `number`: scaling, rounding and conversion.
    public static let type = StormObjectType(
        "number", help: "A decimal number of up to 49 digits.",
        methods: [
            StormFunction("scaleb", ["other"], help: "Gives the number times ten to the power of `other`.") { call in
                let number = try call.subject(as: DecimalObject.self).number
                guard let scaled = number.scaled(by: try call.int(0)) else {
                    throw Fault(.badArgument, "the exponent is larger than \(StormDecimal.exponentMax)")
                }
                return .object(DecimalObject(scaled))
            },
            StormFunction(
                "toint", [.optional("rounding", .null)], help: "Gives the whole part, or the number rounded in the way named."
            ) { call in
                let number = try call.subject(as: DecimalObject.self).number
                guard let name = try call.optionalText(0) else { return .integer(number.truncated) }
                guard let rounding = DecimalRounding(rawValue: name) else {
                    throw Fault(
                        .stormRuntime, "Error rounding number: invalid rounding mode", fields: ["rounding": .string(name)],
                        advice: "Use one of \(DecimalRounding.allCases.map(\.rawValue).joined(separator: ", "))")
                }
                return .integer(rounding.round(number))
            },
            StormFunction("tofloat", help: "Gives the nearest floating point number.") { call in
                .float(try call.subject(as: DecimalObject.self).number.double)
            },
            StormFunction("tostr", help: "Gives the number as text.") { call in
                .string(try call.subject(as: DecimalObject.self).number.description)
            },
        ])

    let number: StormDecimal

    init(_ number: StormDecimal) { self.number = number }

    /// The number that a value stands for. Throws `BadCast`.
    public init(_ value: StormValue) throws {
        switch value {
        case .string(let text):
            guard let number = StormDecimal(text) else { throw value.badNumber }
            self.number = number
        case .null, .undefined: throw value.badNumber
        default:
            guard let number = try StormNumber(casting: value).decimal else { throw value.badNumber }
            self.number = number
        }
    }

    /// False: a number never changes.
    public var isMutable: Bool { false }
    /// The nearest binary floating-point number. Throws nothing.
    public func primitive() throws -> ModelValue { .float(number.double) }
    /// False for zero only.
    public var isTrue: Bool { !number.isZero }
    public var quoted: String { number.description }
    public func isEqual(to other: StormValue) -> Bool { StormNumber(other).map { $0 == .decimal(number) } ?? false }
}

/// How a decimal becomes whole, in the names of the reference.
enum DecimalRounding: String, CaseIterable {
    case up = "ROUND_UP"
    case down = "ROUND_DOWN"
    case ceiling = "ROUND_CEILING"
    case floor = "ROUND_FLOOR"
    case halfUp = "ROUND_HALF_UP"
    case halfDown = "ROUND_HALF_DOWN"
    case halfEven = "ROUND_HALF_EVEN"

    func round(_ number: StormDecimal) -> BigInteger {
        let whole = number.truncated
        let rest = number + -StormDecimal(whole)
        if rest.isZero { return whole }
        let isNegative = rest.coefficient.isNegative
        let away = isNegative ? whole - BigInteger(1 as Int64) : whole + BigInteger(1 as Int64)
        let magnitude = isNegative ? -rest : rest
        let half = StormDecimal(BigInteger(5 as Int64), exponent: -1)
        switch self {
        case .up: return away
        case .down: return whole
        case .ceiling: return isNegative ? whole : away
        case .floor: return isNegative ? away : whole
        case .halfUp: return magnitude < half ? whole : away
        case .halfDown: return half < magnitude ? away : whole
        case .halfEven:
            if magnitude < half { return whole }
            if half < magnitude { return away }
            let isOdd = !(whole.quotientAndRemainder(dividingBy: BigInteger(2 as Int64))?.remainder.isZero ?? true)
            return isOdd ? away : whole
        }
    }
}
