import Kernel

/// A key as errors show it: in quotes, without control characters, and short.
enum KeyText {
    /// No declared key is half as long; a longer one is cut so that an error stays one readable line.
    static let charactersMax = 60

    static func quoted(_ key: Value) -> String {
        let text = key.string ?? key.json
        let clean = String(String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
        return clean.count > charactersMax ? "'\(clean.prefix(charactersMax))...'" : "'\(clean)'"
    }
}
