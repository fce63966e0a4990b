import Kernel

/// `inet:ipv4`: stored as a number, shown with dots.
struct IPv4Type: ExpandingBehaviour {
    var liftComparators: [String] { ["<", "<=", ">", ">="] }

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        switch value {
        case .int(let number):
            guard let address = UInt32(exactly: number) else { throw context.bad("Value outside of IPv4 range") }
            return normalized(address)
        case .big: throw context.bad("Value outside of IPv4 range")
        case .string(let text): return normalized(try address(text, context))
        default: throw context.noNorm(value)
        }
    }

    private func normalized(_ address: UInt32) -> Normalized {
        Normalized(.int(Int64(address)), subs: [.init("type", .string(AddressKind.of(address)))])
    }

    private func address(_ original: String, _ context: TypeContext) throws(Fault) -> UInt32 {
        let text = TextForm.refang(TextForm.strip(original))
        if TextForm.isDigits(text) {
            guard let number = UInt32(text) else { throw context.bad("Value outside of IPv4 range") }
            return number
        }
        guard let address = AddressText.version4(text) else { throw context.bad("illegal IP address string passed to inet_aton") }
        return address
    }

    private func span(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> ClosedRange<UInt128>? {
        try AddressSpan.read(value, width: 32, context) { text throws(Fault) in UInt128(try address(text, context)) }
    }

    func repr(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> ModelValue {
        if case .string = value { throw context.bad("'str' object has no attribute 'to_bytes'") }
        return .string(value.int.flatMap { UInt32(exactly: $0) }.map { AddressText.text($0) } ?? Display.text(value))
    }

    func index(_ value: ModelValue, _ context: TypeContext) -> [UInt8] {
        guard let address = value.int.flatMap({ UInt32(exactly: $0) }) else { return IndexForm.any(value) }
        return Self.form(address)
    }

    private static func form(_ address: UInt32) -> [UInt8] {
        var bytes: [UInt8] = []
        IndexForm.append(bigEndian: address, to: &bytes)
        return bytes
    }

    func predicate(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> ValuePredicate? {
        if comparator == "=", let span = try span(value, context) {
            return ValuePredicate { $0.int.flatMap { UInt128(exactly: $0) }.map(span.contains) ?? false }
        }
        guard ["<", "<=", ">", ">="].contains(comparator) else { return nil }
        return CommonComparators.ordering(comparator, try context.norm(value).value)
    }

    func lift(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> LiftPlan? {
        if comparator == "=", let span = try span(value, context) {
            return LiftPlan(.span(
                from: Self.form(UInt32(truncatingIfNeeded: span.lowerBound)),
                through: Self.form(UInt32(truncatingIfNeeded: span.upperBound))))
        }
        guard ["<", "<=", ">", ">="].contains(comparator) else { return nil }
        return CommonComparators.ordering(comparator, try context.norm(value).value, context)
    }

    func expansion(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> [ModelValue]? {
        guard let span = try span(value, context) else { return nil }
        return try AddressSpan.all(span, context) { .int(Int64(truncatingIfNeeded: $0)) }
    }
}
