/// Answers that depend on text far ahead: where parentheses close, and what ends the stretch of text behind a place.
///
/// Numbers and edge arrows ask such questions once for each of themselves, so in long texts what was found is kept: each place is
/// looked at a bounded number of times, and lexing stays linear.
struct LookAhead {
    /// Below this length texts are scanned again rather than remembered: the memory would cost more than it saves.
    private static let memoryThreshold = 2048
    /// One of this many places of a scan is remembered. A later scan takes at most as many steps to meet one.
    private static let memoryStride = 32

    private let text: QueryText
    private var groupEnds: [Int: Int] = [:]
    private var itemStops: [Int: Int] = [:]
    private var parenStops: [Int: Int] = [:]
    private let remembers: Bool

    init(_ text: QueryText) {
        self.text = text
        remembers = text.count > Self.memoryThreshold
    }

    /// Whether a comma follows `offset` before the parenthesis, brace or text around it ends.
    mutating func commaFollows(_ offset: Int) -> Bool {
        let stop = self.stop(from: offset, memory: \.itemStops) { $0 == 0x2c || $0 == 0x29 || $0 == 0x7d }
        return text.byte(stop) == UInt8(ascii: ",")
    }

    /// The offset behind the parenthesis that closes what is open at `offset`; nil when none does.
    mutating func closingParen(_ offset: Int) -> Int? {
        let stop = self.stop(from: offset, memory: \.parenStops) { $0 == 0x29 }
        return text.byte(stop) == UInt8(ascii: ")") ? stop + 1 : nil
    }

    private mutating func stop(
        from offset: Int, memory: WritableKeyPath<LookAhead, [Int: Int]>, isStop: (UInt8) -> Bool
    ) -> Int {
        var visited: [Int] = []
        var position = offset
        var steps = 0
        while position < text.count, !isStop(text.bytes[position]) {
            if remembers {
                if !self[keyPath: memory].isEmpty, let known = self[keyPath: memory][position] {
                    position = known
                    break
                }
                steps += 1
                if steps % Self.memoryStride == 0 { visited.append(position) }
            }
            position = item(at: position)
        }
        for place in visited { self[keyPath: memory][place] = position }
        return position
    }

    /// The offset behind the balanced parentheses, the string or the single byte at `position`.
    private mutating func item(at position: Int) -> Int {
        switch text.bytes[position] {
        case UInt8(ascii: "("): groupEnd(position) ?? position + 1
        case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"): stringEnd(position, tripleFirst: true) ?? position + 1
        default: position + 1
        }
    }

    /// The offset behind the parenthesis that closes the one at `start`, strings skipped; nil when it is not closed.
    private mutating func groupEnd(_ start: Int) -> Int? {
        if let known = groupEnds[start] { return known < 0 ? nil : known }
        var open = [start]
        var position = start + 1
        while position < text.count, !open.isEmpty {
            switch text.bytes[position] {
            case UInt8(ascii: ")"):
                position += 1
                groupEnds[open.removeLast()] = position
            case UInt8(ascii: "("):
                if let known = groupEnds[position] {
                    guard known >= 0 else { return giveUp(open) }
                    position = known
                } else {
                    open.append(position)
                    position += 1
                }
            case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"):
                guard let end = stringEnd(position, tripleFirst: true) else { return giveUp(open) }
                position = end
            default: position += 1
            }
        }
        guard open.isEmpty else { return giveUp(open) }
        return groupEnds[start]
    }

    private mutating func giveUp(_ open: [Int]) -> Int? {
        for place in open { groupEnds[place] = -1 }
        return nil
    }

    /// The offset behind the string at `start`, in the simple form in which look-ahead knows strings; nil when it does not end.
    func stringEnd(_ start: Int, tripleFirst: Bool) -> Int? {
        let quote = text.bytes[start]
        if quote == UInt8(ascii: "'") {
            if tripleFirst, text.starts("'''", at: start) {
                var position = start + 3
                while position < text.count, text.bytes[position] != UInt8(ascii: "\n") {
                    if text.starts("'''", at: position) { return position + 3 }
                    position += 1
                }
            }
            return Self.singleQuotedEnd(text, start)
        }
        var position = start + 1
        while position < text.count {
            let byte = text.bytes[position]
            if byte == quote { return position + 1 }
            if byte == UInt8(ascii: "\\") {
                position += 1
                guard position < text.count, text.bytes[position] != UInt8(ascii: "\n") else { return nil }
            }
            position += 1
        }
        return nil
    }

    /// The offset behind the single-quoted string at `start`; nil when it does not end or is followed by another quote.
    static func singleQuotedEnd(_ text: QueryText, _ start: Int) -> Int? {
        guard let quote = text.bytes[(start + 1)...].firstIndex(of: UInt8(ascii: "'")) else { return nil }
        return text.byte(quote + 1) == UInt8(ascii: "'") ? nil : quote + 1
    }
}
