/// Text as a pattern that matches just this text.
public enum RegexEscape {
    private static let special = Set("\t\n\u{b}\u{c}\r\u{1c}\u{1d}\u{1e}\u{1f} #$&()*+-.?[\\]^{|}~".unicodeScalars)

    /// `text` with a backslash before every sign that a pattern gives a meaning.
    public static func escape(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if special.contains(scalar) { escaped.append("\\") }
            escaped.append(scalar)
        }
        return String(escaped)
    }
}
