/// Takes secrets out of what is about to be logged: the last net, for text that comes from elsewhere.
enum Redaction {
    static let mark = "***"

    /// Names of metadata whose values are never written.
    static let secretNames: Set<String> = ["passwd", "password", "secret", "token", "apikey", "authorization", "cookie"]

    static func isSecret(_ name: String) -> Bool {
        secretNames.contains(name.lowercased()) || name.lowercased().hasSuffix(":passwd") || name.lowercased().hasSuffix("_passwd")
    }

    /// The first `bytesMax` bytes of a text, as ``passwords(in:)``. A URL that the cut goes through loses all behind its scheme: its
    /// password could no longer be told.
    static func bounded(_ text: String, bytesMax: Int) -> String {
        guard text.utf8.count > bytesMax else { return passwords(in: text) }
        let cut = Escape.prefix(text, bytesMax: bytesMax)
        let lastWord = cut.utf8.lastIndex { $0 <= 0x20 } ?? cut.startIndex
        guard let scheme = cut[lastWord...].firstRange(of: "://") else { return passwords(in: cut) }
        return passwords(in: String(cut[..<scheme.upperBound]))
    }

    /// The text with the password of every `scheme://user:password@host` replaced.
    static func passwords(in text: String) -> String {
        guard text.contains("://"), text.contains("@") else { return text }
        var result = ""
        var rest = text[...]
        while let scheme = rest.firstRange(of: "://") {
            result += rest[..<scheme.upperBound]
            rest = rest[scheme.upperBound...]
            // Whatever the password contains, the part of a URL before its host ends at the last '@' before a blank or a quote.
            let authority = rest.prefix { !$0.isWhitespace && $0 != "\"" && $0 != "'" && $0 != "," }
            let nextURL = authority.firstRange(of: "://")?.lowerBound ?? authority.endIndex
            guard let at = authority[..<nextURL].lastIndex(of: "@"), let colon = authority[..<at].firstIndex(of: ":") else { continue }
            result += rest[...colon] + mark
            rest = rest[at...]
        }
        return result + rest
    }
}
