extension Value {
    /// This value as one line of JSON. Bytes and extensions become hexadecimal text, since JSON has no form for them; a float that JSON
    /// cannot say becomes null.
    public var json: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let flag): text += flag ? "true" : "false"
        case .int(let number): text += String(number)
        case .uint(let number): text += String(number)
        case .float(let number): text += number.isFinite ? String(number) : "null"
        case .string(let string): Self.quote(string, into: &text)
        case .bytes(let bytes), .ext(_, let bytes): Self.quote(Hex.encode(bytes), into: &text)
        case .array(let items):
            text += "["
            for (position, item) in items.enumerated() {
                if position > 0 { text += ", " }
                item.write(to: &text)
            }
            text += "]"
        case .map(let entries):
            text += "{"
            for (position, entry) in entries.enumerated() {
                if position > 0 { text += ", " }
                if case .string(let key) = entry.key {
                    Self.quote(key, into: &text)
                } else {
                    Self.quote(entry.key.json, into: &text)
                }
                text += ": "
                entry.value.write(to: &text)
            }
            text += "}"
        }
    }

    private static func quote(_ string: String, into text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7f:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
