import Kernel

/// `inet:fqdn`: a domain name in lower case ASCII. The index reads it backwards, so that a domain and all below it lie together.
struct DomainNameType: TypeBehaviour {
    /// What a label may hold at most, by RFC 1035.
    private static let labelMax = 63

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        guard case .string(let original) = value else { throw context.noNorm(value) }
        var text = TextForm.strip(Self.mapped(original))
        text = TextForm.refang(text)
        while text.hasPrefix(".") { text.removeFirst() }
        while text.hasSuffix(".") { text.removeLast() }
        guard !text.isEmpty, Self.isPlain(text) || text.unicodeScalars.allSatisfy(Self.isAllowed) else {
            throw context.bad("FQDN failed to match fqdnre [^[\\w._-]+$]")
        }
        guard let name = Self.ascii(text) else { throw context.bad("Failed to encode/decode the value with idna/utf8.") }
        if AddressText.dotted(name) != nil { throw context.bad("FQDN Got an IP address instead") }
        let parts = TextForm.cut(name, at: ".")
        var subs: [ModelValue.Entry] = [.init("host", .string(parts?.head ?? name))]
        if let domain = parts?.tail { subs.append(.init("domain", .string(domain))) } else { subs.append(.init("issuffix", 1)) }
        return Normalized(.string(name), subs: subs)
    }

    /// Letters that compatibility forms stand for, and the dots of other scripts.
    private static func mapped(_ text: String) -> String {
        guard !text.utf8.allSatisfy({ $0 < 128 }) else { return text }
        var mapped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x3002, 0xff0e, 0xff61: mapped.append(".")
            case 0xff01...0xff5e: mapped.append(Unicode.Scalar(UInt8(scalar.value - 0xfee0)))
            case 0x00ad, 0x200b, 0x2060, 0xfeff: continue
            default: mapped.append(scalar)
            }
        }
        return String(mapped)
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        if scalar.isASCII { return properties.isAlphabetic || (48...57).contains(scalar.value) || "._-".unicodeScalars.contains(scalar) }
        return properties.isAlphabetic || properties.numericType != nil
            || [.nonspacingMark, .spacingMark].contains(properties.generalCategory)
    }

    /// The name with every label in lower case ASCII; nil for an empty or too long one.
    private static func ascii(_ text: String) -> String? {
        if text.utf8.allSatisfy({ $0 < 128 }) { return plain(text) }
        var labels: [String] = []
        for part in TextForm.split(text, at: ".") {
            var label = part.lowercased()
            if !label.utf8.allSatisfy({ $0 < 128 }) {
                label = TextForm.replace(TextForm.replace(label, "ß", with: "ss"), "ς", with: "σ")
                guard label.utf8.contains(where: { $0 >= 128 }) == false else {
                    // Encoding never makes a label shorter, and its time grows with the square of the length.
                    guard label.unicodeScalars.count <= labelMax, let encoded = Punycode.encode(label) else { return nil }
                    labels.append("xn--" + encoded)
                    guard encoded.utf8.count + 4 <= labelMax else { return nil }
                    continue
                }
            }
            guard (1...labelMax).contains(label.utf8.count) else { return nil }
            labels.append(label)
        }
        return labels.joined(separator: ".")
    }

    /// The same for a name that is in ASCII already.
    private static func plain(_ text: String) -> String? {
        var length = 0
        for byte in text.utf8 {
            if byte == UInt8(ascii: ".") {
                guard (1...labelMax).contains(length) else { return nil }
                length = 0
            } else {
                length += 1
            }
        }
        return (1...labelMax).contains(length) ? text.lowercased() : nil
    }

    /// Whether every byte is one that names in ASCII are made of.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            (97...122).contains(byte) || (48...57).contains(byte) || (65...90).contains(byte) || "._-".utf8.contains(byte)
        }
    }

    func repr(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> ModelValue {
        let text = Display.text(value)
        guard TextForm.cut(text, at: "xn--") != nil else { return .string(text) }
        let labels = TextForm.split(text, at: ".").map { label in
            label.hasPrefix("xn--") ? Punycode.decode(label.dropFirst(4)) ?? label : label
        }
        return .string(labels.joined(separator: "."))
    }

    func index(_ value: ModelValue, _ context: TypeContext) -> [UInt8] { IndexForm.bounded(Display.text(value).utf8.reversed()) }

    func predicate(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> ValuePredicate? {
        guard comparator == "=", let suffix = try suffix(value, context) else { return nil }
        return Self.test(suffix)
    }

    private static func test(_ suffix: String) -> ValuePredicate {
        ValuePredicate { value in value.string.map { $0.utf8.reversed().starts(with: suffix.utf8.reversed()) } ?? false }
    }

    func lift(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> LiftPlan? {
        guard comparator == "=", let suffix = try suffix(value, context) else { return nil }
        let form = Array(suffix.utf8.reversed())
        guard form.count > IndexForm.lengthMax - 8 else { return LiftPlan(.prefix(form)) }
        return LiftPlan(.prefix(Array(form[..<(IndexForm.lengthMax - 8)])), residual: Self.test(suffix))
    }

    /// The end of the names that `*.example.com` or `*example.com` means; nil for a plain name.
    private func suffix(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> String? {
        guard case .string(let text) = value, TextForm.contains(text, "*") else { return nil }
        guard text.hasPrefix("*"), !text.dropFirst().contains("*") else {
            throw Fault(.badLiftValue, "Wild card may only appear at the beginning.", fields: ["valu": .string(text)])
        }
        let rest = Self.mapped(TextForm.strip(String(text.dropFirst()))).lowercased()
        return rest
    }
}
