import Kernel

/// `float`: floating point numbers with bounds, which may or may not belong to the range.
struct FloatType: OrderedBehaviour {
    static let defaults = TypeOptions(["fmt": "%f", "min": nil, "minisvalid": true, "max": nil, "maxisvalid": true])

    private let minimum: Double?
    private let maximum: Double?
    private let minimumIsValid: Bool
    private let maximumIsValid: Bool

    init(_ options: TypeOptions) {
        minimum = Self.number(options["min"])
        maximum = Self.number(options["max"])
        minimumIsValid = options.flag("minisvalid")
        maximumIsValid = options.flag("maxisvalid")
    }

    private static func number(_ value: ModelValue?) -> Double? {
        switch value {
        case .float(let number): number
        case .int(let number): Double(number)
        default: nil
        }
    }

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        let number: Double
        switch value {
        case .float(let given): number = given
        case .int(let whole): number = Double(whole)
        case .big(let whole): number = whole.double
        case .bool(let flag): number = flag ? 1 : 0
        case .string(let text):
            guard let parsed = NumberText.float(text) else {
                throw context.bad("could not convert string to float: \(PythonText.quote(text))")
            }
            number = parsed
        default:
            throw context.noNorm(value)
        }
        if let minimum, minimumIsValid ? number < minimum : number <= minimum {
            throw context.bad("value is below min=\(FloatText.shortest(minimum))")
        }
        if let maximum, maximumIsValid ? number > maximum : number >= maximum {
            throw context.bad("value is above max=\(FloatText.shortest(maximum))")
        }
        return Normalized(.float(number))
    }

    func index(_ value: ModelValue, _ context: TypeContext) -> [UInt8] {
        Self.number(value).map(IndexForm.float) ?? IndexForm.any(value)
    }
}
