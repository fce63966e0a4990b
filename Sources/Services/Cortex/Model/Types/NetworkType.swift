import Kernel

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
