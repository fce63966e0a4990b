/// The escapes of double-quoted strings and of the text in format strings.
enum StringEscapes {
    struct Problem: Error {
        let reason: String
    }

    /// The text with its escapes read: `\n`, `\t`, `\r`, `\a`, `\b`, `\f`, `\v`, `\\`, `\'`, `\"`, octal `\123`, `\x41`, `\u0041`,
    /// `\U00000041`; a backslash at the end of a line joins it to the next. Any other backslash stays.
    static func decode(_ bytes: ArraySlice<UInt8>) -> Result<String, Problem> {
        guard bytes.contains(where: { $0 == UInt8(ascii: "\\") || $0 == 0 }) else {
            return .success(String(decoding: bytes, as: UTF8.self))
        }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var position = bytes.startIndex
        while position < bytes.endIndex {
            let byte = bytes[position]
            position += 1
            guard byte != 0 else { return .failure(Problem(reason: "it contains a NUL byte")) }
            guard byte == UInt8(ascii: "\\"), position < bytes.endIndex else {
                out.append(byte)
                continue
            }
            let sign = bytes[position]
            position += 1
            if let simple = simple[sign] {
                out.append(contentsOf: simple)
            } else if let length = hexLengths[sign] {
                guard let value = number(bytes, &position, length), let scalar = Unicode.Scalar(value) else {
                    return .failure(Problem(reason: "\\\(Unicode.Scalar(sign)) wants \(length) digits that name a character"))
                }
                out.append(contentsOf: String(scalar).utf8)
            } else if ByteClass.octalDigit[sign] {
                var value = UInt32(sign - 0x30)
                var count = 1
                while count < 3, position < bytes.endIndex, ByteClass.octalDigit[bytes[position]] {
                    value = value * 8 + UInt32(bytes[position] - 0x30)
                    position += 1
                    count += 1
                }
                if let scalar = Unicode.Scalar(value) { out.append(contentsOf: String(scalar).utf8) }
            } else if sign == UInt8(ascii: "N") {
                return .failure(Problem(reason: "\\N names are not known; write \\u with the number of the character"))
            } else {
                out += [byte, sign]
            }
        }
        return .success(String(decoding: out, as: UTF8.self))
    }

    private static let simple: [UInt8: [UInt8]] = [
        UInt8(ascii: "n"): [0x0a], UInt8(ascii: "t"): [0x09], UInt8(ascii: "r"): [0x0d], UInt8(ascii: "a"): [0x07],
        UInt8(ascii: "b"): [0x08], UInt8(ascii: "f"): [0x0c], UInt8(ascii: "v"): [0x0b], UInt8(ascii: "\\"): [0x5c],
        UInt8(ascii: "'"): [0x27], UInt8(ascii: "\""): [0x22], 0x0a: [],
    ]

    private static let hexLengths: [UInt8: Int] = [UInt8(ascii: "x"): 2, UInt8(ascii: "u"): 4, UInt8(ascii: "U"): 8]

    private static func number(_ bytes: ArraySlice<UInt8>, _ position: inout Int, _ length: Int) -> UInt32? {
        guard position + length <= bytes.endIndex else { return nil }
        let digits = bytes[position..<(position + length)]
        guard digits.allSatisfy({ ByteClass.hexDigit[$0] }) else { return nil }
        position += length
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    /// The text of a format string: a backquote or brace behind a backslash stands for itself, the rest is as in double quotes.
    static func decodeFormat(_ bytes: ArraySlice<UInt8>) -> Result<String, Problem> {
        guard bytes.contains(UInt8(ascii: "\\")) else { return .success(String(decoding: bytes, as: UTF8.self)) }
        var plain: [UInt8] = []
        var position = bytes.startIndex
        while position < bytes.endIndex {
            let byte = bytes[position]
            let next = position + 1 < bytes.endIndex ? bytes[position + 1] : 0
            if byte == UInt8(ascii: "\\"), next == UInt8(ascii: "`") || next == UInt8(ascii: "{") {
                plain.append(next)
                position += 2
            } else {
                plain.append(byte)
                position += 1
            }
        }
        return decode(plain[...])
    }

    /// The text in double quotes.
    static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            default: out += escaped(scalar)
            }
        }
        return out + "\""
    }

    /// The text as it stands between the backquotes of a format string.
    static func formatted(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "`": out += "\\`"
            case "{": out += "\\{"
            default: out += escaped(scalar)
            }
        }
        // Two slashes or a slash and an asterisk at the start would begin a comment.
        if out.hasPrefix("//") || out.hasPrefix("/*") { out = "\\x2f" + out.dropFirst() }
        return out
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\\": return "\\\\"
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        case _ where scalar.value < 0x20 || scalar.value == 0x7f:
            let digits = String(scalar.value, radix: 16)
            return "\\x" + String(repeating: "0", count: 2 - digits.count) + digits
        default: return String(scalar)
        }
    }
}
