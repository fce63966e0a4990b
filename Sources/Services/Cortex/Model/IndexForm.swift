/// Values as bytes whose order is the order of the values: what index keys are made of.
enum IndexForm {
    /// The longest index form. Keys of the store end at 511 bytes; property, layer and node ids need the rest.
    static let lengthMax = 256
    /// What a longer form keeps before the eight bytes of hash that tell it from its neighbours.
    private static let keptMax = lengthMax - 8

    /// A form of at most ``lengthMax`` bytes: longer ones are cut and end in a hash, so that only unequal values differ in it.
    static func bounded(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.count > lengthMax else { return bytes }
        var form = Array(bytes[..<keptMax])
        append(bigEndian: hash(bytes), to: &form)
        return form
    }

    /// Whether a form was cut, so that a lift has to compare the stored value too.
    static func isCut(_ form: [UInt8]) -> Bool { form.count >= lengthMax }

    /// FNV-1a: well spread, and the same in every process, which the hash of the standard library is not.
    private static func hash(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }

    static func text(_ text: String) -> [UInt8] { bounded(Array(text.utf8)) }

    /// The bytes that lower case hexadecimal digits stand for.
    static func hexadecimal(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count / 2)
        var high: UInt8?
        for character in text.utf8 {
            let nibble: UInt8
            switch character {
            case 48...57: nibble = character - 48
            case 97...102: nibble = character - 87
            default: return nil
            }
            if let upper = high {
                bytes.append(upper << 4 | nibble)
                high = nil
            } else {
                high = nibble
            }
        }
        return high == nil ? bytes : nil
    }

    static func int(_ number: Int64) -> [UInt8] {
        var bytes: [UInt8] = []
        append(bigEndian: UInt64(bitPattern: number) ^ 1 << 63, to: &bytes)
        return bytes
    }

    static func float(_ number: Double) -> [UInt8] {
        // Minus zero equals zero, so both have one form.
        let bits = (number == 0 ? 0.0 : number).bitPattern
        var bytes: [UInt8] = []
        append(bigEndian: bits >> 63 == 1 ? ~bits : bits | 1 << 63, to: &bytes)
        return bytes
    }

    /// Any value, for lists and unions: a tag for the kind, then a form that no other continues.
    static func any(_ value: ModelValue) -> [UInt8] {
        var bytes: [UInt8] = []
        append(value, to: &bytes, depth: 0)
        return bounded(bytes)
    }

    private static func append(_ value: ModelValue, to bytes: inout [UInt8], depth: Int) {
        guard depth < CanonicalPacking.depthMax else { return }
        switch value {
        case .null: bytes.append(0x01)
        case .bool(let flag): bytes += [0x02, flag ? 1 : 0]
        case .int(let number): bytes += [0x04] + int(number)
        case .big(let number): bytes += [number.isNegative ? 0x03 : 0x05] + wide(number)
        case .float(let number): bytes += [0x06] + float(number)
        case .string(let text):
            bytes.append(0x07)
            escape(Array(text.utf8), to: &bytes)
        case .bytes(let content):
            bytes.append(0x08)
            escape(content, to: &bytes)
        case .list(let items):
            bytes.append(0x09)
            for item in items { append(item, to: &bytes, depth: depth + 1) }
            bytes.append(0x00)
        case .dict(let entries):
            bytes.append(0x0a)
            for entry in entries.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
                escape(Array(entry.key.utf8), to: &bytes)
                append(entry.value, to: &bytes, depth: depth + 1)
            }
            bytes.append(0x00)
        }
    }

    /// Ends with a zero byte, which inside is followed by 0xff, so that no text is a prefix of another.
    private static func escape(_ content: [UInt8], to bytes: inout [UInt8]) {
        for byte in content {
            bytes.append(byte)
            if byte == 0 { bytes.append(0xff) }
        }
        bytes += [0x00, 0x00]
    }

    /// Length, then magnitude; inverted for negative numbers.
    private static func wide(_ number: BigInteger) -> [UInt8] {
        var count = 8
        while count < lengthMax, number.magnitude.bigEndianBytes(count: count) == nil { count += 1 }
        let form = [UInt8(truncatingIfNeeded: count)] + (number.magnitude.bigEndianBytes(count: count) ?? [])
        return number.isNegative ? form.map { ~$0 } : form
    }

    static func append(bigEndian number: some FixedWidthInteger, to bytes: inout [UInt8]) {
        for shift in stride(from: number.bitWidth - 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }
}
