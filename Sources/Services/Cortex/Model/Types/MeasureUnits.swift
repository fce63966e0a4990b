import Kernel

/// Units of length and area, as factors to millimetres and to the unit in which areas are stored.
enum MeasureUnits {
    static let lengths: [String: Double] = [
        "mm": 1, "millimeter": 1, "millimeters": 1, "cm": 10, "centimeter": 10, "centimeters": 10,
        "m": 1000, "meter": 1000, "meters": 1000, "km": 1_000_000, "kilometer": 1_000_000, "kilometers": 1_000_000,
        "foot": 304.8, "feet": 304.8, "ft": 304.8, "inch": 25.4, "inches": 25.4, "in": 25.4,
        "yard": 914.4, "yards": 914.4, "yd": 914.4, "mile": 1_609_344, "miles": 1_609_344, "mi": 1_609_344,
    ]

    /// The reference scales areas by the factors of lengths; stored values are compatible only if this does too.
    static let areas: [String: Double] = {
        var areas: [String: Double] = [:]
        for unit in ["mm", "cm", "m", "km", "ft", "mi", "yd", "in"] {
            let factor = lengths[unit]
            for name in ["sq.\(unit)", "\(unit)\u{b2}", "\(unit)^2"] { areas[name] = factor }
        }
        for unit in ["foot", "feet", "yard", "mile", "miles"] { areas["sq.\(unit)"] = lengths[unit] }
        return areas
    }()

    /// A number and its unit; the unit is empty where there is none.
    static func split(_ text: String) -> (number: Double, unit: String)? {
        let compact = TextForm.strip(text).lowercased().filter { $0 != "," && !$0.isWhitespace }
        let head = compact.prefix { ("0"..."9").contains($0) || $0 == "." || $0 == "-" || $0 == "+" }
        guard let number = NumberText.float(String(head)) else { return nil }
        return (number, String(compact.dropFirst(head.count)))
    }
}

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
