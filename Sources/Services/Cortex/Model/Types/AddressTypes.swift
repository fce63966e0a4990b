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

/// `inet:ipv4`: stored as a number, shown with dots.
struct IPv4Type: ExpandingBehaviour {
    var liftComparators: [String] { ["<", "<=", ">", ">="] }

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        switch value {
        case .int(let number):
            guard let address = UInt32(exactly: number) else { throw context.bad("Value outside of IPv4 range") }
            return normalized(address)
        case .big: throw context.bad("Value outside of IPv4 range")
        case .string(let text):
            if TextForm.contains(text, "/") || TextForm.contains(text, "-"), let span = try span(value, context) {
                return normalized(UInt32(truncatingIfNeeded: span.lowerBound))
            }
            return normalized(try address(text, context))
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
        .string(value.int.flatMap { UInt32(exactly: $0) }.map { AddressText.text($0) } ?? Display.text(value))
    }

    func index(_ value: ModelValue, _ context: TypeContext) -> [UInt8] {
        guard let address = value.int.flatMap({ UInt32(exactly: $0) }) else { return IndexForm.any(value) }
        return Self.form(address)
    }

    private static func form(_ address: UInt32) -> [UInt8] {
        var bytes: [UInt8] = []
        CanonicalPacking.append(bigEndian: address, to: &bytes)
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
        case .string(let text):
            if TextForm.contains(text, "/") || TextForm.contains(text, "-"), let span = try span(value, context) {
                return normalized(span.lowerBound)
            }
            return normalized(try address(text, context))
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
        CanonicalPacking.append(bigEndian: address, to: &bytes)
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

/// `inet:ipv4range` and `inet:ipv6range`: a first and a last address, also written as a network.
struct AddressRangeType: TypeBehaviour {
    let element: String

    static func defaults(of element: String) -> TypeOptions { TypeOptions(["type": [.string(element), [:]]]) }

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        let type = try context.model.requireType(element)
        let ends: [ModelValue]
        switch value {
        case .list(let items): ends = items
        case .string(let text):
            if let (low, high) = TextForm.cut(text, at: "-") {
                ends = [.string(TextForm.strip(low)), .string(TextForm.strip(high))]
            } else if text.contains("/") {
                ends = try network(value, type, context)
            } else {
                throw context.bad("Invalid \(element) range: \(PythonText.quote(text))")
            }
        default: throw context.noNorm(value)
        }
        guard ends.count == 2 else { throw context.bad("Must be a 2-tuple of type \(context.type.name): \(PythonText.quote(value))") }
        let low = try type.norm(ends[0], in: context.model).value
        let high = try type.norm(ends[1], in: context.model).value
        guard !type.index(high, in: context.model).lexicographicallyPrecedes(type.index(low, in: context.model)) else {
            throw context.bad("minval cannot be greater than maxval")
        }
        return Normalized([low, high], subs: [.init("min", low), .init("max", high)])
    }

    private func network(_ value: ModelValue, _ type: TypeDefinition, _ context: TypeContext) throws(Fault) -> [ModelValue] {
        let isVersion6 = element == "inet:ipv6"
        let elementContext = TypeContext(type: type, model: context.model)
        let span = try AddressSpan.read(value, width: isVersion6 ? 128 : 32, context) { text throws(Fault) in
            let stored = try elementContext.norm(.string(text)).value
            return type.index(stored, in: context.model).reduce(0) { $0 << 8 | UInt128($1) }
        }
        guard let span else { throw context.noNorm(value) }
        return [span.lowerBound, span.upperBound].map {
            isVersion6 ? .string(AddressText.text($0)) : .int(Int64(truncatingIfNeeded: $0))
        }
    }

    func repr(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> ModelValue {
        guard case .list(let ends) = value, ends.count == 2 else { return .string(Display.text(value)) }
        let type = try context.model.requireType(element)
        return .list([try type.repr(ends[0], in: context.model), try type.repr(ends[1], in: context.model)])
    }

    func index(_ value: ModelValue, _ context: TypeContext) -> [UInt8] {
        guard case .list(let ends) = value, let type = context.model.type(element) else { return IndexForm.any(value) }
        return ends.flatMap { type.index($0, in: context.model) }
    }
}

/// `inet:cidr4` and `inet:cidr6`: a network by address and mask.
struct NetworkType: TextBehaviour {
    let isVersion6: Bool

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        let text = TextForm.strip(try requireText(value, context))
        guard let (address, mask) = TextForm.cut(text, at: "/") else { throw context.bad("Invalid/Missing CIDR Mask") }
        let width = isVersion6 ? 128 : 32
        guard let bits = Int(mask) else { throw context.bad("Invalid/Missing CIDR Mask") }
        guard (0...width).contains(bits) else { throw context.bad("Invalid CIDR Mask") }
        return isVersion6 ? try version6(text, address, bits, context) : try version4(address, bits, context)
    }

    private func version4(_ text: String, _ bits: Int, _ context: TypeContext) throws(Fault) -> Normalized {
        let given = try context.norm(.string(text), as: "inet:ipv4").value.int ?? 0
        let host = bits == 32 ? 0 : UInt32.max >> UInt32(bits)
        let network = UInt32(truncatingIfNeeded: given) & ~host
        return Normalized(.string("\(AddressText.text(network))/\(bits)"), subs: [
            .init("broadcast", .int(Int64(network | host))), .init("mask", .integer(bits)), .init("network", .int(Int64(network))),
        ])
    }

    private func version6(_ original: String, _ text: String, _ bits: Int, _ context: TypeContext) throws(Fault) -> Normalized {
        let address: UInt128
        switch AddressText.version6(text) {
        case .success(let parsed): address = parsed
        case .failure(let failure): throw context.bad(failure.reason)
        }
        let host: UInt128 = bits == 128 ? 0 : UInt128.max >> UInt128(bits)
        guard address & host == 0 else { throw context.bad("\(AddressText.text(address))/\(bits) has host bits set") }
        return Normalized(.string("\(AddressText.text(address))/\(bits)"), subs: [
            .init("broadcast", .string(AddressText.text(address | host))), .init("mask", .integer(bits)),
            .init("network", .string(AddressText.text(address))),
        ])
    }
}

/// `inet:addr`: protocol, host and port, `tcp://1.2.3.4:80`.
struct EndpointType: TextBehaviour {
    private static let protocols = ["tcp", "udp", "icmp", "host", "gre"]

    private let defaultProtocol: String
    private let defaultPort: Int64?

    init(_ options: TypeOptions) {
        defaultProtocol = options.text("defproto") ?? "tcp"
        defaultPort = options.int("defport")
    }

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        let original = try requireText(value, context)
        var rest = TextForm.strip(original.lowercased())
        var proto = defaultProtocol
        if let (head, tail) = TextForm.cut(rest, at: "://") { (proto, rest) = (head, tail) }
        while rest.hasPrefix("/") { rest.removeFirst() }
        while rest.hasSuffix("/") { rest.removeLast() }
        guard Self.protocols.contains(proto) else {
            throw context.bad("inet:addr protocol must be one of: \(Self.protocols.joined(separator: ","))")
        }
        var subs: [ModelValue.Entry] = [.init("proto", .string(proto))]
        var (host, portText) = try split(rest, context)
        if proto == "host" {
            let guid = try context.norm(.string(host), as: "it:host").value
            subs.append(.init("host", guid))
            host = Display.text(guid)
        } else {
            host = try address(host, &subs, context)
        }
        if let text = portText {
            let port = try context.norm(.string(text), as: "inet:port").value
            subs.append(.init("port", port))
            portText = Display.text(port)
        } else if let defaultPort {
            subs.append(.init("port", .int(defaultPort)))
            portText = String(defaultPort)
        }
        // An IPv6 address only needs brackets where a port follows it.
        if host.contains(":"), portText != nil { host = "[\(host)]" }
        return Normalized(.string("\(proto)://\(host)\(portText.map { ":" + $0 } ?? "")"), subs: subs)
    }

    private func split(_ text: String, _ context: TypeContext) throws(Fault) -> (host: String, port: String?) {
        if text.hasPrefix("[") {
            guard let (inner, rest) = TextForm.cut(text.dropFirst(), at: "]") else { throw context.bad("Invalid IPv6 w/port (\(text))") }
            guard rest.isEmpty || rest.hasPrefix(":") else { throw context.bad("Invalid IPv6 w/port (\(text))") }
            return (inner, rest.isEmpty ? nil : String(rest.dropFirst()))
        }
        guard text.utf8.count(where: { $0 == UInt8(ascii: ":") }) == 1, let (host, port) = TextForm.cut(text, at: ":") else {
            return (text, nil)
        }
        return (host, port)
    }

    private func address(_ text: String, _ subs: inout [ModelValue.Entry], _ context: TypeContext) throws(Fault) -> String {
        guard text.contains(":") else {
            let address = try context.norm(.string(text), as: "inet:ipv4").value
            subs.append(.init("ipv4", address))
            return Display.text(try context.model.requireType("inet:ipv4").repr(address, in: context.model))
        }
        let address = try context.norm(.string(text), as: "inet:ipv6")
        subs.append(.init("ipv6", address.value))
        if let mapped = address.sub("ipv4") { subs.append(.init("ipv4", mapped)) }
        return Display.text(address.value)
    }

    func prefix(_ text: String) -> String { text.lowercased() }
}
