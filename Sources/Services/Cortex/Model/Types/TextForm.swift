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
        guard !text.isEmpty else { return text }
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
        if text.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) { return split(text, at: " ").filter { !$0.isEmpty } }
        return text.unicodeScalars.split(whereSeparator: isSpace).map { String(Substring.UnicodeScalarView($0)) }
    }

    /// One space between words and none around them.
    static func oneSpace(_ text: String) -> String { words(text).joined(separator: " ") }

    static func isDigits(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (48...57).contains($0) }
    }

    static func digits(_ text: String) -> String {
        String(decoding: text.utf8.filter { (48...57).contains($0) }, as: UTF8.self)
    }

    /// The parts of `text` around the first `separator`, which is not empty; nil where there is none.
    static func cut(_ text: some StringProtocol, at separator: String) -> (head: String, tail: String)? {
        let bytes = text.utf8
        guard let first = separator.utf8.first else { return nil }
        var start = bytes.startIndex
        while let position = bytes[start...].firstIndex(of: first) {
            if bytes[position...].starts(with: separator.utf8) {
                let end = bytes.index(position, offsetBy: separator.utf8.count)
                return (String(text[..<position]), String(text[end...]))
            }
            start = bytes.index(after: position)
        }
        return nil
    }

    /// The parts of `text` around the last `separator`.
    static func cutLast(_ text: String, at separator: Unicode.Scalar) -> (head: String, tail: String)? {
        guard let position = text.utf8.lastIndex(of: UInt8(truncatingIfNeeded: separator.value)) else { return nil }
        return (String(text[..<position]), String(text[text.utf8.index(after: position)...]))
    }

    /// The parts of `text` between ASCII separators, empty ones too.
    static func split(_ text: some StringProtocol, at separator: Unicode.Scalar) -> [String] {
        text.utf8.split(separator: UInt8(truncatingIfNeeded: separator.value), omittingEmptySubsequences: false).map { part in
            String(text[part.startIndex..<part.endIndex])
        }
    }

    /// `text` with each `old`, which is not empty, exchanged.
    static func replace(_ text: String, _ old: String, with new: String) -> String {
        guard let first = old.utf8.first, text.utf8.contains(first) else { return text }
        var result: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.first {
            if byte == first, rest.starts(with: old.utf8) {
                result += new.utf8
                rest = rest.dropFirst(old.utf8.count)
            } else {
                result.append(byte)
                rest = rest.dropFirst()
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    static func contains(_ text: String, _ scalar: Unicode.Scalar) -> Bool { text.utf8.contains(UInt8(truncatingIfNeeded: scalar.value)) }

    static func isHex(_ text: some StringProtocol) -> Bool {
        text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) || (65...70).contains($0) }
    }

    /// What stands for a dot in text that was made safe to pass on: `[.]`, `(.)`.
    static func refang(_ text: String) -> String {
        guard contains(text, "[") || contains(text, "]") || contains(text, "(") else { return text }
        return ["[.]", "(.)", "[.", ".]"].reduce(text) { replace($0, $1, with: ".") }
    }
}
