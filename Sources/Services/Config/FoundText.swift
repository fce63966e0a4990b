import Kernel

/// A value as errors and reports may show it: short, on one line, without secrets.
enum FoundText {
    /// Enough to recognise a value by; keeps an error one readable line.
    static let charactersMax = 80

    /// The value itself, or only its kind when the option is secret.
    static func of(_ value: Value, option: Option) -> String {
        if option.isSecret { return hidden(value) }
        return switch value {
        case .null: "null"
        case .string(let text): quoted(withoutPassword(text))
        case .array, .map: containsText(value) ? shape(value) : clean(value.json)
        default: clean(value.json)
        }
    }

    /// What kind of value it is, for errors: `the string "x"`, `the integer 5`, `a list of 3`.
    static func described(_ value: Value, option: Option) -> String {
        if option.isSecret { return hidden(value) }
        return switch value {
        case .null: "null"
        case .array, .map: shape(value)
        case .bool, .int, .uint, .float:
            "the \(value.kind.split(separator: " ").last ?? "value") \(clean(value.json))"
        default: "the string " + of(value, option: option)
        }
    }

    private static func hidden(_ value: Value) -> String { "\(value.kind) (not shown: the option is secret)" }

    private static func shape(_ value: Value) -> String {
        switch value {
        case .array(let items): "a list of \(items.count)"
        case .map(let entries): "a mapping of \(entries.count)"
        default: value.kind
        }
    }

    /// Text inside a collection may be a password that nothing marks as one (users in `inaugural`), so such a collection is not shown.
    private static func containsText(_ value: Value) -> Bool {
        switch value {
        case .string, .bytes, .ext: true
        case .array(let items): items.contains(where: containsText)
        case .map(let entries): !entries.isEmpty
        default: false
        }
    }

    /// `scheme://user:password@host` with the password replaced. Whatever stands between `://` and the last `@` could be one.
    static func withoutPassword(_ text: String) -> String {
        guard let scheme = text.firstRange(of: "://"), let at = text[scheme.upperBound...].lastIndex(of: "@") else { return text }
        guard let colon = text[scheme.upperBound..<at].firstIndex(of: ":") else { return text }
        return text[...colon] + "***" + text[at...]
    }

    private static func quoted(_ text: String) -> String { "\"" + clean(text) + "\"" }

    private static func clean(_ text: String) -> String {
        let line = String(String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
        return line.count > charactersMax ? line.prefix(charactersMax) + "..." : line
    }
}
