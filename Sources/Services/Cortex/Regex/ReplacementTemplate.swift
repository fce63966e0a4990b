import Kernel

/// What replaces a match: text with `\1`, `\g<1>`, `\g<name>` for groups and the usual escapes.
public struct ReplacementTemplate: Sendable {
    private enum Part: Sendable {
        case text([UInt8])
        case group(Int)
    }

    private let parts: [Part]

    /// Reads `text` for matches of `pattern`. Throws `BadArg` for a group that the pattern does not have and for an unknown escape.
    public init(_ text: String, for pattern: CompiledPattern) throws(Fault) {
        var reader = Reader(text: Array(text.utf8), pattern: pattern)
        try reader.run()
        parts = reader.parts
    }

    /// Adds the replacement of `capture` to `bytes`.
    func write(_ capture: RegexCapture, to bytes: inout [UInt8]) {
        for part in parts {
            switch part {
            case .text(let text): bytes += text
            case .group(let number): bytes += Array((capture.texts[number] ?? "").utf8)
            }
        }
    }

    private struct Reader {
        let text: [UInt8]
        let pattern: CompiledPattern
        var parts: [Part] = []
        private var literal: [UInt8] = []
        private var position = 0

        init(text: [UInt8], pattern: CompiledPattern) {
            self.text = text
            self.pattern = pattern
        }

        mutating func run() throws(Fault) {
            while position < text.count {
                if text[position] == UInt8(ascii: "\\") {
                    try readEscape()
                } else {
                    literal.append(text[position])
                    position += 1
                }
            }
            endLiteral()
        }

        private mutating func endLiteral() {
            if !literal.isEmpty { parts.append(.text(literal)) }
            literal = []
        }

        private mutating func add(group number: Int) throws(Fault) {
            guard number <= pattern.groupCount else { throw fault("invalid group reference") }
            endLiteral()
            parts.append(.group(number))
        }

        private func fault(_ why: String) -> Fault {
            Fault(
                .badArgument, "\(why) at position \(position) of the replacement",
                advice: "Write \\1 or \\g<name> for a group, and \\\\ for a backslash")
        }

        private mutating func readEscape() throws(Fault) {
            guard position + 1 < text.count else { throw fault("bad escape (end of pattern)") }
            let letter = text[position + 1]
            position += 2
            switch letter {
            case UInt8(ascii: "g"): try readName()
            case UInt8(ascii: "0"): readOctal(digits: 2, first: 0)
            case UInt8(ascii: "1")...UInt8(ascii: "9"): try readNumber(Int(letter) - 48)
            case UInt8(ascii: "x"): try readHexadecimal(digits: 2)
            case UInt8(ascii: "u"): try readHexadecimal(digits: 4)
            case UInt8(ascii: "U"): try readHexadecimal(digits: 8)
            default:
                if let sign = Self.signs[letter] {
                    literal.append(sign)
                } else if (65...90).contains(letter) || (97...122).contains(letter) {
                    throw fault("bad escape \\\(Character(UnicodeScalar(letter)))")
                } else {
                    // A backslash before a sign without a meaning stays.
                    literal += [UInt8(ascii: "\\"), letter]
                }
            }
        }

        private static let signs: [UInt8: UInt8] = [
            UInt8(ascii: "\\"): UInt8(ascii: "\\"), UInt8(ascii: "n"): 10, UInt8(ascii: "t"): 9, UInt8(ascii: "r"): 13,
            UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "v"): 11,
        ]

        private func digit(_ offset: Int) -> Int? {
            guard position + offset < text.count, (48...57).contains(text[position + offset]) else { return nil }
            return Int(text[position + offset]) - 48
        }

        /// `\1` to `\99`; three octal digits are a character.
        private mutating func readNumber(_ first: Int) throws(Fault) {
            guard let second = digit(0) else { return try add(group: first) }
            if first < 4, second < 8, let third = digit(1), third < 8 {
                position += 2
                return append(UInt32(first * 64 + second * 8 + third))
            }
            position += 1
            try add(group: first * 10 + second)
        }

        private mutating func readOctal(digits: Int, first: Int) {
            var number = first
            for _ in 0..<digits {
                guard let next = digit(0), next < 8 else { break }
                number = number * 8 + next
                position += 1
            }
            append(UInt32(number))
        }

        private mutating func readHexadecimal(digits: Int) throws(Fault) {
            let end = min(position + digits, text.count)
            guard end - position == digits, let code = UInt32(String(decoding: text[position..<end], as: UTF8.self), radix: 16),
                UnicodeScalar(code) != nil
            else { throw fault("incomplete escape") }
            position = end
            append(code)
        }

        private mutating func append(_ code: UInt32) {
            guard let scalar = UnicodeScalar(code) else { return }
            literal += Array(String(Character(scalar)).utf8)
        }

        private mutating func readName() throws(Fault) {
            guard position < text.count, text[position] == UInt8(ascii: "<"), let end = text[position...].firstIndex(of: UInt8(ascii: ">"))
            else { throw fault("missing <") }
            let name = String(decoding: text[(position + 1)..<end], as: UTF8.self)
            position = end + 1
            if let number = Int(name), number >= 0 { return try add(group: number) }
            guard let number = pattern.number(of: name) else { throw fault("unknown group") }
            try add(group: number)
        }
    }
}
