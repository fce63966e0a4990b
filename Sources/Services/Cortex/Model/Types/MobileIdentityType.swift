import Kernel

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
