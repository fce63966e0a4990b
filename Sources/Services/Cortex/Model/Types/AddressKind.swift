/// A network as its first address and the count of fixed bits, in 128 bits; IPv4 uses the last 32.
struct AddressBlock: Sendable {
    let first: UInt128
    let bits: Int
    let width: Int

    init(version4 text: String, _ bits: Int) {
        (first, self.bits, width) = (UInt128(AddressText.version4(text) ?? 0), bits, 32)
    }

    init(version6 text: String, _ bits: Int) {
        (first, self.bits, width) = ((try? AddressText.version6(text).get()) ?? 0, bits, 128)
    }

    func contains(_ address: UInt128) -> Bool { bits == 0 || (address ^ first) >> UInt128(width - bits) == 0 }
}

/// What the registries say of addresses, as the reference tells it.
enum AddressKind {
    private static let private4: [AddressBlock] = [
        ("0.0.0.0", 8), ("10.0.0.0", 8), ("127.0.0.0", 8), ("169.254.0.0", 16), ("172.16.0.0", 12), ("192.0.0.0", 29), ("192.0.0.170", 31),
        ("192.0.2.0", 24), ("192.168.0.0", 16), ("198.18.0.0", 15), ("198.51.100.0", 24), ("203.0.113.0", 24), ("240.0.0.0", 4),
    ].map { AddressBlock(version4: $0.0, $0.1) }

    private static let private6: [AddressBlock] = [
        ("::1", 128), ("::", 128), ("100::", 64), ("2001::", 23), ("2001:2::", 48), ("2001:db8::", 32), ("2001:10::", 28), ("fc00::", 7),
        ("fe80::", 10),
    ].map { AddressBlock(version6: $0.0, $0.1) }

    private static let reserved6: [AddressBlock] = [
        ("::", 8), ("100::", 8), ("200::", 7), ("400::", 6), ("800::", 5), ("1000::", 4), ("4000::", 3), ("6000::", 3), ("8000::", 3),
        ("a000::", 3), ("c000::", 3), ("e000::", 4), ("f000::", 5), ("f800::", 6), ("fe00::", 9),
    ].map { AddressBlock(version6: $0.0, $0.1) }

    private static let shared4 = AddressBlock(version4: "100.64.0.0", 10)
    private static let linkLocal6 = AddressBlock(version6: "fe80::", 10)
    private static let siteLocal6 = AddressBlock(version6: "fec0::", 10)

    static func of(_ address: UInt32) -> String {
        switch address >> 24 {
        case 224...239: return "multicast"
        case 127: return "loopback"
        case 169 where address >> 16 & 255 == 254: return "linklocal"
        default: break
        }
        let wide = UInt128(address)
        if shared4.contains(wide) { return "shared" }
        if private4.contains(where: { $0.contains(wide) }) { return "private" }
        return "unicast"
    }

    static func of(_ address: UInt128) -> String {
        if address >> 120 == 0xff { return "multicast" }
        if address == 1 { return "loopback" }
        if linkLocal6.contains(address) { return "linklocal" }
        if let mapped = AddressText.mapped(address), private4.contains(where: { $0.contains(UInt128(mapped)) }) { return "private" }
        if private6.contains(where: { $0.contains(address) }) { return "private" }
        if reserved6.contains(where: { $0.contains(address) }) { return "reserved" }
        return "unicast"
    }

    /// How far packets to the address travel.
    static func scope(_ address: UInt128) -> String {
        if address >> 120 == 0xff {
            switch address >> 112 & 0xf {
            case 0, 0xf: return "reserved"
            case 1: return "interface-local"
            case 2: return "link-local"
            case 3: return "realm-local"
            case 4: return "admin-local"
            case 5: return "site-local"
            case 8: return "organization-local"
            case 0xe: return "global"
            default: return "unassigned"
            }
        }
        if address == 1 || linkLocal6.contains(address) { return "link-local" }
        return siteLocal6.contains(address) ? "site-local" : "global"
    }
}
