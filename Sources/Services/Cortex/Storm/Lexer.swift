/// Cuts a query into tokens. What may stand at a place decides how its text is read, so every token is asked for with a set of kinds.
struct Lexer {
    let text: QueryText
    var ahead: LookAhead
    private(set) var offset = 0
    /// Where a search for the end of a comment found none: later ones need not look.
    private var uncommentedFrom = Int.max

    init(_ text: QueryText) {
        self.text = text
        ahead = LookAhead(text)
    }

    /// The next token of one of the `expected` kinds, behind white space and comments; nil when the text there is of none of them.
    mutating func next(_ expected: TokenSet) -> Token? {
        while true {
            guard offset < text.count else { return Token(kind: .end, start: offset, end: offset) }
            let first = text.bytes[offset]
            if first <= 0x20, !expected.contains(.formatText) {
                let end = text.skipSpace(offset)
                if end > offset {
                    offset = end
                    continue
                }
            }
            var candidates = expected.intersection(Self.byFirstByte[Int(first)])
            var found: Token?
            var skipped = false
            while let kind = candidates.popFirst() {
                // Comments come before the kinds from here on, and behind the words of a `switch`.
                if kind.rawValue >= TokenKind.namedComparator.rawValue, first == UInt8(ascii: "/"), skipComment() {
                    skipped = true
                    break
                }
                if let end = match(kind, expected) {
                    found = Token(kind: refined(kind, expected, end: end), start: offset, end: end)
                    break
                }
            }
            if let found {
                offset = found.end
                return found
            }
            if skipped || (first == UInt8(ascii: "/") && skipComment()) { continue }
            let end = text.skipSpace(offset)
            guard end > offset else { return nil }
            offset = end
        }
    }

    /// Skips the comment at the offset; false when there is none.
    private mutating func skipComment() -> Bool {
        let bytes = text.bytes
        if text.starts("//", at: offset) {
            while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") { offset += 1 }
            return true
        }
        guard text.starts("/*", at: offset), offset < uncommentedFrom else { return false }
        var position = offset + 2
        while position + 1 < bytes.count {
            if bytes[position] == UInt8(ascii: "*"), bytes[position + 1] == UInt8(ascii: "/") {
                offset = position + 2
                return true
            }
            position += 1
        }
        uncommentedFrom = offset
        return false
    }

    /// A keyword that a wider kind matched as a whole.
    private func refined(_ kind: TokenKind, _ expected: TokenSet, end: Int) -> TokenKind {
        switch kind {
        case .word, .variable:
            for keyword in Self.keywords where expected.contains(keyword.kind) && text.equals(keyword.text, from: offset, to: end) {
                return keyword.kind
            }
            return kind
        case .pivotIn where expected.contains(.anyWalkIn) && text.equals("<--", from: offset, to: end): return .anyWalkIn
        default: return kind
        }
    }

    /// What a text that fits nothing at its place is named after: any kind, except those that wider ones cover.
    static let anywhere = TokenSet.all - [.closeBracket, .comma, .catch, .unset, .elif, .in, .wildcard]

    /// The keywords that are part of wider kinds of the set, and so not named beside them.
    static func absorbedKeywords(in expected: TokenSet) -> TokenSet {
        var set: TokenSet = []
        if expected.contains(.word) { set = [.as, .question] }
        if expected.contains(.word) || expected.contains(.variable) {
            set = set + [.for, .function, .if, .not, .switch, .try, .while]
        }
        if expected.contains(.pivotIn) { set.insert(.anyWalkIn) }
        return set
    }

    /// Whether `kind` is a keyword that is only one as a whole word where words may stand.
    private func isAbsorbed(_ kind: TokenKind, _ expected: TokenSet) -> Bool {
        switch kind {
        case .for, .function, .if, .not, .switch, .try, .while: expected.contains(.word) || expected.contains(.variable)
        case .as, .question: expected.contains(.word)
        case .anyWalkIn: expected.contains(.pivotIn)
        default: false
        }
    }

    private static let keywords: [(kind: TokenKind, text: StaticString)] = [
        (.for, "for"), (.function, "function"), (.if, "if"), (.not, "not"), (.switch, "switch"), (.try, "try"), (.while, "while"),
        (.as, "as"), (.question, "?"),
    ]

    /// The end of a token of this kind at the offset; nil when the text is not of it.
    private mutating func match(_ kind: TokenKind, _ expected: TokenSet) -> Int? {
        if isAbsorbed(kind, expected) { return nil }
        return if kind.rawValue <= TokenKind.times.rawValue { matchSign(kind) } else { matchWord(kind) }
    }

    // MARK: First bytes

    /// The kinds that a token with this first byte can be of.
    private static let byFirstByte: [TokenSet] = (0...255).map { value in
        let byte = UInt8(value)
        var set: TokenSet = []
        for kind in TokenKind.allCases where canStart(kind, with: byte) { set.insert(kind) }
        return set
    }

    private static func canStart(_ kind: TokenKind, with byte: UInt8) -> Bool {
        let isWord = byte >= 0x80 || ByteClass.word[byte]
        switch kind {
        case .setMany, .setModify: return byte == 0x2b || byte == 0x2d
        case .option, .negate: return byte == 0x2d
        case .wildProperty, .property, .embedProperty, .baseProperty: return ByteClass.nameStart[byte]
        case .commandName: return ByteClass.command[byte] && !ByteClass.digit[byte] && byte != 0x2e
        case .expressionUniversal, .universal: return byte == 0x2e
        case .caseWord, .caseListWord: return byte > 0x20
        case .boolean: return byte == UInt8(ascii: "t") || byte == UInt8(ascii: "f")
        case .defaultCase, .wildcard: return byte == UInt8(ascii: "*")
        case .number, .hexNumber, .octalNumber: return byte == 0x2d || ByteClass.digit[byte]
        case .listWord, .word: return isWord || ByteClass.wordPunctuation[byte]
        case .trySetMany, .trySetModify: return byte == UInt8(ascii: "?")
        case .otherComparator, .comparator: return ByteClass.comparison[byte]
        case .expressionRelative, .relative: return byte == UInt8(ascii: ":")
        case .expressionVariable, .variable: return isWord || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
        case .doubleQuoted: return byte == UInt8(ascii: "\"")
        case .singleQuoted, .tripleQuoted: return byte == UInt8(ascii: "'")
        case .patternSegment: return isWord || byte == UInt8(ascii: "*")
        case .expressionTagSegment, .tagSegment, .namedComparator: return isWord
        case .formatText: return byte != UInt8(ascii: "`") && byte != UInt8(ascii: "{")
        case .lookWord: return byte > 0x20 && byte != UInt8(ascii: "|")
        case .end: return false
        default: return TokenKind.fixedText[kind]?.utf8.first == byte
        }
    }
}
