/// A tag with asterisks, as filters read it: `*` is one or more characters of one segment, `**` one or more of any.
///
/// Matching takes time in proportion to the product of both lengths at most.
struct TagPattern: Sendable {
    private enum Part: Equatable {
        case byte(UInt8)
        /// Bytes that are not a dot.
        case segment
        case any
    }

    private let parts: [Part]

    init(_ text: String) {
        var parts: [Part] = []
        var bytes = Array(text.utf8)[...]
        while let byte = bytes.popFirst() {
            guard byte == UInt8(ascii: "*") else {
                parts.append(.byte(byte))
                continue
            }
            if bytes.first == UInt8(ascii: "*") {
                bytes.removeFirst()
                parts.append(.any)
            } else {
                parts.append(.segment)
            }
        }
        self.parts = parts
    }

    /// Whether the pattern matches the whole tag.
    func matches(_ tag: String) -> Bool { !spans(tag, wantsSpans: false).isEmpty }

    /// What each asterisk stands for, the earlier ones as short as they can be and each `**` as long as it can be; nil without a match.
    func captures(_ tag: String) -> [String]? {
        guard let found = spans(tag, wantsSpans: true).first else { return nil }
        let bytes = Array(tag.utf8)
        return found.map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    /// One list of the spans of all asterisks, or nothing.
    private func spans(_ tag: String, wantsSpans: Bool) -> [[Range<Int>]] {
        let bytes = Array(tag.utf8)
        // What cannot match from a part and a byte on: each pair is tried once.
        var failed = Set<Int>()
        var found: [Range<Int>] = []
        func match(_ part: Int, _ position: Int) -> Bool {
            guard part < parts.count else { return position == bytes.count }
            let key = part * (bytes.count + 1) + position
            guard !failed.contains(key) else { return false }
            switch parts[part] {
            case .byte(let byte):
                if position < bytes.count, bytes[position] == byte, match(part + 1, position + 1) { return true }
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
        return match(0, 0) ? [found] : []
    }
}

/// A pattern as file names have them: `*` any characters, `?` one, `[abc]` one of a set, `[!abc]` one of the others.
struct FilePattern: Sendable {
    private let pattern: [Unicode.Scalar]

    init(_ text: String) { pattern = Array(text.unicodeScalars) }

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
