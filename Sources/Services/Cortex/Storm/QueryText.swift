import Kernel

/// The bytes of a query and what the lexer asks about them. Offsets are in UTF-8 bytes.
struct QueryText {
    let bytes: [UInt8]

    init(_ text: String) { bytes = Array(text.utf8) }

    var count: Int { bytes.count }

    /// The byte at `offset`; 0 at the end. A NUL byte of the text is no character that the language gives a meaning to.
    func byte(_ offset: Int) -> UInt8 { offset < bytes.count ? bytes[offset] : 0 }

    func string(_ start: Int, _ end: Int) -> String { String(decoding: bytes[start..<end], as: UTF8.self) }

    func starts(_ word: StaticString, at offset: Int) -> Bool {
        let length = word.utf8CodeUnitCount
        guard offset + length <= bytes.count else { return false }
        return word.withUTF8Buffer { buffer in
            for position in 0..<length where buffer[position] != bytes[offset + position] { return false }
            return true
        }
    }

    func equals(_ word: StaticString, from start: Int, to end: Int) -> Bool {
        end - start == word.utf8CodeUnitCount && starts(word, at: start)
    }

    // MARK: Characters

    /// The character at `offset` and how many bytes it takes; nil at the end.
    func scalar(at offset: Int) -> (scalar: Unicode.Scalar, length: Int)? {
        guard offset < bytes.count else { return nil }
        let first = bytes[offset]
        guard first >= 0x80 else { return (Unicode.Scalar(first), 1) }
        let length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
        guard offset + length <= bytes.count else { return ("\u{fffd}", 1) }
        var value = UInt32(first) & (0xff >> UInt32(length + 1))
        for position in 1..<length { value = value << 6 | UInt32(bytes[offset + position] & 0x3f) }
        return (Unicode.Scalar(value) ?? "\u{fffd}", length)
    }

    /// The character that ends before `offset`; nil at the start.
    func scalar(before offset: Int) -> Unicode.Scalar? {
        guard offset > 0 else { return nil }
        var start = offset - 1
        while start > 0, bytes[start] & 0xc0 == 0x80 { start -= 1 }
        return scalar(at: start)?.scalar
    }

    /// How many bytes the white space character at `offset` takes; 0 when there is none.
    func spaceLength(_ offset: Int) -> Int {
        guard offset < bytes.count else { return 0 }
        let first = bytes[offset]
        if first < 0x80 { return first == 0x20 || (first >= 0x09 && first <= 0x0d) ? 1 : 0 }
        guard let (scalar, length) = scalar(at: offset) else { return 0 }
        return scalar.properties.isWhitespace ? length : 0
    }

    func isSpace(_ offset: Int) -> Bool { spaceLength(offset) > 0 }

    func isSpace(before offset: Int) -> Bool {
        guard offset > 0 else { return false }
        let last = bytes[offset - 1]
        if last < 0x80 { return last == 0x20 || (last >= 0x09 && last <= 0x0d) }
        return scalar(before: offset)?.properties.isWhitespace ?? false
    }

    /// How many bytes the word character (letter, digit, mark, underscore) at `offset` takes; 0 when there is none.
    func wordLength(_ offset: Int) -> Int {
        guard offset < bytes.count else { return 0 }
        let first = bytes[offset]
        if first < 0x80 { return ByteClass.word[first] ? 1 : 0 }
        guard let (scalar, length) = scalar(at: offset) else { return 0 }
        return Self.isWord(scalar) ? length : 0
    }

    func isWord(before offset: Int) -> Bool { scalar(before: offset).map(Self.isWord) ?? false }

    static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x80 { return ByteClass.word[UInt8(scalar.value)] }
        let properties = scalar.properties
        if properties.isAlphabetic || properties.isJoinControl { return true }
        return switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation: true
        default: false
        }
    }

    // MARK: Runs

    func skipSpace(_ offset: Int) -> Int {
        var end = offset
        while case let length = spaceLength(end), length > 0 { end += length }
        return end
    }

    func skipWord(_ offset: Int) -> Int {
        var end = offset
        while case let length = wordLength(end), length > 0 { end += length }
        return end
    }

    func skip(_ offset: Int, _ set: ByteClass) -> Int {
        var end = offset
        while end < bytes.count, set[bytes[end]] { end += 1 }
        return end
    }

    // MARK: Positions

    /// The line and the column (from 1) and the number of characters before `offset`.
    func position(of offset: Int) -> (at: Int, line: Int, column: Int) {
        var at = 0, line = 1, lineStart = 0
        for byte in bytes[..<min(offset, bytes.count)] where byte & 0xc0 != 0x80 {
            at += 1
            if byte == UInt8(ascii: "\n") {
                line += 1
                lineStart = at
            }
        }
        return (at, line, at - lineStart + 1)
    }
}

/// A set of bytes, for runs of one class of character.
struct ByteClass: Sendable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0
    /// Whether all bytes of characters beyond ASCII belong to it.
    private let wide: Bool

    init(_ text: StaticString, ranges: [ClosedRange<UInt8>] = [], wide: Bool = false) {
        self.wide = wide
        text.withUTF8Buffer { for byte in $0 { insert(byte) } }
        for range in ranges { for byte in range { insert(byte) } }
    }

    private mutating func insert(_ byte: UInt8) {
        if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte - 64) }
    }

    subscript(_ byte: UInt8) -> Bool {
        if byte >= 0x80 { return wide }
        return byte < 64 ? low >> UInt64(byte) & 1 == 1 : high >> UInt64(byte - 64) & 1 == 1
    }

    static let digits: ClosedRange<UInt8> = 0x30...0x39
    static let lower: ClosedRange<UInt8> = 0x61...0x7a
    static let upper: ClosedRange<UInt8> = 0x41...0x5a

    static let word = ByteClass("_", ranges: [digits, lower, upper])
    static let digit = ByteClass("", ranges: [digits])
    static let octalDigit = ByteClass("01234567")
    static let hexDigit = ByteClass("abcdefABCDEF", ranges: [digits])
    /// What the name of a form or property starts with, and goes on with.
    static let nameStart = ByteClass("_", ranges: [lower])
    static let name = ByteClass("_", ranges: [lower, digits])
    static let command = ByteClass(".", ranges: [lower, digits])
    static let option = ByteClass("_-", ranges: [lower, upper, digits])
    static let comparison = ByteClass("@?!<>^~=")
    static let wordPunctuation = ByteClass("-+?*/\\")
}
