/// Expressions: operators by precedence, and the literals that only stand in expressions.
extension SyntaxParser {
    /// The levels of precedence, the loosest first.
    private enum Level: Int {
        case or, and, not, compare, sum, product, unary, power, atom

        var tighter: Level { Level(rawValue: rawValue + 1) ?? .atom }

        var kind: StormNodeKind {
            switch self {
            case .or: .orChain
            case .and: .andChain
            case .compare: .compareChain
            case .sum: .sumChain
            case .product: .productChain
            default: .powerChain
            }
        }

        /// Whether a token of this kind joins operands of this level.
        func has(_ kind: TokenKind) -> Bool {
            switch self {
            case .or: kind == .or
            case .and: kind == .and
            case .compare: kind == .comparator || kind == .wordEqual || kind == .spacedEqual
            case .sum: kind == .plus || kind == .minus
            case .product: kind == .times || kind == .divide || kind == .modulo
            case .power: kind == .power
            default: false
            }
        }

        var afterOperator: TokenSet {
            switch self {
            case .or, .and: Expecting.expression
            case .power: Expecting.atom
            default: Expecting.operand
            }
        }
    }

    /// Reads an expression; `first` is its first operand where that is already read.
    mutating func parseExpression(first: StormNode? = nil) throws(SyntaxError) -> StormNode {
        try parse(.or, first)
    }

    private mutating func parse(_ level: Level, _ first: StormNode?) throws(SyntaxError) -> StormNode {
        let start = token.start
        switch level {
        case .atom: return if let first { first } else { try parseAtom(stringAfter: Expecting.afterAtom) }
        case .not:
            guard first == nil, token.kind == .logicalNot else { return try parse(.compare, first) }
            try shift(Expecting.operand)
            return node(.not, from: start, [try parse(.compare, nil)])
        case .unary:
            guard first == nil, token.kind == .negate else { return try parse(.power, first) }
            try enter()
            try shift(Expecting.operand)
            let operand = try parse(.unary, nil)
            leave()
            return node(.negate, from: start, [operand])
        default: break
        }
        let operand = try parse(level.tighter, first)
        guard level.has(token.kind) else { return operand }
        var parts = [operand]
        while level.has(token.kind) {
            parts.append(try leaf(.operator, level.afterOperator))
            parts.append(try parse(level.tighter, nil))
        }
        return node(level.kind, from: operand.span.start, parts)
    }

    /// Reads a single value of an expression.
    mutating func parseAtom(stringAfter: TokenSet) throws(SyntaxError) -> StormNode {
        let start = token.start
        switch token.kind {
        case .number, .hexNumber, .octalNumber: return try leaf(.number, Expecting.afterAtom)
        case .boolean: return try leaf(.boolean, Expecting.afterAtom)
        case .null:
            let taken = try shift(Expecting.afterAtom)
            return StormNode(.null, StormSpan(start: taken.start, end: taken.end))
        case .doubleQuoted, .singleQuoted, .tripleQuoted: return try string(stringAfter)
        case .backquote: return try parseFormatString()
        case .embedStart: return node(.embedQuery, from: start, [try parseQuery(after: Expecting.afterEmbed)])
        case .dollar:
            try shift(Expecting.expressionVariableOrParen)
            if token.kind == .openParen { return try parseParenthesized(.innerParens, from: start, text: "$") }
            return try parseVariableName(.expression, from: start)
        case .openParen: return try parseParenthesized(.innerParens, from: start, text: "")
        case .expressionRelative:
            let taken = try shift(Expecting.afterAtom)
            let span = StormSpan(start: start, end: taken.end)
            return StormNode(.propertyValue, span, [StormNode(.relative, span, text: String(text(taken).dropFirst()))])
        case .expressionUniversal:
            let property = try leaf(.universal, Expecting.afterAtom)
            return StormNode(.propertyValue, property.span, [property])
        case .relativeVariable:
            try shift([.expressionVariable])
            let property = node(.relativeVariable, from: start, [try parseVariableName(.expression, from: start + 1)])
            return StormNode(.propertyValue, property.span, [property])
        case .dot:
            try shift([.dollar])
            let property = try finishUniversalVariable(from: start, .expression)
            return StormNode(.propertyValue, property.span, [property])
        case .hash, .spacedHash:
            try shift([.dollar, .expressionTagSegment])
            return try finishTagAtom(from: start)
        case .openBracket:
            try enter()
            try shift(Expecting.jsonItemOrBracket)
            return try finishListLiteral(from: start, [])
        case .openBrace:
            try enter()
            try shift(Expecting.jsonItemOrBrace)
            return try finishDictionary(from: start, firstKey: nil)
        default: throw unexpected(Expecting.expression)
        }
    }

    private mutating func finishTagAtom(from start: Int) throws(SyntaxError) -> StormNode {
        let tag = try finishExpressionTag(from: start)
        guard token.kind == .expressionColon else { return node(.tagValue, from: start, [tag]) }
        let property = try parseTagProperty(tag, after: Expecting.afterAtom, style: .expression)
        return node(.tagPropertyValue, from: start, [property])
    }

    // MARK: Lists and dictionaries in brackets

    /// Reads an item of a bracketed list or a dictionary: a value, or a bare token that must be a number.
    private mutating func parseJSONItem(_ after: TokenSet) throws(SyntaxError) -> StormNode {
        guard token.kind == .variable else { return try parseAtom(stringAfter: Expecting.afterAtom) }
        let item = try string(after)
        guard item.kind == .word else { return item }
        if !Self.isInteger(item.text) { complain("Unexpected unquoted string in JSON expression", at: item.span.start) }
        return StormNode(.number, item.span, text: item.text)
    }

    /// Whether a word reads as an integer: decimal without leading zeros, or with the prefix `0x`, `0o` or `0b`; single underscores
    /// may part the digits.
    static func isInteger(_ word: String) -> Bool {
        var digits = Array(word.utf8)
        var set = ByteClass.digit
        if digits.count > 1, digits[0] == UInt8(ascii: "0") {
            switch digits[1] | 0x20 {
            case UInt8(ascii: "x"): set = .hexDigit
            case UInt8(ascii: "o"): set = .octalDigit
            case UInt8(ascii: "b"): set = ByteClass("01")
            default: set = ByteClass("0")
            }
            digits.removeFirst(digits[1] == UInt8(ascii: "_") || ByteClass.digit[digits[1]] ? 1 : 2)
            if digits.first == UInt8(ascii: "_") { digits.removeFirst() }
        }
        let parts = digits.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
        return parts.allSatisfy { part in !part.isEmpty && part.allSatisfy { set[$0] } }
    }

    /// Reads the rest of a bracketed list; its bracket and its first items are taken.
    private mutating func finishListLiteral(from start: Int, _ known: [StormNode]) throws(SyntaxError) -> StormNode {
        var items = known
        if known.isEmpty, token.kind != .closeBracket { items.append(try parseJSONItem([.comma, .closeBracket])) }
        while token.kind == .comma {
            try shift(Expecting.jsonItemOrBracket)
            guard token.kind != .closeBracket else { break }
            items.append(try parseJSONItem([.comma, .closeBracket]))
        }
        guard token.kind == .closeBracket else { throw unexpected([.comma, .closeBracket]) }
        leave()
        try shift(Expecting.afterAtom)
        return node(.listLiteral, from: start, items)
    }

    /// Reads the rest of a dictionary; its brace, and the first key where it is given, are taken.
    private mutating func finishDictionary(from start: Int, firstKey: StormNode?) throws(SyntaxError) -> StormNode {
        var parts: [StormNode] = []
        if let firstKey {
            parts = try parseEntry(firstKey)
        } else if token.kind != .closeBrace {
            parts = try parseEntry(try parseJSONItem([.colon, .expressionColon]))
        }
        while token.kind == .comma, !parts.isEmpty {
            try shift(Expecting.jsonItemOrBrace)
            guard token.kind != .closeBrace else { break }
            parts += try parseEntry(try parseJSONItem([.colon, .expressionColon]))
        }
        guard token.kind == .closeBrace else { throw unexpected([.comma, .closeBrace]) }
        leave()
        try shift(Expecting.afterAtom)
        return node(.dictionaryLiteral, from: start, parts)
    }

    private mutating func parseEntry(_ key: StormNode) throws(SyntaxError) -> [StormNode] {
        guard token.kind == .colon || token.kind == .expressionColon else { throw unexpected([.colon]) }
        try shift(Expecting.jsonItem)
        return [key, try parseJSONItem([.comma, .closeBrace])]
    }
}

// MARK: - Parentheses, braces and brackets whose meaning shows later

extension SyntaxParser {
    enum ListOrExpression {
        case list(StormNode)
        case expression(StormNode)
    }

    enum QueryOrDictionary {
        case query(StormNode)
        case dictionary(StormNode)
    }

    /// Reads a list or an expression in parentheses; `closing` is what may follow the latter.
    mutating func parseListOrExpression(closing: TokenSet) throws(SyntaxError) -> ListOrExpression {
        let start = token.start
        try enter()
        try shift(Expecting.listOrExpression)
        var first: StormNode?
        var mustBeItem = false
        var canBeItem = true
        switch token.kind {
        case .closeParen:
            leave()
            try shift(Expecting.afterList)
            return .list(node(.list, from: start))
        case .listWord:
            first = try leaf(.listWord, Expecting.listSeparator)
            mustBeItem = true
        case .openBrace:
            switch try parseQueryOrDictionary() {
            case .query(let query):
                first = StormNode(.subqueryValue, query.span, [query])
                mustBeItem = true
            case .dictionary(let dictionary):
                first = dictionary
                canBeItem = false
            }
        case .openParen:
            let inner = try parseListOrExpression(closing: Expecting.afterExpressionVariable)
            if case .list = inner { mustBeItem = true }
            first = try withMembers(inner)
        case .logicalNot, .negate: canBeItem = false
        case .number, .hexNumber, .octalNumber, .boolean, .null, .openBracket:
            first = try parseAtom(stringAfter: Expecting.afterAtom)
            canBeItem = false
        default: first = try parseAtom(stringAfter: Expecting.afterFirstInParens)
        }
        if let first, mustBeItem {
            guard token.kind == .comma else { throw unexpected([.comma]) }
            return .list(try finishList(from: start, first))
        }
        let mark = lastEnd
        let expression = try parseExpression(first: first)
        if token.kind == .comma, canBeItem, lastEnd == mark { return .list(try finishList(from: start, expression)) }
        guard token.kind == .closeParen else { throw unexpected(Expecting.afterFirstInParens - [.comma]) }
        leave()
        try shift(closing)
        return .expression(node(.expression, from: start, [expression]))
    }

    private mutating func withMembers(_ parens: ListOrExpression) throws(SyntaxError) -> StormNode {
        switch parens {
        case .list(let list): return list
        case .expression(let base): return chain(base, try parseMembers(.innerParens))
        }
    }

    /// Reads the rest of a list, whose first item is read.
    private mutating func finishList(from start: Int, _ first: StormNode) throws(SyntaxError) -> StormNode {
        var items = [first]
        while token.kind == .comma {
            try shift(Expecting.listItem)
            guard token.kind != .closeParen else { break }
            items.append(try parseListItem())
        }
        guard token.kind == .closeParen else { throw unexpected(Expecting.listSeparator) }
        leave()
        try shift(Expecting.afterList)
        return node(.list, from: start, items)
    }

    /// Reads a list where nothing else can stand.
    mutating func parseListOnly() throws(SyntaxError) -> StormNode {
        let start = token.start
        try enter()
        try shift(Expecting.listItem)
        guard token.kind != .closeParen else {
            leave()
            try shift(Expecting.afterList)
            return node(.list, from: start)
        }
        let first = try parseListItem()
        guard token.kind == .comma else { throw unexpected([.comma]) }
        return try finishList(from: start, first)
    }

    private mutating func parseListItem() throws(SyntaxError) -> StormNode {
        let start = token.start
        switch token.kind {
        case .listWord: return try leaf(.listWord, Expecting.listSeparator)
        case .openParen: return try withMembers(try parseListOrExpression(closing: Expecting.afterExpressionVariable))
        case .openBrace: return node(.subqueryValue, from: start, [try parseBlock(after: Expecting.afterSubquery)])
        default: return try parseAtom(stringAfter: Expecting.listSeparator)
        }
    }

    /// Reads a query or a dictionary in braces.
    private mutating func parseQueryOrDictionary() throws(SyntaxError) -> QueryOrDictionary {
        let start = token.start
        try enter()
        let inner = token.end
        try shift(Expecting.queryOrDictionary)
        var first: StormNode?
        switch token.kind {
        case .closeBrace: return .dictionary(try finishDictionary(from: start, firstKey: nil))
        case .openBrace:
            switch try parseQueryOrDictionary() {
            case .dictionary(let key): return .dictionary(try finishDictionary(from: start, firstKey: key))
            case .query(let query): first = StormNode(.subquery, query.span, [query])
            }
        case .openBracket:
            switch try parseEditsOrList() {
            case .expression(let key): return .dictionary(try finishDictionary(from: start, firstKey: key))
            case .list(let edits): first = edits
            }
        case .openParen:
            switch try parseNamesOrExpression() {
            case .expression(let key): return .dictionary(try finishDictionary(from: start, firstKey: key))
            case .list(let assignment): first = assignment
            }
        case .hash, .spacedHash:
            let hash = try shift([.dollar, .expressionTagSegment, .hash])
            if token.kind == .hash {
                first = try finishTagLift(from: hash.start, isSpaced: hash.kind == .spacedHash)
            } else {
                return .dictionary(try finishDictionary(from: start, firstKey: try finishTagAtom(from: hash.start)))
            }
        case _ where Expecting.jsonItem.contains(token.kind):
            return .dictionary(try finishDictionary(from: start, firstKey: try parseJSONItem([.colon, .expressionColon])))
        default: break
        }
        return .query(try finishQuery(from: inner, first.map { [$0] } ?? [], after: Expecting.afterSubquery))
    }

    /// Reads edits (as `list`) or a bracketed list (as `expression`) at the start of braces.
    private mutating func parseEditsOrList() throws(SyntaxError) -> ListOrExpression {
        let start = token.start
        try enter()
        try shift(Expecting.editsOrList)
        switch token.kind {
        case .closeBracket:
            leave()
            try shift(Expecting.afterEmptyBrackets)
            let isKey = token.kind == .colon || token.kind == .expressionColon
            return isKey ? .expression(node(.listLiteral, from: start)) : .list(node(.edits, from: start))
        case .openParen:
            let group = token.start
            try enter()
            try shift(Expecting.editGroupOrExpression)
            if token.kind == .property || token.kind == .dereference {
                return .list(try finishEdits(from: start, [try finishEditGroup(from: group)]))
            }
            let item = try finishInnerParens(from: group)
            return .expression(try finishListLiteral(from: start, [item]))
        case _ where Expecting.jsonItem.contains(token.kind):
            return .expression(try finishListLiteral(from: start, [try parseJSONItem([.comma, .closeBracket])]))
        default: return .list(try finishEdits(from: start))
        }
    }

    /// Reads an assignment to names (as `list`) or an expression in parentheses at the start of braces.
    private mutating func parseNamesOrExpression() throws(SyntaxError) -> ListOrExpression {
        let start = token.start
        try enter()
        try shift(Expecting.namesOrExpression)
        guard token.kind == .comma || token.kind == .closeParen else { return .expression(try finishInnerParens(from: start)) }
        leave()
        return .list(try finishSetVariables(from: start))
    }

    /// Reads the rest of an expression in parentheses, and its members.
    private mutating func finishInnerParens(from start: Int) throws(SyntaxError) -> StormNode {
        let expression = try parseExpression()
        guard token.kind == .closeParen else { throw unexpected(Expecting.afterFirstInParens - [.comma]) }
        leave()
        try shift(Expecting.afterExpressionVariable)
        return chain(node(.expression, from: start, [expression]), try parseMembers(.innerParens))
    }
}
