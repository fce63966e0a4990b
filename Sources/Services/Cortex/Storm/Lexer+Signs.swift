/// Signs, keywords with a condition on what follows, and the names of forms, properties and commands.
extension Lexer {
    mutating func matchSign(_ kind: TokenKind) -> Int? {
        switch kind {
        case .setMany: return fixed("++=") ?? fixed("--=")
        case .option: return matchOption()
        case .continue: return keyword("continue") { $0.isSpaceOr("}", at: $1) }
        case .return: return keyword("return") { $0.isSpaceOr("(", at: $1) }
        case .break: return keyword("break") { $0.isSpaceOr("}", at: $1) }
        case .stop: return keyword("stop") { $1 == $0.count || $0.isSpaceOr("}", at: $1) }
        case .emit: return keyword("emit") { $0.isSpace($1) }
        case .pivotIn:
            guard text.starts("<-", at: offset), let following = text.scalar(at: offset + 2) else { return nil }
            return ByteClass.digit[text.byte(offset + 2)] ? nil : offset + 2 + following.length
        case .setModify: return fixed("+=") ?? fixed("-=")
        case .patternHash: return matchPatternHash()
        case .wildProperty: return matchWildProperty()
        case .property: return matchProperty(embedded: false)
        case .embedProperty: return matchProperty(embedded: true)
        case .allTags:
            let next = offset + 1
            let ends = next == text.count || text.isSpaceOr("}", at: next)
            return ends || text.starts("//", at: next) || text.starts("/*", at: next) ? next : nil
        case .dereference: return text.byte(offset + 1) == UInt8(ascii: "$") ? offset + 1 : nil
        case .negate: return matchNegate()
        case .commandName: return matchCommandName()
        case .expressionUniversal, .universal: return matchUniversal()
        case .caseWord: return matchCaseWord()
        case .caseListWord: return matchCaseListWord()
        case .namedComparator: return matchNamedComparator()
        case .boolean: return keyword("true", Self.endsConstant) ?? keyword("false", Self.endsConstant)
        case .null: return keyword("null", Self.endsConstant)
        case .empty: return keyword("empty") { $0.isSpaceOr("{", at: $1) }
        case .else: return keyword("else") { $0.isSpaceOr("{", at: $1) }
        case .fini: return keyword("fini") { $0.isSpaceOr("{", at: $1) }
        case .`init`: return keyword("init") { $0.isSpaceOr("{", at: $1) }
        case .logicalNot: return keyword("not") { $0.isSpaceOr("(", at: $1) || $0.byte($1) == UInt8(ascii: "$") }
        case .callParen, .tagColon, .expressionColon, .hash: return text.isSpace(before: offset) ? nil : offset + 1
        case .spacedHash: return text.isSpace(before: offset) ? offset + 1 : nil
        case .minus: return offset > 0 && text.bytes[offset - 1] == UInt8(ascii: "-") ? nil : offset + 1
        default: return matchFixed(kind)
        }
    }

    /// The kinds that are a fixed text, whatever stands around it.
    func matchFixed(_ kind: TokenKind) -> Int? {
        switch kind {
        case .anyWalkJoinOut: fixed("--+>")
        case .anyWalkJoinIn: fixed("<+--")
        case .joinIn: fixed("<+-")
        case .joinOut: fixed("-+>")
        case .anyWalkOut: fixed("-->")
        case .anyWalkIn: fixed("<--")
        case .pivotOut: fixed("->")
        case .arrayStart: fixed("*[")
        case .and: fixed("and")
        case .power: fixed("**")
        case .or: fixed("or")
        case .plusParen: fixed("+(")
        case .minusParen: fixed("-(")
        case .trySet: fixed("?=")
        case .function: fixed("function")
        case .switch: fixed("switch")
        case .catch: fixed("catch")
        case .unset: fixed("unset")
        case .while: fixed("while")
        case .elif: fixed("elif")
        case .for: fixed("for")
        case .try: fixed("try")
        case .edgeJoinEnd: fixed(")+>")
        case .edgeInJoinStart: fixed("<+(")
        case .not: fixed("not")
        case .as: fixed("as")
        case .commaSpace: fixed(", ")
        case .if: fixed("if")
        case .in: fixed("in")
        case .edgeAddInEnd: fixed(")+")
        case .edgeOutEnd: fixed(")>")
        case .edgeInEnd: fixed(")-")
        case .embedStart: fixed("${")
        default: offset + 1
        }
    }

    func fixed(_ word: StaticString) -> Int? {
        text.starts(word, at: offset) ? offset + word.utf8CodeUnitCount : nil
    }

    func keyword(_ word: StaticString, _ endsAt: (QueryText, Int) -> Bool) -> Int? {
        guard let end = fixed(word), endsAt(text, end) else { return nil }
        return end
    }

    private static func endsConstant(_ text: QueryText, _ end: Int) -> Bool {
        end == text.count || text.isSpace(end) || Self.constantEnd[text.byte(end)]
    }

    private static let constantEnd = ByteClass("),]}|=")

    private func matchOption() -> Int? {
        guard text.isSpace(before: offset) else { return nil }
        let end = text.skip(offset + 1, .option)
        guard end > offset + 1 else { return nil }
        let next = text.byte(end)
        return next == UInt8(ascii: ":") || next == UInt8(ascii: ">") || next == UInt8(ascii: "<") ? nil : end
    }

    // MARK: Names

    /// A full property name, in the embedded form with `::` between a property and one of the node it refers to.
    private func matchProperty(embedded: Bool) -> Int? {
        var end = text.skip(offset + 1, .name)
        guard text.byte(end) == UInt8(ascii: ":"), ByteClass.name[text.byte(end + 1)] else { return nil }
        while true {
            let separator = text.byte(end)
            var length = 0
            if separator == UInt8(ascii: ":") {
                length = 1
                if embedded, text.byte(end + 1) == UInt8(ascii: ":") { length = 2 }
            } else if separator == UInt8(ascii: ".") {
                length = 1
            }
            guard length > 0, ByteClass.name[text.byte(end + length)] else { break }
            end = text.skip(end + length, .name)
        }
        return Self.continuesName[text.byte(end)] ? nil : end
    }

    private static let continuesName = ByteClass(":.-", ranges: [])
    private static let continuesWildName = ByteClass("_:.-[", ranges: [ByteClass.lower, ByteClass.digits])

    private func matchWildProperty() -> Int? {
        var end = text.skip(offset + 1, .name)
        var parts = 0
        while true {
            let separator = text.byte(end)
            guard separator == UInt8(ascii: ":") || (separator == UInt8(ascii: ".") && parts > 0),
                ByteClass.name[text.byte(end + 1)]
            else { break }
            end = text.skip(end + 1, .name)
            parts += 1
        }
        if text.starts(":*", at: end) {
            end += 2
        } else if parts > 0, text.byte(end) == UInt8(ascii: "*") {
            end += 1
        } else {
            return nil
        }
        return Self.continuesWildName[text.byte(end)] ? nil : end
    }

    private static let reservedWords: [StaticString] = [
        "init", "empty", "fini", "function", "return", "emit", "stop", "yield", "break", "continue", "for", "while", "switch",
        "else", "elif", "if", "not", "or", "and", "try", "catch", "as", "reverse",
    ]

    private func matchCommandName() -> Int? {
        let end = text.skip(offset + 1, .command)
        guard end > offset + 1 else { return nil }
        guard end == text.count || text.isSpace(end) || text.byte(end) == UInt8(ascii: "|") || text.byte(end) == UInt8(ascii: "}")
        else { return nil }
        for word in Self.reservedWords where text.starts(word, at: offset) {
            if text.wordLength(offset + word.utf8CodeUnitCount) == 0 { return nil }
        }
        return end
    }

    private static let beforeUniversal = ByteClass("|{([+=-")

    private func matchUniversal() -> Int? {
        guard offset == 0 || text.isSpace(before: offset) || Self.beforeUniversal[text.bytes[offset - 1]] else { return nil }
        guard ByteClass.nameStart[text.byte(offset + 1)] else { return nil }
        var end = text.skip(offset + 2, .name)
        while text.byte(end) == UInt8(ascii: ":") || text.byte(end) == UInt8(ascii: "."), ByteClass.name[text.byte(end + 1)] {
            end = text.skip(end + 1, .name)
        }
        return end
    }

    // MARK: Words of a switch

    private func runOfCase(_ stops: ByteClass) -> Int {
        var end = offset
        while end < text.count, !stops[text.bytes[end]], !text.isSpace(end) { end += text.scalar(at: end)?.length ?? 1 }
        return end
    }

    private static let caseStops = ByteClass(":\"'()")
    private static let caseListStops = ByteClass(":\"'(),")

    private func matchCaseWord() -> Int? {
        guard text.bytes[offset] != UInt8(ascii: "*"),
            text.isSpace(before: offset) || (offset > 0 && text.bytes[offset - 1] == UInt8(ascii: "{"))
        else { return nil }
        let end = runOfCase(Self.caseStops)
        let colon = text.skipSpace(end)
        guard end > offset, text.byte(colon) == UInt8(ascii: ":") else { return nil }
        return text.byte(text.skipSpace(colon + 1)) == UInt8(ascii: "{") ? end : nil
    }

    private func matchCaseListWord() -> Int? {
        guard offset > 0 else { return nil }
        let before = text.bytes[offset - 1]
        guard text.isSpace(before: offset) || before == UInt8(ascii: "(") || before == UInt8(ascii: ",") else { return nil }
        let end = runOfCase(Self.caseListStops)
        guard end > offset else { return nil }
        let next = text.skipSpace(end)
        if text.byte(next) == UInt8(ascii: ",") { return end }
        guard text.byte(next) == UInt8(ascii: ")") else { return nil }
        return text.byte(text.skipSpace(next + 1)) == UInt8(ascii: ":") ? end : nil
    }

    // MARK: Signs that look ahead

    private func matchNamedComparator() -> Int? {
        let word = text.skipWord(offset)
        guard word > offset else { return nil }
        var end = text.skip(word, .comparison)
        while end > word {
            let last = text.bytes[end - 1]
            if last == UInt8(ascii: "<") || last == UInt8(ascii: ">") || last == UInt8(ascii: "=") { return end }
            end -= 1
        }
        return nil
    }

    private static let negatable = ByteClass("$:.#(-")

    /// A minus that negates what follows, rather than begin a word of a list.
    private mutating func matchNegate() -> Int? {
        let next = offset + 1
        guard next == text.count || Self.negatable[text.byte(next)] else { return nil }
        return ahead.commaFollows(next) ? nil : next
    }

    /// A hash that starts a pattern with an asterisk. Such a pattern is not compared, so no comparison may follow.
    private mutating func matchPatternHash() -> Int? {
        let star = skipTag(offset + 1, Self.tagBytes)
        guard text.byte(star) == UInt8(ascii: "*") else { return nil }
        let position = text.skipSpace(skipTag(star + 1, Self.patternBytes))
        guard ByteClass.comparison[text.byte(position)] else { return offset + 1 }
        guard text.byte(position) == UInt8(ascii: "<") else { return nil }
        switch text.byte(position + 1) {
        case UInt8(ascii: "+"): return offset + 1
        case UInt8(ascii: "-"):
            return position + 2 < text.count && !ByteClass.digit[text.byte(position + 2)] ? offset + 1 : nil
        case UInt8(ascii: "("):
            guard let end = ahead.closingParen(position + 2), text.byte(end) == UInt8(ascii: "-") else { return nil }
            return offset + 1
        default: return nil
        }
    }

    private static let tagBytes = ByteClass("_.$", ranges: [ByteClass.lower, ByteClass.upper, ByteClass.digits])
    private static let patternBytes = ByteClass("_.$*:", ranges: [ByteClass.lower, ByteClass.upper, ByteClass.digits])

    private func skipTag(_ start: Int, _ set: ByteClass) -> Int {
        var end = start
        while end < text.count {
            let byte = text.bytes[end]
            if set[byte] {
                end += 1
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                guard let after = ahead.stringEnd(end, tripleFirst: false) else { return end }
                end = after
            } else if byte >= 0x80, case let length = text.wordLength(end), length > 0 {
                end += length
            } else {
                return end
            }
        }
        return end
    }
}

extension QueryText {
    /// Whether white space or `sign` stands at `offset`.
    func isSpaceOr(_ sign: Unicode.Scalar, at offset: Int) -> Bool {
        isSpace(offset) || (offset < count && UInt32(bytes[offset]) == sign.value)
    }
}
