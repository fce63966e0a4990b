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

/// `tel:mob:imei` and `tel:mob:imsi`: the numbers of a device and of a subscriber.
struct MobileIdentityType: OrderedBehaviour {
    let isDevice: Bool

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        let digits: String
        switch value {
        case .int(let number): digits = String(number)
        case .string(let text): digits = TextForm.digits(text)
        default: throw context.noNorm(value)
        }
        guard TextForm.isDigits(digits) else { throw context.bad("requires a digit string") }
        return isDevice ? try device(digits, context) : try subscriber(digits, context)
    }

    private func device(_ digits: String, _ context: TypeContext) throws(Fault) -> Normalized {
        guard digits.utf8.count == 14 || digits.utf8.count == 15 else {
            throw context.bad("Failed to norm IMEI: \(digits)")
        }
        let identity = String(digits.prefix(14))
        let full = identity + String(Self.checkDigit(identity))
        if digits.utf8.count == 15, digits != full { throw context.bad("invalid imei checksum byte") }
        return Normalized(Self.number(full), subs: [
            .init("tac", Self.number(String(identity.prefix(8)))), .init("serial", Self.number(String(identity.suffix(6)))),
        ])
    }

    private func subscriber(_ digits: String, _ context: TypeContext) throws(Fault) -> Normalized {
        guard digits.utf8.count <= 15 else { throw context.bad("invalid imsi len: \(digits.utf8.count)") }
        return Normalized(Self.number(digits), subs: [.init("mcc", .string(String(digits.prefix(3))))])
    }

    private static func number(_ digits: String) -> ModelValue { .int(Int64(digits) ?? 0) }

    /// The Luhn digit.
    private static func checkDigit(_ digits: String) -> Int {
        let sum = digits.utf8.reversed().enumerated().reduce(0) { sum, entry in
            let digit = Int(entry.element - 48)
            guard entry.offset.isMultiple(of: 2) else { return sum + digit }
            return sum + (digit > 4 ? digit * 2 - 9 : digit * 2)
        }
        return (10 - sum % 10) % 10
    }
}

/// `syn:user` and `syn:role`: the iden of a user or role. Names are turned into idens by those who know the users.
struct AuthorityNameType: TextBehaviour {
    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        Normalized(.string(TextForm.strip(try requireText(value, context))))
    }
}
