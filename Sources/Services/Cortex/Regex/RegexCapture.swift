/// One match: where it and its groups are, and what they hold.
public struct RegexCapture: Sendable, Hashable {
    /// Bytes of the text from its start: the whole match, then each group; nil for a group that took no part.
    public let ranges: [Range<Int>?]
    /// The texts in these ranges.
    public let texts: [String?]

    /// What the whole pattern matched.
    public var match: String { texts[0] ?? "" }

    /// Where the whole match is, in bytes of the text.
    public var range: Range<Int> { ranges[0] ?? 0..<0 }

    /// The groups without the whole match.
    public var groups: ArraySlice<String?> { texts.dropFirst() }
}
