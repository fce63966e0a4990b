/// Values as the reference's error texts quote them: `'text'`, `('a', 1)`, `None`.
public enum PythonText {
    /// The depth below which nested values are cut: an error text is for a person.
    static let depthMax = 16

    /// A value.
    public static func quote(_ value: ModelValue) -> String { quote(value, depth: 0) }

    private static func quote(_ value: ModelValue, depth: Int) -> String {
        guard depth < depthMax else { return "..." }
        switch value {
        case .null: return "None"
        case .bool(let flag): return flag ? "True" : "False"
        case .int(let number): return String(number)
        case .big(let number): return number.description
        case .float(let number): return FloatText.shortest(number)
        case .string(let text): return quote(text)
        case .bytes(let bytes): return "b" + quote(String(decoding: bytes, as: UTF8.self))
        case .list(let items):
            let parts = items.map { quote($0, depth: depth + 1) }
            return parts.count == 1 ? "(\(parts[0]),)" : "(\(parts.joined(separator: ", ")))"
        case .dict(let entries):
            return "{" + entries.map { "\(quote($0.key)): \(quote($0.value, depth: depth + 1))" }.joined(separator: ", ") + "}"
        }
    }

    /// A text.
    public static func quote(_ text: String) -> String {
        let mark = text.contains("'") && !text.contains("\"") ? "\"" : "'"
        var quoted = mark
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case "'" where mark == "'": quoted += "\\'"
            case _ where scalar.value < 0x20 || scalar.value == 0x7f:
                quoted += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + mark
    }

    /// The name of the kind of `value` in error texts.
    public static func kind(_ value: ModelValue) -> String {
        switch value {
        case .null: "NoneType"
        case .bool: "bool"
        case .int, .big: "int"
        case .float: "float"
        case .string: "str"
        case .bytes: "bytes"
        case .list: "tuple"
        case .dict: "dict"
        }
    }
}
