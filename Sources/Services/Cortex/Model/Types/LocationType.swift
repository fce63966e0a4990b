import Kernel

/// `loc`: a place as labels from large to small, `us.ca.los angeles`. Prefixes and asterisks match whole labels.
struct LocationType: TypeBehaviour {
    var liftComparators: [String] { ["^="] }

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        guard case .string(let text) = value else { throw context.noNorm(value) }
        return Normalized(.string(Self.adjusted(text)))
    }

    private static func adjusted(_ text: String) -> String {
        // Most places are codes of two letters and a few dots.
        if text.utf8.allSatisfy({ UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || $0 == UInt8(ascii: ".") }) { return text }
        let labels = TextForm.split(TextForm.strip(text.lowercased()), at: ".")
        return labels.map(TextForm.oneSpace).joined(separator: ".")
    }

    func index(_ value: ModelValue, _ context: TypeContext) -> [UInt8] { IndexForm.bounded(LabelPrefix.form(Display.text(value))) }

    func predicate(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> ValuePredicate? {
        guard let prefix = Self.prefix(comparator, value) else { return nil }
        return LabelPrefix.predicate(prefix)
    }

    func lift(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> LiftPlan? {
        guard let prefix = Self.prefix(comparator, value) else { return nil }
        return LabelPrefix.lift(prefix)
    }

    private static func prefix(_ comparator: String, _ value: ModelValue) -> String? {
        guard case .string(let text) = value else { return nil }
        if comparator == "^=" { return adjusted(text) }
        if comparator == "=", text.hasSuffix("*") {
            let head = adjusted(String(text.dropLast()))
            return head.hasSuffix(".") ? String(head.dropLast()) : head
        }
        return nil
    }
}
