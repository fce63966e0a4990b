/// Numbers as people write them.
public enum NumberText {
    /// A whole number: decimal, or hexadecimal, octal, binary after `0x`, `0o`, `0b`; with a sign, and underscores between digits.
    public static func integer(_ text: String) -> BigInteger? {
        // Short runs of digits, nearly everything, need no more than this.
        if (1...18).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) {
            return BigInteger(text.utf8.reduce(Int64(0)) { $0 * 10 + Int64($1 - 48) })
        }
        var digits = trimmed(text)[...]
        var isNegative = false
        if digits.first == "-" || digits.first == "+" { isNegative = digits.removeFirst() == "-" }
        var radix = 10
        let head = digits.prefix(2).lowercased()
        if let special = ["0x": 16, "0o": 8, "0b": 2][head] {
            radix = special
            digits = digits.dropFirst(2)
            if digits.first == "_" { digits = digits.dropFirst() }
        }
        guard let plain = withoutUnderscores(digits), let number = BigInteger(plain, radix: radix) else { return nil }
        return isNegative ? -number : number
    }

    /// A floating point number, `inf`, `infinity` or `nan`.
    public static func float(_ text: String) -> Double? {
        let plain = trimmed(text).lowercased()
        switch plain {
        case "inf", "+inf", "infinity", "+infinity": return .infinity
        case "-inf", "-infinity": return -.infinity
        case "nan", "+nan", "-nan": return .nan
        default: break
        }
        guard !plain.isEmpty, plain.utf8.allSatisfy({ (48...57).contains($0) || "+-._e".utf8.contains($0) }) else { return nil }
        guard let digits = withoutUnderscores(plain[...]) else { return nil }
        var candidate = digits
        if candidate.hasPrefix("+") { candidate.removeFirst() }
        if candidate.hasPrefix(".") { candidate = "0" + candidate }
        if candidate.hasPrefix("-.") { candidate = "-0" + candidate.dropFirst() }
        if candidate.hasSuffix(".") { candidate += "0" }
        return Double(TextForm.replace(candidate, ".e", with: ".0e"))
    }

    /// The digits without underscores; nil where an underscore is not between two others.
    private static func withoutUnderscores(_ digits: Substring) -> String? {
        guard digits.contains("_") else { return String(digits) }
        if digits.first == "_" || digits.last == "_" || digits.contains("__") { return nil }
        return digits.filter { $0 != "_" }
    }

    static func trimmed(_ text: String) -> String { TextForm.strip(text) }
}
