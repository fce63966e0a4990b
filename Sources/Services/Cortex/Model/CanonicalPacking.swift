import Kernel

/// Values as MessagePack in its shortest form: the bytes under node identities and guids made from content, so they may never change.
enum CanonicalPacking {
    /// The depth at which packing stops: values nest no deeper than any parser lets them, this only protects the stack.
    static let depthMax = 128

    static func pack(_ value: ModelValue) throws(Fault) -> [UInt8] {
        var bytes: [UInt8] = []
        try append(value, to: &bytes, depth: 0)
        return bytes
    }

    private static func append(_ value: ModelValue, to bytes: inout [UInt8], depth: Int) throws(Fault) {
        guard depth < depthMax else { throw Fault(.limit, "a value nests deeper than \(depthMax) levels") }
        switch value {
        case .null: bytes.append(0xc0)
        case .bool(let flag): bytes.append(flag ? 0xc3 : 0xc2)
        case .int(let number): append(number, to: &bytes)
        case .big(let number):
            guard !number.isNegative, let unsigned = number.bigEndianBytes(count: 8) else {
                // Wider than MessagePack's integers: an extension with the big-endian two's complement, as the reference packs it.
                append(wide: number, to: &bytes)
                return
            }
            bytes.append(0xcf)
            bytes += unsigned
        case .float(let number):
            bytes.append(0xcb)
            append(bigEndian: number.bitPattern, to: &bytes)
        case .string(let text):
            let utf8 = Array(text.utf8)
            header(utf8.count, short: (0xa0, 32), medium: (0xd9, 0xda, 0xdb), to: &bytes)
            bytes += utf8
        case .bytes(let content):
            header(content.count, short: nil, medium: (0xc4, 0xc5, 0xc6), to: &bytes)
            bytes += content
        case .list(let items):
            header(items.count, short: (0x90, 16), medium: (nil, 0xdc, 0xdd), to: &bytes)
            for item in items { try append(item, to: &bytes, depth: depth + 1) }
        case .dict(let entries):
            header(entries.count, short: (0x80, 16), medium: (nil, 0xde, 0xdf), to: &bytes)
            for entry in entries {
                try append(.string(entry.key), to: &bytes, depth: depth + 1)
                try append(entry.value, to: &bytes, depth: depth + 1)
            }
        }
    }

    private static func append(_ number: Int64, to bytes: inout [UInt8]) {
        switch number {
        case 0...127: bytes.append(UInt8(number))
        case -32 ..< 0: bytes.append(UInt8(bitPattern: Int8(number)))
        case 128...0xff: bytes += [0xcc, UInt8(number)]
        case 0x100...0xffff:
            bytes.append(0xcd)
            append(bigEndian: UInt16(number), to: &bytes)
        case 0x1_0000...0xffff_ffff:
            bytes.append(0xce)
            append(bigEndian: UInt32(number), to: &bytes)
        case 0x1_0000_0000...:
            bytes.append(0xcf)
            append(bigEndian: UInt64(number), to: &bytes)
        case -0x80 ..< -32: bytes += [0xd0, UInt8(bitPattern: Int8(number))]
        case -0x8000 ..< -0x80:
            bytes.append(0xd1)
            append(bigEndian: Int16(number), to: &bytes)
        case -0x8000_0000 ..< -0x8000:
            bytes.append(0xd2)
            append(bigEndian: Int32(number), to: &bytes)
        default:
            bytes.append(0xd3)
            append(bigEndian: number, to: &bytes)
        }
    }

    private static func append(wide number: BigInteger, to bytes: inout [UInt8]) {
        var count = 9
        while number.magnitude.bigEndianBytes(count: count) == nil { count += 1 }
        var content = number.magnitude.bigEndianBytes(count: count) ?? []
        if (content.first ?? 0) >= 0x80 { content.insert(0, at: 0) }
        if number.isNegative {
            content = content.map { ~$0 }
            for position in content.indices.reversed() {
                content[position] &+= 1
                if content[position] != 0 { break }
            }
        }
        bytes += [0xc7, UInt8(truncatingIfNeeded: content.count), number.isNegative ? 1 : 0]
        bytes += content
    }

    private static func header(
        _ count: Int, short: (UInt8, Int)?, medium: (UInt8?, UInt8, UInt8), to bytes: inout [UInt8]
    ) {
        if let short, count < short.1 {
            bytes.append(short.0 | UInt8(count))
        } else if let one = medium.0, count <= 0xff {
            bytes += [one, UInt8(count)]
        } else if count <= 0xffff {
            bytes.append(medium.1)
            append(bigEndian: UInt16(count), to: &bytes)
        } else {
            bytes.append(medium.2)
            append(bigEndian: UInt32(truncatingIfNeeded: count), to: &bytes)
        }
    }

    static func append(bigEndian number: some FixedWidthInteger, to bytes: inout [UInt8]) {
        for shift in stride(from: number.bitWidth - 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }
}
