/// Makes text safe for one line of a log or a terminal.
enum Escape {
    /// The text with line feeds and other control characters written as `\n` or `\u{1b}`: nobody can forge a line or colour a terminal.
    static func controls(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var clean = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": clean += "\\n"
            case "\r": clean += "\\r"
            case "\t": clean += "\\t"
            case _ where isControl(scalar): clean += "\\u{\(String(scalar.value, radix: 16))}"
            default: clean.unicodeScalars.append(scalar)
            }
        }
        return clean
    }

    /// Control characters, line separators, and the marks that turn the direction of text around.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7f..<0xa0, 0x2028, 0x2029, 0x202a...0x202e, 0x2066...0x2069: true
        default: false
        }
    }

    /// The longest prefix of at most `bytesMax` bytes that ends between two characters.
    static func prefix(_ text: String, bytesMax: Int) -> String {
        guard text.utf8.count > bytesMax else { return text }
        var bytes = text.utf8.prefix(max(0, bytesMax))
        while let next = text.utf8[bytes.endIndex...].first, next & 0xc0 == 0x80 { bytes = bytes.dropLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
