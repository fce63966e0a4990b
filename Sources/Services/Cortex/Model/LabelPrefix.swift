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
