import Kernel

/// `tel:phone`: digits in international order.
struct PhoneType: TextBehaviour {
    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        let digits: String
        switch value {
        case .string(let text): digits = TextForm.digits(text)
        case .int(let number):
            guard number >= 1 else { throw context.bad("phone int must be greater than 0") }
            digits = String(number)
        default: throw context.noNorm(value)
        }
        guard !digits.isEmpty else { throw context.bad("requires a digit string") }
        return Normalized(.string(digits))
    }

    func repr(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> ModelValue {
        let digits = Display.text(value)
        // Numbers of the North American plan are shown in its groups.
        guard digits.utf8.count == 11, digits.hasPrefix("1") else { return .string("+\(digits)") }
        let local = digits.dropFirst()
        return .string("+1 (\(local.prefix(3))) \(local.dropFirst(3).prefix(3))-\(local.suffix(4))")
    }

    func prefix(_ text: String) -> String { TextForm.digits(text) }

    func predicate(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> ValuePredicate? {
        guard comparator == "^=" || Self.isGlob(comparator, value) else { return nil }
        return PrefixComparator.predicate(prefix(Display.text(value)))
    }

    func lift(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> LiftPlan? {
        guard comparator == "^=" || Self.isGlob(comparator, value) else { return nil }
        return PrefixComparator.lift(prefix(Display.text(value)))
    }

    private static func isGlob(_ comparator: String, _ value: ModelValue) -> Bool {
        comparator == "=" && (value.string?.hasSuffix("*") ?? false)
    }
}
