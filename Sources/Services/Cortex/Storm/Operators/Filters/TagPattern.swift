/// A tag or verb with asterisks, as filters, triggers and merges read it: `*` is one or more characters of one segment, `**` one or
/// more of any.
///
/// Matching takes time in proportion to the product of both lengths at most.
public struct TagPattern: Sendable {
    /// More asterisks than this never match: no tag has as many segments, and each is one level of the search.
    private static let asterisksMax = 128

    private enum Part {
        case literal([UInt8])
        /// Bytes that are not a dot.
        case segment
        case any
    }

    private let parts: [Part]
    private let isBounded: Bool

    /// Reads a pattern; every text is one.
    public init(_ text: String) {
        var parts: [Part] = []
        var literal: [UInt8] = []
        var asterisks = 0
        var bytes = Array(text.utf8)[...]
        while let byte = bytes.popFirst() {
            guard byte == UInt8(ascii: "*") else {
                literal.append(byte)
                continue
            }
            if !literal.isEmpty { parts.append(.literal(literal)) }
            literal = []
            asterisks += 1
            if bytes.first == UInt8(ascii: "*") {
                bytes.removeFirst()
                parts.append(.any)
            } else {
                parts.append(.segment)
            }
        }
        if !literal.isEmpty { parts.append(.literal(literal)) }
        self.parts = parts
        isBounded = asterisks <= Self.asterisksMax
    }

    /// Whether the pattern matches the whole tag.
    public func matches(_ tag: String) -> Bool { spans(Array(tag.utf8)) != nil }

    /// What each asterisk stands for, the earlier ones as short as they can be and each `**` as long as it can be; nil without a match.
    func captures(_ tag: String) -> [String]? {
        let bytes = Array(tag.utf8)
        return spans(bytes)?.map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    private func spans(_ bytes: [UInt8]) -> [Range<Int>]? {
        guard isBounded else { return nil }
        // What cannot match from a part and a byte on: each pair is tried once.
        var failed = Set<Int>()
        var found: [Range<Int>] = []
        func match(_ part: Int, _ position: Int) -> Bool {
            guard part < parts.count else { return position == bytes.count }
            let key = part * (bytes.count + 1) + position
            guard !failed.contains(key) else { return false }
            switch parts[part] {
            case .literal(let literal):
                if bytes[position...].starts(with: literal), match(part + 1, position + literal.count) { return true }
            case .segment:
                var end = position
                while end < bytes.count, bytes[end] != UInt8(ascii: ".") {
                    end += 1
                    found.append(position..<end)
                    if match(part + 1, end) { return true }
                    found.removeLast()
                }
            case .any:
                var end = bytes.count
                while end > position {
                    found.append(position..<end)
                    if match(part + 1, end) { return true }
                    found.removeLast()
                    end -= 1
                }
            }
            failed.insert(key)
            return false
        }
        return match(0, 0) ? found : nil
    }
}

/// A pattern as file names have them: `*` any characters, `?` one, `[abc]` one of a set, `[!abc]` one of the others.
struct FilePattern: Sendable {
    private let pattern: [Unicode.Scalar]

    /// Reads a pattern; every text is one.
    public init(_ text: String) { pattern = Array(text.unicodeScalars) }

    /// Whether the pattern matches the whole text. Goes back to the last asterisk only, so it takes no more than the product of lengths.
    func matches(_ text: String) -> Bool {
        let text = Array(text.unicodeScalars)
        var place = 0, position = 0
        var star: (place: Int, position: Int)?
        while position < text.count {
            if place < pattern.count, pattern[place] == "*" {
                star = (place, position)
                place += 1
            } else if place < pattern.count, let next = step(place, text[position]) {
                place = next
                position += 1
            } else if let last = star {
                star = (last.place, last.position + 1)
                place = last.place + 1
                position = last.position + 1
            } else {
                return false
            }
        }
        while place < pattern.count, pattern[place] == "*" { place += 1 }
        return place == pattern.count
    }

    /// Where the pattern goes on when its element at `place` takes the character; nil when it does not.
    private func step(_ place: Int, _ character: Unicode.Scalar) -> Int? {
        switch pattern[place] {
        case "?": return place + 1
        case "[":
            guard let end = pattern[(place + 1)...].dropFirst().firstIndex(of: "]") else {
                return character == "[" ? place + 1 : nil
            }
            var members = pattern[(place + 1)..<end]
            let isNegated = members.first == "!"
            if isNegated { members.removeFirst() }
            return contains(Array(members), character) != isNegated ? end + 1 : nil
        default: return pattern[place] == character ? place + 1 : nil
        }
    }

    private func contains(_ members: [Unicode.Scalar], _ character: Unicode.Scalar) -> Bool {
        var place = 0
        while place < members.count {
            if place + 2 < members.count, members[place + 1] == "-" {
                if members[place] <= character, character <= members[place + 2] { return true }
                place += 3
            } else {
                if members[place] == character { return true }
                place += 1
            }
        }
        return false
    }
}
