import Kernel

extension CompiledPattern {
    /// Matches that one call gives at most: a list of a million pairs is no answer any more.
    public static let matchesMax = 1_000_000

    /// Each match in `text`: the whole match where the pattern has no groups, the group where it has one, the groups where it has more;
    /// a group that took no part is empty. Throws `HitLimit` beyond ``matchesMax``.
    public func allMatches(in text: String, check: () throws -> Void = {}) throws -> [[String]] {
        var found: [[String]] = []
        try forEachMatch(in: text, check: check) { capture in
            if found.count == Self.matchesMax {
                throw Fault(.limit, "the pattern [\(pattern)] matches more than \(Self.matchesMax) times")
            }
            found.append(groupCount == 0 ? [capture.match] : capture.groups.map { $0 ?? "" })
            return true
        }
        return found
    }

    /// `text` with each match replaced by what `template` makes of it. Throws `HitLimit` where the result grows beyond `bytesMax`.
    public func replaceAll(
        in text: String, with template: ReplacementTemplate, bytesMax: Int, check: () throws -> Void = {}
    ) throws -> String {
        let source = Array(text.utf8)
        var result: [UInt8] = []
        var copied = 0
        try forEachMatch(in: text, check: check) { capture in
            result += source[copied..<capture.range.lowerBound]
            template.write(capture, to: &result)
            copied = capture.range.upperBound
            if result.count > bytesMax { throw Fault(.limit, "the text after replacing is longer than \(bytesMax) bytes") }
            return true
        }
        result += source[copied...]
        return String(decoding: result, as: UTF8.self)
    }

    /// The parts of `text` between matches, with the groups of each match between them as the reference gives them.
    public func split(_ text: String, check: () throws -> Void = {}) throws -> [String?] {
        let source = Array(text.utf8)
        var parts: [String?] = []
        var copied = 0
        try forEachMatch(in: text, check: check) { capture in
            parts.append(String(decoding: source[copied..<capture.range.lowerBound], as: UTF8.self))
            parts += capture.groups
            copied = capture.range.upperBound
            return parts.count < Self.matchesMax
        }
        parts.append(String(decoding: source[copied...], as: UTF8.self))
        return parts
    }
}
