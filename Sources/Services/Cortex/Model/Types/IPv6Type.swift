import Kernel

/// `inet:ipv6`: stored as the shortest text, sorted by number.
struct IPv6Type: ExpandingBehaviour {
    var liftComparators: [String] { ["<", "<=", ">", ">="] }

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        switch value {
        case .int(let number):
            guard number >= 0 else { throw context.bad("Value outside of IPv6 range") }
            return normalized(UInt128(number))
        case .big(let number):
            guard !number.isNegative, let bytes = number.bigEndianBytes(count: 16) else { throw context.bad("Value outside of IPv6 range") }
            return normalized(bytes.reduce(0) { $0 << 8 | UInt128($1) })
        case .string(let text): return normalized(try address(text, context))
        default: throw context.noNorm(value)
        }
    }

    private func normalized(_ address: UInt128) -> Normalized {
        var subs: [ModelValue.Entry] = [
            .init("type", .string(AddressKind.of(address))), .init("scope", .string(AddressKind.scope(address))),
        ]
        if let mapped = AddressText.mapped(address) { subs.append(.init("ipv4", .int(Int64(mapped)))) }
        return Normalized(.string(AddressText.text(address)), subs: subs)
    }

    private func address(_ original: String, _ context: TypeContext) throws(Fault) -> UInt128 {
        var text = TextForm.strip(original)
        if text.hasPrefix("[") && text.hasSuffix("]") { text = String(text.dropFirst().dropLast()) }
        text = TextForm.refang(text)
        if !TextForm.contains(text, ":"), let mapped = AddressText.version4(text) { return 0xffff << 32 | UInt128(mapped) }
        switch AddressText.version6(text) {
        case .success(let address): return address
        case .failure(let failure): throw context.bad(failure.reason)
        }
    }

    private func span(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> ClosedRange<UInt128>? {
        try AddressSpan.read(value, width: 128, context) { text throws(Fault) in try address(text, context) }
    }

    private static func stored(_ value: ModelValue) -> UInt128? {
        value.string.flatMap { try? AddressText.version6($0).get() }
    }

    func index(_ value: ModelValue, _ context: TypeContext) -> [UInt8] {
        Self.stored(value).map(Self.form) ?? IndexForm.any(value)
    }

    private static func form(_ address: UInt128) -> [UInt8] {
        var bytes: [UInt8] = []
        IndexForm.append(bigEndian: address, to: &bytes)
        return bytes
    }

    func predicate(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> ValuePredicate? {
        if comparator == "=", let span = try span(value, context) { return Self.test { span.contains($0) } }
        if comparator == "range=" {
            let (low, high) = try CommonComparators.bounds(value, context)
            guard let first = Self.stored(low), let last = Self.stored(high) else { return nil }
            return Self.test { first <= $0 && $0 <= last }
        }
        guard ["<", "<=", ">", ">="].contains(comparator), let limit = Self.stored(try context.norm(value).value) else { return nil }
        return Self.test { address in
            switch comparator {
            case "<": address < limit
            case "<=": address <= limit
            case ">": address > limit
            default: address >= limit
            }
        }
    }

    private static func test(_ condition: @escaping @Sendable (UInt128) -> Bool) -> ValuePredicate {
        ValuePredicate { stored($0).map(condition) ?? false }
    }

    func lift(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> LiftPlan? {
        if comparator == "=", let span = try span(value, context) {
            return LiftPlan(.span(from: Self.form(span.lowerBound), through: Self.form(span.upperBound)))
        }
        if comparator == "range=" {
            let (low, high) = try CommonComparators.bounds(value, context)
            guard let first = Self.stored(low), let last = Self.stored(high), first <= last else { return .nothing }
            return LiftPlan(.span(from: Self.form(first), through: Self.form(last)))
        }
        guard ["<", "<=", ">", ">="].contains(comparator) else { return nil }
        let form = index(try context.norm(value).value, context)
        let range: IndexRange = comparator.hasPrefix("<") ? .span(from: nil, through: form) : .span(from: form, through: nil)
        return LiftPlan(range, residual: try predicate(comparator, value, context))
    }

    func expansion(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> [ModelValue]? {
        guard let span = try span(value, context) else { return nil }
        return try AddressSpan.all(span, context) { .string(AddressText.text($0)) }
    }
}
