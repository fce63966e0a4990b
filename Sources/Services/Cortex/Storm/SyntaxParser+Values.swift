/// Values, variables and what hangs on them.
extension SyntaxParser {
    /// What may stand around the parts of a variable expression, which depends on where it stands.
    enum ChainStyle {
        /// A value.
        case value
        /// A value in an expression.
        case expression
        /// An operation of its own, which may become an assignment.
        case statement
        /// The condition of a conditional assignment.
        case condition
        /// What follows an expression in parentheses.
        case parens
        /// What follows parentheses within an expression.
        case innerParens

        var afterName: TokenSet {
            switch self {
            case .value, .parens: Expecting.afterVariable
            case .expression, .innerParens: Expecting.afterExpressionVariable
            case .statement: Expecting.afterStatementVariable
            case .condition: Expecting.afterConditionVariable
            }
        }

        var afterMember: TokenSet {
            switch self {
            case .statement: Expecting.afterStatementMember
            case .parens: Expecting.afterParenMember
            default: afterName
            }
        }

        var afterCall: TokenSet { self == .statement ? Expecting.afterVariable : afterName }

        /// What may follow an expression in parentheses that names a member.
        var afterParens: TokenSet {
            switch self {
            case .condition: Expecting.afterConditionVariable
            case .innerParens: Expecting.afterExpressionVariable
            default: Expecting.afterExpression
            }
        }

        var member: TokenSet {
            switch self {
            case .condition: Expecting.conditionMember
            case .innerParens: Expecting.innerMember
            default: Expecting.member
            }
        }

        var memberName: TokenKind { self == .innerParens ? .expressionVariable : .variable }
    }

    // MARK: Variables

    /// Reads a variable and its members; the token is the dollar sign.
    mutating func parseVariable(_ style: ChainStyle) throws(SyntaxError) -> StormNode {
        guard token.kind == .dollar else { throw unexpected([.dollar]) }
        let start = token.start
        try shift(style == .expression ? [.expressionVariable] : [.variable])
        return try parseVariableName(style, from: start)
    }

    /// Reads a variable behind its dollar sign, and its members.
    mutating func parseVariableName(_ style: ChainStyle, from start: Int) throws(SyntaxError) -> StormNode {
        let name = try variableName(style.afterName)
        let variable = node(.variable, from: start, text: name)
        return chain(variable, try parseMembers(style))
    }

    mutating func chain(_ base: StormNode, _ members: [StormNode]) -> StormNode {
        members.isEmpty ? base : node(.chain, from: base.span.start, [base] + members)
    }

    /// Reads members and calls.
    mutating func parseMembers(_ style: ChainStyle) throws(SyntaxError) -> [StormNode] {
        var members: [StormNode] = []
        while true {
            switch token.kind {
            case .dot: members.append(try parseMember(style))
            case .callParen: members.append(try parseCall(after: style.afterCall))
            default: return members
            }
        }
    }

    private mutating func parseMember(_ style: ChainStyle) throws(SyntaxError) -> StormNode {
        let start = token.start
        try shift(style.member)
        switch token.kind {
        case style.memberName: return node(.memberName, from: start, text: try variableName(style.afterMember))
        case .backquote: return node(.memberFormat, from: start, [try parseFormatString()])
        case .dollar:
            let dollar = token.start
            try shift([style.memberName, .openParen])
            if token.kind == .openParen {
                return node(.memberExpression, from: start, [try parseParens(from: dollar, "$", style.afterParens)])
            }
            return node(.memberVariable, from: start, text: try variableName(style.afterMember))
        case .openParen: return node(.memberExpression, from: start, [try parseParens(from: token.start, "", style.afterParens)])
        default: throw unexpected(style.member)
        }
    }

    private mutating func parseCall(after: TokenSet) throws(SyntaxError) -> StormNode {
        let start = token.start
        try enter()
        try shift(Expecting.firstCallArgument)
        var arguments: [StormNode] = []
        var names: Set<String> = []
        if token.kind == .comma {
            try shift([.closeParen])
        } else {
            while token.kind != .closeParen {
                arguments.append(try parseCallArgument(&names))
                guard token.kind == .comma else { break }
                try shift(Expecting.callArgument)
            }
        }
        leave()
        guard token.kind == .closeParen else { throw unexpected(Expecting.listSeparator) }
        try shift(after)
        return node(.call, from: start, arguments)
    }

    private mutating func parseCallArgument(_ names: inout Set<String>) throws(SyntaxError) -> StormNode {
        let start = token.start
        let argument: StormNode
        if token.kind == .word || token.kind == .variable {
            let name = try string(Expecting.afterCallName)
            if token.kind == .wordEqual || token.kind == .spacedEqual {
                try shift(Expecting.value)
                let value = try parseValue()
                if !names.insert(name.text).inserted {
                    complain("Duplicate keyword argument \"\(name.text)\" in function call", at: start)
                }
                return node(.namedArgument, from: start, text: name.text, [value])
            }
            argument = name
        } else {
            argument = try parseValue()
        }
        if !names.isEmpty { complain("Positional argument follows keyword argument in function call", at: start) }
        return argument
    }

    // MARK: Values

    /// Reads any value: a word, a query in braces, or what may be an argument.
    mutating func parseValue() throws(SyntaxError) -> StormNode {
        switch token.kind {
        case .word: return try leaf(.word, Expecting.afterWord)
        case .openBrace:
            let start = token.start
            return node(.subqueryValue, from: start, [try parseBlock(after: Expecting.afterSubquery)])
        default: return try parseArgument()
        }
    }

    /// Reads a value that is neither a word nor a query in braces.
    mutating func parseArgument() throws(SyntaxError) -> StormNode {
        let start = token.start
        switch token.kind {
        case .doubleQuoted, .singleQuoted, .tripleQuoted: return try string(Expecting.afterLiteral)
        case .backquote: return try parseFormatString()
        case .embedStart: return node(.embedQuery, from: start, [try parseQuery(after: Expecting.afterEmbed)])
        case .dollar:
            try shift(Expecting.variableOrParen)
            if token.kind == .openParen { return try parseParenthesized(.parens, from: start, text: "$") }
            return try parseVariableName(.value, from: start)
        case .relative, .relativeVariable, .universal, .dot:
            return node(.propertyValue, from: start, [try parseProperty(relativeAfter: Expecting.afterLiteral)])
        case .hash, .spacedHash:
            let after = token.kind == .hash ? Expecting.afterUniversal : Expecting.afterSpacedTagProperty
            let tag = try parseTag()
            guard token.kind == .tagColon else { return node(.tagValue, from: start, [tag]) }
            return node(.tagPropertyValue, from: start, [try parseTagProperty(tag, after: after)])
        case .openParen:
            switch try parseListOrExpression(closing: Expecting.afterExpression) {
            case .list(let list): return list
            case .expression(let base): return chain(base, try parseMembers(.parens))
            }
        default: throw unexpected(Expecting.value)
        }
    }

    /// Reads an expression in parentheses and its members; the token is the parenthesis.
    mutating func parseParenthesized(_ style: ChainStyle, from start: Int, text: String) throws(SyntaxError) -> StormNode {
        let base = try parseParens(from: start, text, style.afterParens)
        return chain(base, try parseMembers(style))
    }

    /// Reads an expression in parentheses; the token is the parenthesis.
    mutating func parseParens(from start: Int, _ text: String, _ after: TokenSet) throws(SyntaxError) -> StormNode {
        guard token.kind == .openParen else { throw unexpected([.openParen]) }
        try enter()
        try shift(Expecting.expression)
        let expression = try parseExpression()
        guard token.kind == .closeParen else { throw unexpected(Expecting.afterAtom - [.comma, .colon, .closeBrace, .closeBracket]) }
        leave()
        try shift(after)
        return node(.expression, from: start, text: text, [expression])
    }

    // MARK: Format strings

    /// Reads a format string; the token is its first backquote.
    mutating func parseFormatString() throws(SyntaxError) -> StormNode {
        let start = token.start
        try enter()
        try shift(Expecting.formatPart)
        var parts: [StormNode] = []
        while token.kind != .backquote {
            switch token.kind {
            case .formatText:
                let taken = try shift(Expecting.formatPart)
                parts.append(StormNode(.formatText, StormSpan(start: taken.start, end: taken.end), text: formatText(taken)))
            case .openBrace:
                try shift(Expecting.expression)
                parts.append(try parseExpression())
                try expect(.closeBrace, Expecting.formatPart)
            default: throw unexpected(Expecting.formatPart)
            }
        }
        leave()
        try shift(Expecting.afterExpression)
        return node(.formatString, from: start, parts)
    }

    private mutating func formatText(_ taken: Token) -> String {
        switch StringEscapes.decodeFormat(lexer.text.bytes[taken.start..<taken.end]) {
        case .success(let text): return text
        case .failure(let problem):
            complain("Invalid character in string \(text(taken)): \(problem.reason)", at: taken.start)
            return text(taken)
        }
    }
}
