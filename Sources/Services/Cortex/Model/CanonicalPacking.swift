import Kernel
import MessagePack

/// Values as MessagePack in its shortest form: the bytes under node identities and guids made from content, so they may never change.
public enum CanonicalPacking {
    /// The depth at which packing stops: values nest no deeper than any parser lets them, this only protects the stack.
    static let depthMax = 128

    /// `value`, packed. Throws `HitLimit` for one that nests too deep.
    public static func pack(_ value: ModelValue) throws(Fault) -> [UInt8] {
        var packer = Packer()
        try append(value, to: &packer)
        return packer.bytes
    }

    /// Packs `value` behind what `packer` holds.
    public static func append(_ value: ModelValue, to packer: inout Packer) throws(Fault) {
        try append(value, to: &packer, depth: 0)
    }

    private static func append(_ value: ModelValue, to packer: inout Packer, depth: Int) throws(Fault) {
        guard depth < depthMax else { throw Fault(.limit, "a value nests deeper than \(depthMax) levels") }
        switch value {
        case .null: packer.packNil()
        case .bool(let flag): packer.pack(flag)
        case .int(let number): packer.pack(number)
        case .big(let number): append(number, to: &packer)
        case .float(let number): packer.pack(number)
        case .string(let text): packer.pack(text)
        case .bytes(let content): packer.pack(content)
        case .list(let items):
            packer.packArrayHeader(items.count)
            for item in items { try append(item, to: &packer, depth: depth + 1) }
        case .dict(let entries):
            packer.packMapHeader(entries.count)
            for entry in entries {
                packer.pack(entry.key)
                try append(entry.value, to: &packer, depth: depth + 1)
            }
        }
    }

    /// What is wider than MessagePack's integers is an extension, as in the reference: type 0 with the magnitude of a positive number,
    /// type 1 with the two's complement of a negative one.
    private static func append(_ number: BigInteger, to packer: inout Packer) {
        if !number.isNegative, let bytes = number.bigEndianBytes(count: 8) {
            packer.pack(bytes.reduce(0) { $0 << 8 | UInt64($1) })
            return
        }
        var count = 8
        while number.magnitude.bigEndianBytes(count: count) == nil { count += 1 }
        var content = number.magnitude.bigEndianBytes(count: count) ?? []
        guard number.isNegative else {
            packer.packExtension(0, content)
            return
        }
        if (content.first ?? 0) >= 0x80 { content.insert(0, at: 0) }
        content = content.map { ~$0 }
        for position in content.indices.reversed() {
            content[position] &+= 1
            if content[position] != 0 { break }
        }
        packer.packExtension(1, content)
    }
}
