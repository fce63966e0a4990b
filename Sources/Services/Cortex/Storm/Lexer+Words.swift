/// Numbers, words, strings, and the signs that depend on the white space around them.
extension Lexer {
    mutating func matchWord(_ kind: TokenKind) -> Int? {
        switch kind {
        case .number: return matchNumber()
        case .hexNumber: return matchRadix("0x", .hexDigit)
        case .octalNumber: return matchRadix("0o", .octalDigit)
        case .listWord: return matchListWord()
        case .yield: return keyword("yield") { $0.isSpaceOr("{", at: $1) }
        case .reverse: return keyword("reverse") { $0.isSpaceOr("(", at: $1) }
        case .trySetMany: return fixed("?++=") ?? fixed("?--=")
        case .trySetModify: return fixed("?+=") ?? fixed("?-=")
        case .edgeInStart:
            guard text.starts("<(", at: offset), let end = ahead.closingParen(offset + 2) else { return nil }
            return text.byte(end) == UInt8(ascii: "-") || text.byte(end) == UInt8(ascii: "+") ? offset + 2 : nil
        case .otherComparator: return matchOtherComparator()
        case .comparator: return matchComparator()
        case .word: return matchPlainWord()
        case .expressionRelative, .relative: return matchRelative()
        case .baseProperty: return matchBaseProperty()
        case .expressionVariable, .variable: return matchVariable()
        case .doubleQuoted: return doubleQuotedEnd()
        case .singleQuoted: return LookAhead.singleQuotedEnd(text, offset)
        case .tripleQuoted: return matchTripleQuoted()
        case .patternSegment: return matchPatternSegment()
        case .expressionTagSegment, .tagSegment:
            let end = text.skipWord(offset)
            return end > offset ? end : nil
        case .relativeVariable:
            guard let end = fixed(":$"), !text.isWord(before: offset) else { return nil }
            guard offset > 0 else { return end }
            let before = text.bytes[offset - 1]
            return before == UInt8(ascii: "'") || before == UInt8(ascii: "\"") ? nil : end
        case .spacedEqual: return text.isSpace(before: offset) || text.isSpace(offset + 1) ? offset + 1 : nil
        case .wordEqual, .wordComma, .wordBracket:
            return text.isSpace(before: offset) || text.isSpace(offset + 1) ? nil : offset + 1
        case .formatText: return matchFormatText()
        case .lookWord: return matchLookWord()
        default: return matchFixed(kind)
        }
    }

    // MARK: Numbers

    private static let afterNumber = ByteClass("})*/%+-=><!~")

    /// Whether a number may end here: an operator, a space or the end follows, and no comma that would make the text a word of a list.
    private mutating func endsNumber(_ end: Int) -> Bool {
        guard end == text.count || text.isSpace(end) || Self.afterNumber[text.byte(end)] else { return false }
        return !ahead.commaFollows(end)
    }

    private mutating func matchNumber() -> Int? {
        let start = text.bytes[offset] == UInt8(ascii: "-") ? offset + 1 : offset
        var end = text.skip(start, .digit)
        guard end > start else { return nil }
        let isFraction = text.byte(end) == UInt8(ascii: ".")
        if text.bytes[start] == UInt8(ascii: "0") {
            // A leading zero only stands before a fraction, or in a row of zeros.
            guard isFraction || text.bytes[start..<end].allSatisfy({ $0 == UInt8(ascii: "0") }) else { return nil }
        } else if start > 0, ByteClass.digit[text.bytes[start - 1]] {
            return nil
        }
        if isFraction { end = text.skip(end + 1, .digit) }
        return endsNumber(end) ? end : nil
    }

    private mutating func matchRadix(_ prefix: StaticString, _ digits: ByteClass) -> Int? {
        let start = text.bytes[offset] == UInt8(ascii: "-") ? offset + 1 : offset
        guard text.starts(prefix, at: start) else { return nil }
        let end = text.skip(start + 2, digits)
        return end > start + 2 && endsNumber(end) ? end : nil
    }

    // MARK: Words

    private static let listWordStops = ByteClass(",)")
    private static let wordStops = ByteClass("),=]}|")

    private func startsWord() -> Bool {
        ByteClass.wordPunctuation[text.bytes[offset]] || text.wordLength(offset) > 0
    }

    /// Anything up to the next comma or closing parenthesis, without the white space at its end.
    private func matchListWord() -> Int? {
        guard startsWord() else { return nil }
        var end = offset + (text.scalar(at: offset)?.length ?? 1)
        var lastSolid = end
        while end < text.count, !Self.listWordStops[text.bytes[end]] {
            let space = text.spaceLength(end)
            end += space > 0 ? space : text.scalar(at: end)?.length ?? 1
            if space == 0 { lastSolid = end }
        }
        return lastSolid
    }

    private func matchPlainWord() -> Int? {
        guard startsWord(), !text.starts("//", at: offset) else { return nil }
        var end = offset + (text.scalar(at: offset)?.length ?? 1)
        while end < text.count {
            let byte = text.bytes[end]
            if byte < 0x80 {
                if byte <= 0x20, text.isSpace(end) { break }
                if Self.wordStops[byte] { break }
                end += 1
            } else {
                if text.isSpace(end) { break }
                end += text.scalar(at: end)?.length ?? 1
            }
        }
        return end
    }

    private func matchLookWord() -> Int? {
        var end = offset
        while end < text.count, text.bytes[end] != UInt8(ascii: "|"), !text.isSpace(end) {
            end += text.scalar(at: end)?.length ?? 1
        }
        return end > offset ? end : nil
    }

    private func matchPatternSegment() -> Int? {
        var end = offset
        while true {
            if text.byte(end) == UInt8(ascii: "*") {
                end += 1
            } else if case let length = text.wordLength(end), length > 0 {
                end += length
            } else {
                return end > offset ? end : nil
            }
        }
    }

    // MARK: Properties and variables

    private func matchRelative() -> Int? {
        guard !text.isWord(before: offset) else { return nil }
        let start = text.byte(offset + 1) == UInt8(ascii: ".") ? offset + 2 : offset + 1
        guard ByteClass.nameStart[text.byte(start)] else { return nil }
        return skipNameParts(text.skip(start + 1, .name), partStart: .name)
    }

    private func matchBaseProperty() -> Int? {
        skipNameParts(text.skip(offset + 1, .name), partStart: .nameStart)
    }

    /// Further parts of a name, behind `::`, `:` or a dot.
    private func skipNameParts(_ start: Int, partStart: ByteClass) -> Int {
        var end = start
        while true {
            let separator = text.byte(end)
            let length = text.starts("::", at: end) ? 2 : separator == UInt8(ascii: ":") || separator == UInt8(ascii: ".") ? 1 : 0
            guard length > 0, partStart[text.byte(end + length)] else { return end }
            end = text.skip(end + length, .name)
        }
    }

    private func matchVariable() -> Int? {
        switch text.bytes[offset] {
        case UInt8(ascii: "\""): return doubleQuotedEnd()
        case UInt8(ascii: "'"): return LookAhead.singleQuotedEnd(text, offset)
        default:
            let end = text.skipWord(offset)
            return end > offset ? end : nil
        }
    }

    // MARK: Strings

    /// The end of a double-quoted string: it ends on its line, at the first quote without a backslash.
    private func doubleQuotedEnd() -> Int? {
        var position = offset + 1
        while position < text.count {
            switch text.bytes[position] {
            case UInt8(ascii: "\""): return position + 1
            case UInt8(ascii: "\n"): return nil
            case UInt8(ascii: "\\"):
                if text.byte(position + 1) == UInt8(ascii: "\n") { return nil }
                position += 2
            default: position += 1
            }
        }
        return nil
    }

    private func matchTripleQuoted() -> Int? {
        guard text.starts("'''", at: offset) else { return nil }
        var position = offset + 3
        while position + 3 <= text.count {
            if text.starts("'''", at: position) { return position + 3 }
            position += 1
        }
        return nil
    }

    private func matchFormatText() -> Int? {
        var position = offset
        while position < text.count {
            switch text.bytes[position] {
            case UInt8(ascii: "`"), UInt8(ascii: "{"): return position > offset ? position : nil
            case UInt8(ascii: "\\"):
                let isFirst = position == 0 || text.bytes[position - 1] != UInt8(ascii: "\\")
                let end = text.skip(position, Self.backslash)
                let next = text.byte(end)
                let escapes = isFirst && (end - position) % 2 == 1 && (next == UInt8(ascii: "`") || next == UInt8(ascii: "{"))
                position = escapes ? end + 1 : end
            default: position += 1
            }
        }
        return position
    }

    private static let backslash = ByteClass("\\")

    // MARK: Comparisons

    private func matchComparator() -> Int? {
        switch text.bytes[offset] {
        case UInt8(ascii: "<"), UInt8(ascii: ">"): text.byte(offset + 1) == UInt8(ascii: "=") ? offset + 2 : offset + 1
        case UInt8(ascii: "!"), UInt8(ascii: "~"), UInt8(ascii: "^"):
            text.byte(offset + 1) == UInt8(ascii: "=") ? offset + 2 : nil
        default: nil
        }
    }

    private static let comparisonTail = ByteClass("@!<>^~=")
    private static let comparisonStop = ByteClass("@?<>^~=")

    private func matchOtherComparator() -> Int? {
        let first = text.bytes[offset], second = text.byte(offset + 1)
        switch first {
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "?"): return nil
        case UInt8(ascii: "="): guard ByteClass.comparison[second] else { return nil }
        case UInt8(ascii: "!"), UInt8(ascii: "~"), UInt8(ascii: "^"): guard second != UInt8(ascii: "=") else { return nil }
        default: break
        }
        var end = text.skip(offset + 1, Self.comparisonTail)
        while end > offset {
            if !Self.comparisonStop[text.byte(end)] { return end }
            end -= 1
        }
        return nil
    }
}
