import Kernel

/// `inet:dns:name`: what a DNS query asks for: a domain name, an address, or the name for the reverse of one.
struct DNSNameType: TextBehaviour {
    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        let text = TextForm.strip(try requireText(value, context).lowercased())
        if let reversed = Self.reversed4(text) {
            return Normalized(.string(text), subs: [.init("ipv4", try context.norm(.string(reversed), as: "inet:ipv4").value)])
        }
        if let reversed = Self.reversed6(text) {
            return Normalized(.string(text), subs: [.init("ipv6", try context.norm(.string(reversed), as: "inet:ipv6").value)])
        }
        if let address = AddressText.dotted(text) {
            return Normalized(.string(AddressText.text(address)), subs: [.init("ipv4", .int(Int64(address)))])
        }
        if text.contains(":"), let address = try? context.norm(.string(text), as: "inet:ipv6") {
            return Normalized(address.value, subs: [.init("ipv6", address.value)])
        }
        if let name = try? context.norm(.string(text), as: "inet:fqdn") {
            return Normalized(name.value, subs: [.init("fqdn", name.value)])
        }
        return Normalized(.string(text))
    }

    private static func reversed4(_ text: String) -> String? {
        guard text.hasSuffix(".in-addr.arpa") else { return nil }
        let parts = text.dropLast(".in-addr.arpa".count).split(separator: ".", omittingEmptySubsequences: false)
        let address = parts.reversed().joined(separator: ".")
        return parts.count == 4 && AddressText.version4(address) != nil ? address : nil
    }

    private static func reversed6(_ text: String) -> String? {
        guard text.hasSuffix(".ip6.arpa") else { return nil }
        let digits = text.dropLast(".ip6.arpa".count).split(separator: ".", omittingEmptySubsequences: false).reversed().joined()
        guard digits.utf8.count == 32, TextForm.isHex(digits) else { return nil }
        var groups: [String] = []
        var rest = digits[...]
        while !rest.isEmpty {
            groups.append(String(rest.prefix(4)))
            rest = rest.dropFirst(4)
        }
        return groups.joined(separator: ":")
    }

    func prefix(_ text: String) -> String { text.lowercased() }
}
