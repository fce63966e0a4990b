/// Commands and their arguments.
extension SyntaxParser {
    mutating func parseCommand() throws(SyntaxError) -> StormNode {
        let start = token.start
        let name = text(try shift(Expecting.afterCommandQuery))
        var arguments: [StormNode] = []
        while let argument = try parseCommandArgument() { arguments.append(argument) }
        return node(.command, from: start, text: name, arguments)
    }

    private mutating func parseCommandArgument() throws(SyntaxError) -> StormNode? {
        let start = token.start
        guard token.kind == .option else { return try parseCommandValue() }
        let name = text(try shift(Expecting.afterOption))
        guard token.kind == .wordEqual else { return node(.option, from: start, text: name) }
        try shift(Expecting.optionValue)
        guard let value = try parseCommandValue() else { throw unexpected(Expecting.optionValue) }
        return node(.option, from: start, text: name, [value])
    }

    /// Reads an argument or the value of an option; nil when neither stands there.
    private mutating func parseCommandValue() throws(SyntaxError) -> StormNode? {
        let start = token.start
        switch token.kind {
        case .openBrace: return node(.commandQuery, from: start, [try parseBlock(after: Expecting.afterCommandQuery)])
        case .dot:
            try shift(Expecting.afterWordPart)
            guard token.kind == .dollar else { return try parseCommandWord(from: start, isDotTaken: true) }
            let property = try finishUniversalVariable(from: start, .value)
            return StormNode(.propertyValue, property.span, [property])
        case _ where Expecting.wordStart.contains(token.kind): return try parseCommandWord(from: start, isDotTaken: false)
        case _ where Expecting.argument.contains(token.kind): return try parseArgument()
        default: return nil
        }
    }

    private static let signs: TokenSet = [.plus, .minus, .comparator, .openBracket, .dot, .pivotOut]
    private static let joiners: TokenSet = [.wordComma, .wordEqual, .wordBracket]

    /// Reads an unquoted argument, which may be made of several tokens.
    private mutating func parseCommandWord(from start: Int, isDotTaken: Bool) throws(SyntaxError) -> StormNode {
        var parts: [StormNode] = []
        if isDotTaken { parts.append(StormNode(.wordPart, StormSpan(start: start, end: start + 1), text: ".")) }
        try parseWordParts(&parts, isFirst: true)
        while Self.joiners.contains(token.kind) {
            try appendPart(&parts, Expecting.wordStart)
            try parseWordParts(&parts, isFirst: false)
        }
        guard parts.count > 1 else { return StormNode(.word, span(from: start), text: parts[0].text) }
        return node(.word, from: start, text: parts.map(\.text).joined(), parts)
    }

    /// Reads a word, or signs with perhaps a word behind them.
    private mutating func parseWordParts(_ parts: inout [StormNode], isFirst: Bool) throws(SyntaxError) {
        var hasSigns = isFirst && !parts.isEmpty
        while Self.signs.contains(token.kind) {
            try appendPart(&parts, Expecting.afterWordPart)
            hasSigns = true
        }
        switch token.kind {
        case .commaSpace where hasSigns: try appendPart(&parts, Expecting.afterCommandWord)
        case .word where isFirst && !hasSigns:
            try appendPart(&parts, Expecting.afterWordPart)
            if token.kind == .commaSpace { try appendPart(&parts, Expecting.afterCommandWord) }
        case .word, .commandName: try appendPart(&parts, Expecting.afterCommandWord)
        case .property where !hasSigns: try appendPart(&parts, Expecting.afterCommandWord)
        default: if !hasSigns { throw unexpected(Expecting.wordStart) }
        }
    }

    private mutating func appendPart(_ parts: inout [StormNode], _ after: TokenSet) throws(SyntaxError) {
        parts.append(try leaf(.wordPart, after))
    }
}
