import Kernel

/// Prefixes of text values.
enum PrefixComparator {
    static func predicate(_ prefix: String) -> ValuePredicate {
        ValuePredicate { value in value.string.map { $0.utf8.starts(with: prefix.utf8) } ?? false }
    }

    static func lift(_ prefix: String) -> LiftPlan {
        let form = Array(prefix.utf8)
        guard form.count > IndexForm.lengthMax - 8 else { return LiftPlan(.prefix(form)) }
        return LiftPlan(.prefix(Array(form[..<(IndexForm.lengthMax - 8)])), residual: predicate(prefix))
    }
}

/// A behaviour whose values are text: the index form and `^=` that all of them share.
protocol TextBehaviour: TypeBehaviour {
    /// The form of a prefix that `^=` looks for.
    func prefix(_ text: String) -> String
}

extension TextBehaviour {
    var liftComparators: [String] { ["^="] }

    func prefix(_ text: String) -> String { text }

    func index(_ value: ModelValue, _ context: TypeContext) -> [UInt8] { IndexForm.text(Display.text(value)) }

    func predicate(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> ValuePredicate? {
        comparator == "^=" ? PrefixComparator.predicate(prefix(Display.text(value))) : nil
    }

    func lift(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> LiftPlan? {
        comparator == "^=" ? PrefixComparator.lift(prefix(Display.text(value))) : nil
    }

    /// The text of a value that must be one.
    func requireText(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> String {
        guard case .string(let text) = value else { throw context.noNorm(value) }
        return text
    }
}
