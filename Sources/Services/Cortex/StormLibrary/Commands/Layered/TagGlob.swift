/// A pattern of tag names: `*` stands for one part, `**` for any number of them.
struct TagGlob {
    private let parts: [Substring]

    init(_ text: String) { parts = text.split(separator: ".", omittingEmptySubsequences: false) }

    func matches(_ tag: String) -> Bool { Self.matches(tag.split(separator: ".")[...], parts[...]) }

    private static func matches(_ tag: ArraySlice<Substring>, _ pattern: ArraySlice<Substring>) -> Bool {
        guard let first = pattern.first else { return tag.isEmpty }
        if first == "**" {
            guard pattern.count > 1 else { return !tag.isEmpty }
            return tag.indices.contains { matches(tag[($0 + 1)...], pattern.dropFirst()) }
        }
        guard let part = tag.first, first == "*" || matchesPart(Array(part.utf8)[...], Array(first.utf8)[...]) else { return false }
        return matches(tag.dropFirst(), pattern.dropFirst())
    }

    /// Inside a part an asterisk stands for any characters.
    private static func matchesPart(_ text: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        if first == UInt8(ascii: "*") {
            return (0...text.count).contains { matchesPart(text.dropFirst($0), pattern.dropFirst()) }
        }
        return text.first == first && matchesPart(text.dropFirst(), pattern.dropFirst())
    }
}
