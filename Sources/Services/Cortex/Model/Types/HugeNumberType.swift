import Kernel

/// `hugenum`: decimal numbers, stored as text, exact to 24 digits behind the point; with units and a modulus where the options say so.
struct HugeNumberType: TypeBehaviour {
    static let defaults = TypeOptions(["units": nil, "modulo": nil])
    /// Digits behind the point that the index holds.
    private static let scale = 24
    private static let indexBytes = 20
    /// Scaled numbers reach up to here, so that they fit the index form.
    private static let bound = BigInteger(bigEndian: [0x80] + [UInt8](repeating: 0, count: 19))

    private let units: [String: DecimalNumber]
    private let modulus: DecimalNumber?
    private let comparators = ["<", "<=", ">", ">="]

    init(_ options: TypeOptions) {
        var units: [String: DecimalNumber] = [:]
        if case .dict(let entries) = options["units"] ?? .null {
            for entry in entries { units[entry.key] = DecimalNumber(Display.text(entry.value)) }
        }
        self.units = units
        modulus = options["modulo"].flatMap { $0.isNull ? nil : DecimalNumber(Display.text($0)) }
    }

    var liftComparators: [String] { comparators }

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        var number = try number(value, context)
        if let modulus { number = number.modulo(modulus) }
        let scaled = number.scaled(to: -Self.scale)
        guard scaled < Self.bound, -Self.bound < scaled else {
            throw context.bad("Value (\(number)) is too \(scaled.isNegative ? "small" : "large") for hugenum.")
        }
        return Normalized(.string(DecimalNumber(scaled, exponent: -Self.scale).description))
    }

    private func number(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> DecimalNumber {
        switch value {
        case .int, .big: return DecimalNumber(value.bigInteger ?? BigInteger(UInt64(0)))
        case .bool(let flag): return DecimalNumber(BigInteger(UInt64(flag ? 1 : 0)))
        case .float(let number):
            guard let decimal = DecimalNumber(FloatText.shortest(number)) else {
                throw context.bad("Hugenum values must be finite: \(FloatText.shortest(number))")
            }
            return decimal
        case .string(let text): return try parse(text, context)
        case .null: throw context.bad("Hugenum type may not be null.")
        default: throw context.noNorm(value)
        }
    }

    private func parse(_ original: String, _ context: TypeContext) throws(Fault) -> DecimalNumber {
        let text = TextForm.words(TextForm.replace(original.lowercased(), ",", with: "")).joined()
        let head = Self.numeric(text)
        guard let number = DecimalNumber(head) else { throw context.bad("[<class 'decimal.ConversionSyntax'>]") }
        let unit = String(text.dropFirst(head.count))
        if unit.isEmpty { return number }
        guard let factor = units[unit] else { throw context.bad("Unknown units for value: \"\(original)\"") }
        return number * factor
    }

    /// The longest start of `text` that is a number.
    private static func numeric(_ text: String) -> Substring {
        let bytes = Array(text.utf8)
        var end = bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+") ? 1 : 0
        func digits() { while end < bytes.count, (48...57).contains(bytes[end]) { end += 1 } }
        digits()
        if end < bytes.count, bytes[end] == UInt8(ascii: ".") {
            end += 1
            digits()
        }
        if end + 1 < bytes.count, bytes[end] == UInt8(ascii: "e") {
            let signed = bytes[end + 1] == UInt8(ascii: "-") || bytes[end + 1] == UInt8(ascii: "+")
            let first = end + (signed ? 2 : 1)
            if first < bytes.count, (48...57).contains(bytes[first]) {
                end = first
                digits()
            }
        }
        return text.prefix(end)
    }

    func index(_ value: ModelValue, _ context: TypeContext) -> [UInt8] {
        guard let number = DecimalNumber(Display.text(value)) else { return IndexForm.any(value) }
        return (number.scaled(to: -Self.scale) + Self.bound).bigEndianBytes(count: Self.indexBytes) ?? IndexForm.any(value)
    }

    func predicate(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> ValuePredicate? {
        if comparator == "range=" {
            let (low, high) = try CommonComparators.bounds(value, context)
            guard let first = Self.stored(low), let last = Self.stored(high) else { return nil }
            return ValuePredicate { Self.stored($0).map { first <= $0 && $0 <= last } ?? false }
        }
        guard comparators.contains(comparator), let limit = Self.stored(try context.norm(value).value) else { return nil }
        return ValuePredicate { candidate in
            guard let number = Self.stored(candidate) else { return false }
            return switch comparator {
            case "<": number < limit
            case "<=": number <= limit
            case ">": number > limit
            default: number >= limit
            }
        }
    }

    private static func stored(_ value: ModelValue) -> DecimalNumber? { DecimalNumber(Display.text(value)) }

    func lift(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> LiftPlan? {
        if comparator == "range=" {
            let (low, high) = try CommonComparators.bounds(value, context)
            guard let first = Self.stored(low), let last = Self.stored(high), first <= last else { return .nothing }
            return LiftPlan(.span(from: index(low, context), through: index(high, context)))
        }
        guard comparators.contains(comparator) else { return nil }
        let form = index(try context.norm(value).value, context)
        let range: IndexRange = comparator.hasPrefix("<") ? .span(from: nil, through: form) : .span(from: form, through: nil)
        return LiftPlan(range, residual: try predicate(comparator, value, context))
    }
}
