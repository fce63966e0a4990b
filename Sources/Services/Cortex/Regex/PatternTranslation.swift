import Kernel

/// Rewrites a pattern of the reference's flavour (Python's) to that of the library, where the two differ.
///
/// They agree on nearly everything, named groups included. They differ in a few escapes (`\Z`, `\u0041`, `\v`, `\m`), in `{,3}`, in
/// inline flags that only Python has, and in that Python refuses escapes which mean nothing.
struct PatternTranslation {
    /// Letters that mean something after a backslash. The others are mistakes.
    private static let escapes = Set("aAbBdDfGhKLmMnNpPrRsStuUvwWxXZg".utf8)
    /// Inline flags that mean nothing to the library: all patterns are Unicode here.
    private static let foreignFlags = Set("auLfVbepwr01".utf8)

    private let source: [UInt8]
    private var position = 0
    private var inClass = false
    private var output: [UInt8] = []

    private init(_ pattern: String) {
        source = Array(pattern.utf8)
        output.reserveCapacity(source.count + 8)
    }

    /// The bytes of `pattern` as the library wants them. Throws `BadArg` for an escape without a meaning.
    static func translate(_ pattern: String) throws(Fault) -> [UInt8] {
        var translation = PatternTranslation(pattern)
        try translation.run(pattern)
        return translation.output
    }

    private mutating func run(_ pattern: String) throws(Fault) {
        while position < source.count {
            let byte = source[position]
            switch byte {
            case UInt8(ascii: "\\"):
                try translateEscape(pattern)
            case UInt8(ascii: "[") where !inClass:
                startClass()
            case UInt8(ascii: "]") where inClass:
                inClass = false
                copy(1)
            case UInt8(ascii: "{") where !inClass && following(1) == UInt8(ascii: ","):
                output += Array("{0".utf8)
                position += 1
            case UInt8(ascii: "(") where !inClass && following(1) == UInt8(ascii: "?"):
                translateGroup()
            default:
                copy(1)
            }
        }
    }

    private func following(_ offset: Int) -> UInt8? {
        position + offset < source.count ? source[position + offset] : nil
    }

    private mutating func copy(_ count: Int) {
        let end = min(position + count, source.count)
        output += source[position..<end]
        position = end
    }

    private mutating func startClass() {
        inClass = true
        copy(following(1) == UInt8(ascii: "^") ? 2 : 1)
        // A bracket in the first place is an ordinary character.
        if position < source.count, source[position] == UInt8(ascii: "]") { copy(1) }
    }

    private mutating func translateEscape(_ pattern: String) throws(Fault) {
        guard let letter = following(1) else {
            throw Fault.badPattern("bad escape (end of pattern) at position \(characters(position + 1))", pattern: pattern)
        }
        switch letter {
        case UInt8(ascii: "Z") where !inClass: replace(2, "\\z")
        case UInt8(ascii: "v"): replace(2, "\\x0b")
        case UInt8(ascii: "m") where !inClass: replace(2, "\\b(?=\\w)")
        case UInt8(ascii: "M") where !inClass: replace(2, "\\b(?<=\\w)")
        case UInt8(ascii: "u"): try translateCode(digits: 4, pattern)
        case UInt8(ascii: "U"): try translateCode(digits: 8, pattern)
        case UInt8(ascii: "g") where following(2) == UInt8(ascii: "<"): translateReference()
        case _ where Self.isLetter(letter) && !Self.escapes.contains(letter):
            let sign = Character(UnicodeScalar(letter))
            throw Fault.badPattern("bad escape \\\(sign) at position \(characters(position + 2))", pattern: pattern)
        default: copy(2)
        }
    }

    private mutating func replace(_ count: Int, _ text: String) {
        output += Array(text.utf8)
        position += count
    }

    private mutating func translateCode(digits: Int, _ pattern: String) throws(Fault) {
        let code = source[min(position + 2, source.count)..<min(position + 2 + digits, source.count)]
        guard code.count == digits, let number = UInt32(String(decoding: code, as: UTF8.self), radix: 16), UnicodeScalar(number) != nil
        else { throw Fault.badPattern("incomplete escape at position \(characters(position + 2))", pattern: pattern) }
        replace(2 + digits, "\\x{\(String(number, radix: 16))}")
    }

    /// `\g<name>` refers to what a group matched; the library would run the group again.
    private mutating func translateReference() {
        guard let end = source[position...].firstIndex(of: UInt8(ascii: ">")) else { return copy(2) }
        let name = String(decoding: source[(position + 3)..<end], as: UTF8.self)
        replace(end + 1 - position, "\\g{\(name)}")
    }

    /// Drops flags that only Python has from `(?iu)` and `(?iu:`.
    private mutating func translateGroup() {
        var end = position + 2
        while end < source.count, Self.isLetter(source[end]) || source[end] == UInt8(ascii: "-") || (48...57).contains(source[end]) {
            end += 1
        }
        let flags = source[(position + 2)..<end]
        guard !flags.isEmpty, end < source.count, source[end] == UInt8(ascii: ")") || source[end] == UInt8(ascii: ":"),
            flags.contains(where: { Self.foreignFlags.contains($0) }), flags.first != UInt8(ascii: "P"), flags.first != UInt8(ascii: "R"),
            !(49...57).contains(flags[flags.startIndex])
        else { return copy(2) }
        output += Array("(?".utf8) + flags.filter { !Self.foreignFlags.contains($0) }
        position = end
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) || (97...122).contains(byte) }

    private func characters(_ bytes: Int) -> Int { String(decoding: source.prefix(bytes), as: UTF8.self).unicodeScalars.count }
}
