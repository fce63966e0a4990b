import Kernel

/// `ival`: a first and a last time, the last not included.
struct IntervalType: TypeBehaviour {
    var liftComparators: [String] { ["@="] }

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        let (low, high) = try Self.bounds(value, context)
        return Normalized([.int(low), .int(high)])
    }

    static func bounds(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> (low: Int64, high: Int64) {
        switch value {
        case .list(let items):
            guard items.count == 2 else { throw context.bad("Ival _normPyIter requires 2 items") }
            if items[0] == items[1], case .int(let only) = items[0] { return (only, only) }
            let (low, high) = try TimeType.range(items[0], items[1], context)
            guard low <= high else { throw context.bad("Ival range must in (min, max) format") }
            return (low, high)
        case .string(let text):
            let plain = TextForm.strip(text)
            if plain == "?" { throw context.bad("interval requires begin time") }
            let parts = plain.split(separator: ",", maxSplits: 1).map { ModelValue.string(TextForm.strip(String($0))) }
            if parts.count == 2 { return try bounds(.list(parts), context) }
            fallthrough
        case .int, .big, .float:
            let tick = try TimeType.milliseconds(value, context)
            return (tick, tick == TimeType.future ? tick : tick + 1)
        default:
            throw context.noNorm(value)
        }
    }

    func repr(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> ModelValue {
        guard let (low, high) = Self.pair(value) else { return .string(Display.text(value)) }
        return .list([low, high].map { .string($0 == TimeType.future ? "?" : CivilTime.text($0)) })
    }

    private static func pair(_ value: ModelValue) -> (Int64, Int64)? {
        guard case .list(let items) = value, items.count == 2, let low = items[0].int, let high = items[1].int else { return nil }
        return (low, high)
    }

    func index(_ value: ModelValue, _ context: TypeContext) -> [UInt8] {
        guard let (low, high) = Self.pair(value) else { return IndexForm.any(value) }
        return IndexForm.int(low) + IndexForm.int(high)
    }

    func predicate(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> ValuePredicate? {
        guard comparator == "@=" else { return nil }
        return Self.overlap(try Self.bounds(value, context))
    }

    private static func overlap(_ window: (low: Int64, high: Int64)) -> ValuePredicate {
        ValuePredicate { value in
            guard let (low, high) = pair(value) else { return false }
            return low < window.high && window.low < high
        }
    }

    func lift(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> LiftPlan? {
        guard comparator == "@=" else { return nil }
        let window = try Self.bounds(value, context)
        // What overlaps starts before the window ends; the index says no more.
        return LiftPlan(.span(from: nil, through: IndexForm.int(window.high)), residual: Self.overlap(window))
    }

    /// Both spans and what lies between.
    func merge(_ old: ModelValue, _ new: ModelValue) -> ModelValue {
        guard let (low, high) = Self.pair(old), let (otherLow, otherHigh) = Self.pair(new) else { return new }
        return [.int(min(low, otherLow)), .int(max(high, otherHigh))]
    }
}
