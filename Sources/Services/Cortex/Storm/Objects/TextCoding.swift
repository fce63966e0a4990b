import Kernel

/// Text as bytes and back, in the encodings that Python names.
public enum TextCoding {
    private enum Encoding {
        case utf8, ascii, latin1
        case utf16(isBigEndian: Bool, hasMark: Bool)
        case utf32(isBigEndian: Bool, hasMark: Bool)

        init?(_ name: String) {
            switch name.lowercased().filter({ $0 != "-" && $0 != "_" && $0 != " " }) {
            case "utf8", "u8": self = .utf8
            case "ascii", "usascii", "646": self = .ascii
            case "latin1", "iso88591", "latin", "l1", "8859": self = .latin1
            case "utf16", "u16": self = .utf16(isBigEndian: false, hasMark: true)
            case "utf16le": self = .utf16(isBigEndian: false, hasMark: false)
            case "utf16be": self = .utf16(isBigEndian: true, hasMark: false)
            case "utf32", "u32": self = .utf32(isBigEndian: false, hasMark: true)
            case "utf32le": self = .utf32(isBigEndian: false, hasMark: false)
            case "utf32be": self = .utf32(isBigEndian: true, hasMark: false)
            default: return nil
            }
        }
    }

    private static let quotedMax = 256

    /// Throws `StormRuntimeError` for a character that the encoding has not, or an encoding that is not known.
    public static func encode(_ text: String, _ name: String) throws(Fault) -> [UInt8] {
        guard let encoding = Encoding(name) else { throw unknown(name, ValueQuoter.quote(text)) }
        switch encoding {
        case .utf8: return Array(text.utf8)
        case .ascii: return try narrow(text, below: 128, "ascii")
        case .latin1: return try narrow(text, below: 256, "latin-1")
        case .utf16(let isBigEndian, let hasMark):
            return units(hasMark ? [0xfeff] + Array(text.utf16) : Array(text.utf16), isBigEndian)
        case .utf32(let isBigEndian, let hasMark):
            let values = text.unicodeScalars.map(\.value)
            return units(hasMark ? [0xfeff] + values : values, isBigEndian)
        }
    }

    private static func units(_ units: [some FixedWidthInteger & UnsignedInteger], _ isBigEndian: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        for unit in units {
            let count = unit.bitWidth / 8
            for place in 0..<count {
                bytes.append(UInt8(truncatingIfNeeded: unit >> (8 * (isBigEndian ? count - 1 - place : place))))
            }
        }
        return bytes
    }

    private static func narrow(_ text: String, below limit: UInt32, _ name: String) throws(Fault) -> [UInt8] {
        var bytes: [UInt8] = []
        for (position, scalar) in text.unicodeScalars.enumerated() {
            guard scalar.value < limit else {
                let quoted =
                    ValueQuoter.quote(String(scalar)) == "'\(scalar)'"
                    ? "'" + escape(scalar) + "'" : ValueQuoter.quote(String(scalar))
                throw Fault(
                    .stormRuntime,
                    "'\(name)' codec can't encode character \(quoted) in position \(position): ordinal not in range(\(limit)): "
                        + ValueQuoter.quote(text).trimmed(to: quotedMax))
            }
            bytes.append(UInt8(scalar.value))
        }
        return bytes
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        let (mark, width) = scalar.value < 0x100 ? ("\\x", 2) : scalar.value < 0x10000 ? ("\\u", 4) : ("\\U", 8)
        return mark + String(repeating: "0", count: width - digits.count) + digits
    }

    /// Throws `StormRuntimeError` for bytes that are no text in the encoding, or an encoding that is not known. `errors`: `strict`,
    /// `replace`, `ignore`, `surrogatepass`.
    public static func decode(_ bytes: [UInt8], _ name: String, errors: String = "strict") throws(Fault) -> String {
        guard let encoding = Encoding(name) else { throw unknown(name, ValueQuoter.quote(bytes)) }
        switch encoding {
        case .utf8: return try utf8(bytes, errors)
        case .ascii:
            if let position = bytes.firstIndex(where: { $0 > 127 }) {
                if errors == "ignore" { return String(decoding: bytes.filter { $0 < 128 }, as: UTF8.self) }
                if errors == "replace" {
                    return String(String.UnicodeScalarView(bytes.map { $0 < 128 ? Unicode.Scalar($0) : "\u{fffd}" }))
                }
                throw bad(bytes, "ascii", position, "ordinal not in range(128)")
            }
            return String(decoding: bytes, as: UTF8.self)
        case .latin1: return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        case .utf16(let isBigEndian, let hasMark):
            var units: [UInt16] = gather(bytes, isBigEndian)
            if hasMark, units.first == 0xfeff { units.removeFirst() }
            if hasMark, units.first == 0xfffe { units = units.dropFirst().map(\.byteSwapped) }
            return String(decoding: units, as: UTF16.self)
        case .utf32(let isBigEndian, let hasMark):
            var units: [UInt32] = gather(bytes, isBigEndian)
            if hasMark, units.first == 0xfeff { units.removeFirst() }
            if hasMark, units.first == 0xfffe_0000 { units = units.dropFirst().map(\.byteSwapped) }
            return String(String.UnicodeScalarView(units.map { Unicode.Scalar($0) ?? "\u{fffd}" }))
        }
    }

    private static func utf8(_ bytes: [UInt8], _ errors: String) throws(Fault) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        let repaired = String(decoding: bytes, as: UTF8.self)
        if errors == "replace" { return repaired }
        if errors == "ignore" { return String(repaired.unicodeScalars.filter { $0 != "\u{fffd}" }) }
        var valid = 0
        while valid < bytes.count, String(validating: bytes[...valid], as: UTF8.self) != nil || isStart(bytes, valid) { valid += 1 }
        let position = min(valid, bytes.count - 1)
        let words = bytes[position] & 0xc0 == 0x80 || bytes[position] > 0xf4 ? "invalid start byte" : "invalid continuation byte"
        throw bad(bytes, "utf-8", position, words)
    }

    /// Whether the bytes up to `end` end in the middle of a character that may still become whole.
    private static func isStart(_ bytes: [UInt8], _ end: Int) -> Bool {
        var start = end
        while start > 0, bytes[start] & 0xc0 == 0x80, end - start < 3 { start -= 1 }
        let length = bytes[start] >= 0xf0 ? 4 : bytes[start] >= 0xe0 ? 3 : bytes[start] >= 0xc2 ? 2 : 1
        guard length > 1, bytes[start] <= 0xf4, start + length <= bytes.count else { return false }
        return String(validating: bytes[start..<(start + length)], as: UTF8.self) != nil
    }

    private static func gather<Unit: FixedWidthInteger>(_ bytes: [UInt8], _ isBigEndian: Bool) -> [Unit] {
        let width = Unit.bitWidth / 8
        var units: [Unit] = []
        for start in stride(from: 0, to: bytes.count - width + 1, by: width) {
            var unit: Unit = 0
            for place in 0..<width { unit |= Unit(bytes[start + place]) << Unit(8 * (isBigEndian ? width - 1 - place : place)) }
            units.append(unit)
        }
        return units
    }

    private static func bad(_ bytes: [UInt8], _ name: String, _ position: Int, _ words: String) -> Fault {
        let digits = String(bytes[position], radix: 16)
        let byte = "0x" + (digits.count < 2 ? "0" : "") + digits
        return Fault(
            .stormRuntime, "'\(name)' codec can't decode byte \(byte) in position \(position): \(words): "
                + ValueQuoter.quote(bytes).trimmed(to: quotedMax))
    }

    private static func unknown(_ name: String, _ quoted: String) -> Fault {
        Fault(
            .stormRuntime, "unknown encoding: \(name): \(quoted.trimmed(to: quotedMax))",
            advice: "Use utf8, ascii, latin1, utf16 or utf32")
    }
}
