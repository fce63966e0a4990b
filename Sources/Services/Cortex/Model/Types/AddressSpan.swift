import Kernel

/// Texts that stand for many addresses: `10.0.0.0/8`, `10.0.0.1-10.0.0.9`.
enum AddressSpan {
    /// The most nodes that one such text makes: a /16 of IPv4.
    static let expansionMax = 65_536

    /// The first and the last address; nil for a text that is one address.
    static func read(
        _ value: ModelValue, width: Int, _ context: TypeContext, parse: (String) throws(Fault) -> UInt128
    ) throws(Fault) -> ClosedRange<UInt128>? {
        guard case .string(let text) = value else { return nil }
        if let (address, mask) = TextForm.cut(text, at: "/") {
            guard let bits = Int(TextForm.strip(mask)), (0...width).contains(bits) else {
                throw context.bad("Invalid CIDR Mask \"\(text)\"")
            }
            let host: UInt128 = bits == 0 ? (width == 128 ? .max : 1 << UInt128(width) - 1) : (1 << UInt128(width - bits)) &- 1
            let first = try parse(TextForm.strip(address)) & ~host
            return first...(first | host)
        }
        if let (low, high) = TextForm.cut(text, at: "-") {
            let (first, last) = (try parse(TextForm.strip(low)), try parse(TextForm.strip(high)))
            guard first <= last else { throw context.bad("Invalid range: \(text)") }
            return first...last
        }
        return nil
    }

    static func all(_ span: ClosedRange<UInt128>, _ context: TypeContext, _ value: (UInt128) -> ModelValue) throws(Fault) -> [ModelValue] {
        guard span.upperBound - span.lowerBound < UInt128(expansionMax) else {
            throw Fault(.limit, "the range holds more than \(expansionMax) addresses", advice: "Use a smaller range, or several")
        }
        var values: [ModelValue] = []
        var address = span.lowerBound
        while true {
            values.append(value(address))
            if address == span.upperBound { return values }
            address += 1
        }
    }
}
