/// The text operations that types share, by code points, as the reference does them.
enum TextForm {
    static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || (0x1c...0x1f).contains(scalar.value)
    }

    /// Without white space at both ends.
    static func strip(_ text: String) -> String {
        if let first = text.utf8.first, let last = text.utf8.last, (0x21...0x7e).contains(first), (0x21...0x7e).contains(last) {
            return text
        }
        var scalars = Substring.UnicodeScalarView(text.unicodeScalars[...])
        while let first = scalars.first, isSpace(first) { scalars.removeFirst() }
        while let last = scalars.last, isSpace(last) { scalars.removeLast() }
        return String(scalars)
    }

    static func stripLeading(_ text: String) -> String {
        String(Substring.UnicodeScalarView(text.unicodeScalars.drop(while: isSpace)))
    }

    /// The words between white space.
    static func words(_ text: String) -> [String] {
        text.unicodeScalars.split(whereSeparator: isSpace).map { String(Substring.UnicodeScalarView($0)) }
    }

    /// One space between words and none around them.
    static func oneSpace(_ text: String) -> String { words(text).joined(separator: " ") }

    static func isDigits(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (48...57).contains($0) }
    }

    static func digits(_ text: String) -> String {
        String(decoding: text.utf8.filter { (48...57).contains($0) }, as: UTF8.self)
    }

    /// The parts of `text` around the first `separator`; nil where there is none.
    static func cut(_ text: some StringProtocol, at separator: String) -> (head: String, tail: String)? {
        guard let range = text.firstRange(of: separator) else { return nil }
        return (String(text[..<range.lowerBound]), String(text[range.upperBound...]))
    }

    /// The parts of `text` around the last `separator`.
    static func cutLast(_ text: some StringProtocol, at separator: Character) -> (head: String, tail: String)? {
        guard let position = text.lastIndex(of: separator) else { return nil }
        return (String(text[..<position]), String(text[text.index(after: position)...]))
    }

    static func isHex(_ text: some StringProtocol) -> Bool {
        text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) || (65...70).contains($0) }
    }

    /// What stands for a dot in text that was made safe to pass on: `[.]`, `(.)`, `[dot]`.
    static func refang(_ text: String) -> String {
        guard text.contains("[") || text.contains("(") || text.contains("h") else { return text }
        return text
            .replacing("[.]", with: ".").replacing("(.)", with: ".").replacing("[.", with: ".").replacing(".]", with: ".")
    }
}
