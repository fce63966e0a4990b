import Kernel

/// What a plain (unquoted) YAML scalar means in the core schema of YAML 1.2: `null`, `true`, `12`, `0x1f`, `0o17`, `1.5`, `.inf`, or a
/// string.
///
/// The words of YAML 1.1 (`yes`, `on`, `0777`, `12:30`) are strings or decimal integers here, as the newer standard says.
enum YAMLScalar {
    /// Why a scalar has no value.
    enum Refusal: Error { case integerTooLarge }

    static func resolve(_ text: String) throws(Refusal) -> Value {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .float(.infinity)
        case "-.inf", "-.Inf", "-.INF": return .float(-.infinity)
        case ".nan", ".NaN", ".NAN": return .float(.nan)
        default: break
        }
        if let number = try integer(text) { return number }
        if isFloat(text), let number = Double(text.hasPrefix("+") ? String(text.dropFirst()) : text) {
            return .float(number)
        }
        return .string(text)
    }

    private static func integer(_ text: String) throws(Refusal) -> Value? {
        let bytes = Array(text.utf8)
        for (prefix, radix) in [("0x", 16), ("0o", 8)] where text.hasPrefix(prefix) {
            let digits = text.dropFirst(2)
            guard !digits.isEmpty, digits.utf8.allSatisfy({ isDigit($0, radix: radix) }) else { return nil }
            guard let number = UInt64(digits, radix: radix) else { throw .integerTooLarge }
            return .integer(number)
        }
        let isSigned = bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+")
        let digits = bytes.dropFirst(isSigned ? 1 : 0)
        guard !digits.isEmpty, digits.allSatisfy({ isDigit($0, radix: 10) }) else { return nil }
        if let number = Int64(text) { return .int(number) }
        if bytes.first != UInt8(ascii: "-"), let number = UInt64(text) { return .integer(number) }
        throw .integerTooLarge
    }

    private static func isDigit(_ byte: UInt8, radix: Int) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "7"): true
        case UInt8(ascii: "8"), UInt8(ascii: "9"): radix >= 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): radix == 16
        default: false
        }
    }

    /// Whether the text is a sign, digits with at most one point, and perhaps an exponent: `[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?`.
    private static func isFloat(_ text: String) -> Bool {
        var rest = text.utf8[...]
        func takeSign() {
            if let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        }
        func takeDigits() -> Int {
            let count = rest.prefix { isDigit($0, radix: 10) }.count
            rest = rest.dropFirst(count)
            return count
        }
        takeSign()
        let whole = takeDigits()
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            let fraction = takeDigits()
            guard whole + fraction > 0 else { return false }
        } else if whole == 0 {
            return false
        }
        if let first = rest.first, first == UInt8(ascii: "e") || first == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            takeSign()
            guard takeDigits() > 0 else { return false }
        }
        return rest.isEmpty
    }
}
