import Kernel

/// `time`: milliseconds since 1970 UTC; `?` is an unknown time in the future.
struct TimeType: TypeBehaviour {
    static let defaults = TypeOptions(["ismin": false, "ismax": false])
    /// What `?` is stored as.
    static let future = Int64.max
    /// The last millisecond of the year 9999: the last time that can be written.
    static let last: Int64 = 253_402_300_799_999

    private let isMinimum: Bool
    private let isMaximum: Bool

    init(_ options: TypeOptions) {
        isMinimum = options.flag("ismin")
        isMaximum = options.flag("ismax")
    }

    var liftComparators: [String] { ["<", "<=", ">", ">=", "@="] }

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        Normalized(.int(try Self.milliseconds(value, context)))
    }

    static func milliseconds(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Int64 {
        switch value {
        case .int(let number):
            guard number <= last || number == future else {
                throw context.bad("Time exceeds max size [\(last)] allowed for a non-future marker.")
            }
            return number
        case .big: throw context.bad("Time exceeds max size [\(last)] allowed for a non-future marker.")
        case .float(let number): return try milliseconds(.string(FloatText.shortest(number)), context)
        case .string(let text): return try milliseconds(text, context)
        default: throw context.noNorm(value)
        }
    }

    private static func milliseconds(_ original: String, _ context: TypeContext) throws(Fault) -> Int64 {
        let text = TextForm.strip(original).lowercased()
        if text == "now" { return context.environment.now().milliseconds }
        if text == "?" { return future }
        let (plain, offset) = TimeText.splitZone(text)
        if TimeText.namesUnit(plain), let sign = plain.lastIndex(where: { $0 == "+" || $0 == "-" }) {
            let head = TextForm.strip(String(plain[..<sign]))
            let base = head.isEmpty || head == "now"
                ? context.environment.now().milliseconds
                : try TimeText.parse(head, original: text) &+ offset
            let (sum, overflow) = base.addingReportingOverflow(try TimeText.span(String(plain[sign...])))
            guard !overflow, sum <= last else {
                throw context.bad("Time exceeds max size [\(last)] allowed for a non-future marker.")
            }
            return sum
        }
        return try TimeText.parse(plain, original: text) + offset
    }

    /// The ends of a range of times; the second may be relative to the first: `+2 days`, `-2 days`, `+-2 days`.
    static func range(_ first: ModelValue, _ second: ModelValue, _ context: TypeContext) throws(Fault) -> (tick: Int64, tock: Int64) {
        let tick = try relative(first, to: nil, context)
        guard case .string(let original) = second else { return (tick, try milliseconds(second, context)) }
        let text = TextForm.strip(original).lowercased()
        if text.hasPrefix("+-") {
            let span = try TimeText.span(String(text.dropFirst(2)))
            return (tick &- span, tick &+ span)
        }
        let tock = try relative(second, to: tick, context)
        return text.hasPrefix("-") && tick > tock ? (tock, tick) : (tick, tock)
    }

    private static func relative(_ value: ModelValue, to base: Int64?, _ context: TypeContext) throws(Fault) -> Int64 {
        guard case .string(let original) = value else { return try milliseconds(value, context) }
        let text = TextForm.strip(original).lowercased()
        guard let first = text.first, first == "+" || first == "-" else { return try milliseconds(value, context) }
        return (base ?? context.environment.now().milliseconds) &+ (try TimeText.span(text))
    }

    func repr(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> ModelValue {
        guard let number = value.int else {
            throw Fault(.badArgument, "unsupported type for timedelta milliseconds component: \(PythonText.kind(value))")
        }
        return .string(number == Self.future ? "?" : CivilTime.text(number))
    }

    func index(_ value: ModelValue, _ context: TypeContext) -> [UInt8] {
        value.int.map(IndexForm.int) ?? IndexForm.any(value)
    }

    func predicate(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> ValuePredicate? {
        switch comparator {
        case "=" where Self.isWildcard(value), "@=":
            let range = try window(comparator, value, context)
            return ValuePredicate { $0.int.map(range.contains) ?? false }
        case "range=":
            let (tick, tock) = try ends(value, context)
            return ValuePredicate { $0.int.map { tick <= $0 && $0 <= tock } ?? false }
        case "<", "<=", ">", ">=":
            return CommonComparators.ordering(comparator, .int(try Self.relative(value, to: nil, context)))
        default: return nil
        }
    }

    func lift(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> LiftPlan? {
        switch comparator {
        case "=" where Self.isWildcard(value), "@=":
            let range = try window(comparator, value, context)
            guard !range.isEmpty else { return .nothing }
            return LiftPlan(.span(from: IndexForm.int(range.lowerBound), through: IndexForm.int(range.upperBound - 1)))
        case "range=":
            let (tick, tock) = try ends(value, context)
            return tick <= tock ? LiftPlan(.span(from: IndexForm.int(tick), through: IndexForm.int(tock))) : .nothing
        case "<", "<=", ">", ">=":
            return CommonComparators.ordering(comparator, .int(try Self.relative(value, to: nil, context)), context)
        default: return nil
        }
    }

    private static func isWildcard(_ value: ModelValue) -> Bool { value.string?.hasSuffix("*") ?? false }

    private func ends(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> (tick: Int64, tock: Int64) {
        guard case .list(let ends) = value, ends.count == 2 else {
            throw Fault(.badComparatorValue, "Must provide a 2-tuple range for range= comparator: \(PythonText.quote(value))")
        }
        return try Self.range(ends[0], ends[1], context)
    }

    /// The half-open range of times that `=` with an asterisk, or `@=`, asks for.
    private func window(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> Range<Int64> {
        if comparator == "=", let text = value.string { return try TimeText.wildcard(String(text.dropLast())) }
        let (low, high) = try IntervalType.bounds(value, context)
        return low..<max(low, high)
    }

    func merge(_ old: ModelValue, _ new: ModelValue) -> ModelValue {
        if isMinimum { return old.ordered(before: new) == true ? old : new }
        if isMaximum { return new.ordered(before: old) == true ? old : new }
        return new
    }
}
