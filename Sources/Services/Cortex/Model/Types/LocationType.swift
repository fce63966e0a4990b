import Kernel

/// `loc`: a place as labels from large to small, `us.ca.los angeles`. Prefixes and asterisks match whole labels.
struct LocationType: TypeBehaviour {
    var liftComparators: [String] { ["^="] }

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        guard case .string(let text) = value else { throw context.noNorm(value) }
        return Normalized(.string(Self.adjusted(text)))
    }

    private static func adjusted(_ text: String) -> String {
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

/// Values made of labels between dots, where a prefix ends at the end of a label.
enum LabelPrefix {
    /// Zero bytes for dots, and one at the end: parents come before children, and siblings do not mix with either.
    static func form(_ text: String) -> [UInt8] { text.utf8.map { $0 == UInt8(ascii: ".") ? 0 : $0 } + [0] }

    static func predicate(_ prefix: String) -> ValuePredicate {
        ValuePredicate { value in
            guard let text = value.string?.utf8 else { return false }
            if prefix.isEmpty { return true }
            return text.starts(with: prefix.utf8) && (text.count == prefix.utf8.count || text.starts(with: (prefix + ".").utf8))
        }
    }

    static func lift(_ prefix: String) -> LiftPlan {
        let form = prefix.isEmpty ? [] : form(prefix)
        guard form.count > IndexForm.lengthMax - 8 else { return LiftPlan(.prefix(form)) }
        return LiftPlan(.prefix(Array(form[..<(IndexForm.lengthMax - 8)])), residual: predicate(prefix))
    }
}
