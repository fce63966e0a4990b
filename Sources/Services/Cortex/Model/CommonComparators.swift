import Kernel

/// The comparators that every type has; types add to them or replace them.
enum CommonComparators {
    /// The comparators that lifts by any type know. `?=` lifts nothing for a value that is not one.
    static let lift = ["=", "~=", "?=", "in=", "range="]

    static func predicate(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> ValuePredicate? {
        switch comparator {
        case "=":
            let wanted = try context.norm(value).value
            return ValuePredicate { $0 == wanted }
        case "!=":
            guard let equal = try context.type.predicate("=", value, in: context.model) else { return nil }
            return ValuePredicate { value throws(Fault) in try !equal(value) }
        case "~=":
            return try regex(value, context)
        case "^=":
            let prefix = Display.text(value)
            // Here and below, a value that has no display form starts with nothing and matches nothing.
            return ValuePredicate { candidate in
                guard let text = try? context.type.behaviour.repr(candidate, context) else { return false }
                return Array(Display.text(text).utf8).starts(with: prefix.utf8)
            }
        case "in=":
            return try anyOf(value, context)
        case "range=":
            let (low, high) = try bounds(value, context)
            return ValuePredicate { $0.ordered(before: low) == false && high.ordered(before: $0) == false }
        default:
            return nil
        }
    }

    private static func regex(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> ValuePredicate {
        let pattern = Display.text(value)
        // A pattern that cannot be compiled is a fault now, not a silent mismatch at every value.
        let tester = try context.environment.tester(pattern, ignoringCase: true)
        return ValuePredicate { candidate throws(Fault) in
            guard let text = try? context.type.behaviour.repr(candidate, context) else { return false }
            return try tester.accepts(Display.text(text))
        }
    }

    private static func anyOf(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> ValuePredicate {
        guard case .list(let items) = value else { throw context.bad("Must provide a list of values for the in= comparator") }
        var tests: [ValuePredicate] = []
        for item in items {
            if let test = try context.type.predicate("=", item, in: context.model) { tests.append(test) }
        }
        let all = tests
        return ValuePredicate { candidate throws(Fault) in
            for test in all where try test(candidate) { return true }
            return false
        }
    }

    /// The normalised ends of a `range=`.
    static func bounds(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> (ModelValue, ModelValue) {
        guard case .list(let ends) = value, ends.count == 2 else {
            throw Fault(.badComparatorValue, "Must provide a 2-tuple range for range= comparator: \(PythonText.quote(value))")
        }
        return (try context.norm(ends[0]).value, try context.norm(ends[1]).value)
    }

    static func lift(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> LiftPlan? {
        switch comparator {
        case "=":
            return exact(try context.norm(value).value, context)
        case "?=":
            do {
                return try context.type.lift("=", value, in: context.model)
            } catch {
                if error.code == .badTypeValue { return .nothing }
                throw error
            }
        case "in=":
            guard case .list(let items) = value else { throw context.bad("Must provide a list of values for the in= comparator") }
            var steps: [LiftPlan.Step] = []
            for item in items { steps += try context.type.lift("=", item, in: context.model).steps }
            return LiftPlan(steps)
        case "range=":
            let (low, high) = try bounds(value, context)
            if high.ordered(before: low) == true { return .nothing }
            return span(from: low, through: high, context)
        case "~=":
            let pattern = Display.text(value)
            let tester = try context.environment.tester(pattern, ignoringCase: true)
            return LiftPlan(.all, residual: ValuePredicate { value throws(Fault) in try matches(tester, value) })
        default:
            return nil
        }
    }

    /// A lift by regular expression looks at text and at text inside lists, never at the display form of numbers.
    private static func matches(_ tester: any TextTester, _ value: ModelValue) throws(Fault) -> Bool {
        switch value {
        case .string(let text): return try tester.accepts(text)
        case .list(let items):
            for item in items where try matches(tester, item) { return true }
            return false
        default: return false
        }
    }

    static func exact(_ value: ModelValue, _ context: TypeContext) -> LiftPlan {
        let form = context.type.behaviour.index(value, context)
        return LiftPlan(.exact(form), residual: IndexForm.isCut(form) ? ValuePredicate { $0 == value } : nil)
    }

    static func span(from low: ModelValue, through high: ModelValue, _ context: TypeContext) -> LiftPlan {
        let (first, last) = (context.type.behaviour.index(low, context), context.type.behaviour.index(high, context))
        let isCut = IndexForm.isCut(first) || IndexForm.isCut(last)
        let residual = ValuePredicate { $0.ordered(before: low) == false && high.ordered(before: $0) == false }
        return LiftPlan(.span(from: first, through: last), residual: isCut ? residual : nil)
    }

    /// `<`, `<=`, `>`, `>=` against a normalised value.
    static func ordering(_ comparator: String, _ limit: ModelValue) -> ValuePredicate? {
        switch comparator {
        case "<": ValuePredicate { $0.ordered(before: limit) == true }
        case "<=": ValuePredicate { limit.ordered(before: $0) == false }
        case ">": ValuePredicate { limit.ordered(before: $0) == true }
        case ">=": ValuePredicate { $0.ordered(before: limit) == false }
        default: nil
        }
    }

    /// `<`, `<=`, `>`, `>=` as a walk of the index; the end that does not belong is left out by the test.
    static func ordering(_ comparator: String, _ limit: ModelValue, _ context: TypeContext) -> LiftPlan? {
        guard let test = ordering(comparator, limit) else { return nil }
        let form = context.type.behaviour.index(limit, context)
        let range: IndexRange = comparator.hasPrefix("<") ? .span(from: nil, through: form) : .span(from: form, through: nil)
        return LiftPlan(range, residual: comparator.hasSuffix("=") && !IndexForm.isCut(form) ? nil : test)
    }
}
