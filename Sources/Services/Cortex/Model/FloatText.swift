/// Floating point numbers as text, in the form that the reference prints: `1.0`, `0.1`, `1e+16`, `1e-05`, `inf`, `nan`.
public enum FloatText {
    /// The shortest digits that read back as `number`: positional between 1e-4 and 1e16, else with an exponent of at least two digits.
    public static func shortest(_ number: Double) -> String {
        if number.isNaN { return "nan" }
        if number.isInfinite { return number < 0 ? "-inf" : "inf" }
        if number == 0 { return number.sign == .minus ? "-0.0" : "0.0" }
        let sign = number < 0 ? "-" : ""
        let (digits, point) = decompose(number.magnitude)
        return sign + layout(digits, point: point)
    }

    /// Significant digits without outer zeros, and the position of the decimal point counted from their start.
    private static func decompose(_ number: Double) -> (digits: [UInt8], point: Int) {
        var digits: [UInt8] = []
        var point: Int?
        var exponent = 0
        var exponentSign = 1
        var inExponent = false
        for character in number.description.utf8 {
            switch character {
            case UInt8(ascii: "."): point = digits.count
            case UInt8(ascii: "e"): inExponent = true
            case UInt8(ascii: "-") where inExponent: exponentSign = -1
            case UInt8(ascii: "+"): continue
            default:
                if inExponent { exponent = exponent * 10 + Int(character - 48) } else { digits.append(character) }
            }
        }
        var position = (point ?? digits.count) + exponent * exponentSign
        let zeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
        digits.removeFirst(zeros)
        position -= zeros
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        return (digits, position)
    }

    private static func layout(_ digits: [UInt8], point: Int) -> String {
        let text = String(decoding: digits, as: UTF8.self)
        if point > 16 || point < -3 {
            let exponent = point - 1
            let fraction = text.dropFirst()
            let magnitude = String(exponent.magnitude)
            return "\(text.prefix(1))\(fraction.isEmpty ? "" : ".\(fraction)")e\(exponent < 0 ? "-" : "+")"
                + (magnitude.count < 2 ? "0" : "") + magnitude
        }
        if point <= 0 { return "0." + String(repeating: "0", count: -point) + text }
        if digits.count <= point { return text + String(repeating: "0", count: point - digits.count) + ".0" }
        return "\(text.prefix(point)).\(text.dropFirst(point))"
    }
}
