import Kernel

/// `geo:dist` and `geo:area`: a measure with units, stored as a whole number of the smallest one.
struct MeasureType: OrderedBehaviour {
    private let base: IntegerType
    private let isArea: Bool
    private let offset: Int64

    init(_ options: TypeOptions, isArea: Bool) throws(Fault) {
        base = try IntegerType(options)
        self.isArea = isArea
        offset = options.int("baseoff") ?? 0
    }

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        guard case .string(let text) = value else {
            return try base.norm(value, context)
        }
        guard let (number, unit) = MeasureUnits.split(text) else {
            throw context.bad("\(isArea ? "Area" : "Dist") requires a number: \(text)")
        }
        let factor = unit.isEmpty ? 1 : (isArea ? MeasureUnits.areas : MeasureUnits.lengths)[unit]
        guard let factor else { throw context.bad("invalid/unknown \(isArea ? "area" : "dist") unit: \(unit)") }
        guard let whole = Int64(exactly: (number * factor).rounded(.towardZero)) else { throw context.bad("\(text) is too large") }
        let (sum, overflow) = whole.addingReportingOverflow(offset)
        guard !overflow else { throw context.bad("\(text) is too large") }
        return try base.norm(.int(sum), context)
    }

    func repr(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> ModelValue {
        guard let number = value.int else { return .string(Display.text(value)) }
        let shown = number &- offset
        let prefix = isArea ? "sq." : ""
        return switch shown.magnitude {
        case 1_000_000...: .string("\(FloatText.shortest(Double(shown) / 1_000_000)) \(prefix)km")
        case 1000...: .string("\(FloatText.shortest(Double(shown) / 1000)) \(prefix)m")
        case 10...: .string("\(FloatText.shortest(Double(shown) / 10)) \(prefix)cm")
        default: .string("\(shown) \(prefix)mm")
        }
    }

    func index(_ value: ModelValue, _ context: TypeContext) -> [UInt8] { base.index(value, context) }
}
