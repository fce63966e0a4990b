/// Queries and the operations in them.
extension SyntaxParser {
    /// Reads operations up to a token of the kind `end`, which is left.
    mutating func parseOperations(into operations: inout [StormNode], until end: TokenKind) throws(SyntaxError) {
        if operations.isEmpty, token.kind == .pipe { try shift(Expecting.afterLeadingPipe) }
        while token.kind != end {
            if !operations.isEmpty, token.kind == .pipe { try shift(Expecting.operation) }
            if token.kind == .end { throw unexpected([end]) }
            operations.append(try parseOperation())
        }
    }

    /// Reads a query in braces; `after` is what may follow it.
    mutating func parseBlock(after: TokenSet) throws(SyntaxError) -> StormNode {
        guard token.kind == .openBrace else { throw unexpected([.openBrace]) }
        return try parseQuery(after: after)
    }

    /// Reads the query between the token, which opens it, and the closing brace. Its span is all between the two.
    mutating func parseQuery(after: TokenSet) throws(SyntaxError) -> StormNode {
        try enter()
        let start = token.end
        try shift(Expecting.blockStart)
        return try finishQuery(from: start, [], after: after)
    }

    /// Reads the rest of a query whose first operations are known, and its closing brace.
    mutating func finishQuery(
        from start: Int, _ known: [StormNode], after: TokenSet
    ) throws(SyntaxError) -> StormNode {
        var operations = known
        try parseOperations(into: &operations, until: .closeBrace)
        let span = StormSpan(start: start, end: token.start)
        leave()
        try shift(after)
        return StormNode(.query, span, operations)
    }

    private mutating func parseOperation() throws(SyntaxError) -> StormNode {
        let start = token.start
        switch token.kind {
        case .commandName: return try parseCommand()
        case .dollar: return try parseVariableStatement()
        case .openBracket:
            try enter()
            try shift(Expecting.edit)
            return try finishEdits(from: start)
        case .openBrace: return node(.subquery, from: start, [try parseBlock(after: Expecting.afterSubquery)])
        case .yield: return try parseYield()
        case .openParen:
            try shift([.comma, .dollar, .closeParen])
            return try finishSetVariables(from: start)
        case .property, .embedProperty, .universal, .wildProperty, .dereference: return try parseLift()
        case .hash, .spacedHash: return try parseTagLift()
        case .reverse: return try parseReverse()
        case .plus, .minus, .plusParen: return try parseFilter()
        case .minusParen: return try parseMinusParen()
        case .edgeInStart, .edgeInJoinStart: return try parseWalkIn()
        case .relative, .relativeVariable: return try parsePropertyPivot()
        case .pivotOut, .joinOut: return try parsePivotOut()
        case .pivotIn, .joinIn: return try parsePivotIn()
        case .anyWalkOut: return try parseAnyWalk(.anyWalkOut)
        case .anyWalkIn: return try parseAnyWalk(.anyWalkIn)
        case .anyWalkJoinOut: return try parseAnyWalk(.anyWalkJoinOut)
        case .anyWalkJoinIn: return try parseAnyWalk(.anyWalkJoinIn)
        default: return try parseControl()
        }
    }

    private mutating func parseYield() throws(SyntaxError) -> StormNode {
        let start = token.start
        try shift(Expecting.argument)
        if token.kind == .openBrace { return node(.yieldSubquery, from: start, [try parseBlock(after: Expecting.afterSubquery)]) }
        return node(.yieldValue, from: start, [try parseValue()])
    }

    // MARK: Variables

    /// An assignment to a variable or an item, or an expression run for its effect.
    private mutating func parseVariableStatement() throws(SyntaxError) -> StormNode {
        let start = token.start
        try shift([.variable])
        let name = try variableName(Expecting.afterStatementVariable)
        if token.kind == .equal {
            try shift(Expecting.value)
            return node(.setVariable, from: start, text: name, [try parseValue()])
        }
        let base = node(.variable, from: start, text: name)
        var members = try parseMembers(.statement)
        if let last = members.last, last.kind != .call, token.kind == .wordEqual || token.kind == .spacedEqual {
            members.removeLast()
            let span = StormSpan(start: start, end: members.last?.span.end ?? base.span.end)
            let target = members.isEmpty ? base : StormNode(.chain, span, [base] + members)
            try shift(Expecting.value)
            return node(.setItem, from: start, [target, last, try parseValue()])
        }
        return node(.evaluate, from: start, [chain(base, members)])
    }

    /// Takes the name of a variable; quoted names are decoded.
    mutating func variableName(_ expected: TokenSet) throws(SyntaxError) -> String {
        guard token.kind == .variable || token.kind == .expressionVariable else { throw unexpected([.variable]) }
        return try string(expected).text
    }

    /// The rest of an assignment to names in parentheses; the parenthesis is taken.
    mutating func finishSetVariables(from start: Int) throws(SyntaxError) -> StormNode {
        let names = try parseNames()
        guard token.kind == .equal else { throw unexpected([.equal]) }
        try shift(Expecting.value)
        return node(.setVariables, from: start, names + [try parseValue()])
    }

    /// Names of variables up to and with the closing parenthesis.
    mutating func parseNames() throws(SyntaxError) -> [StormNode] {
        var names: [StormNode] = []
        while token.kind == .dollar {
            let start = token.start
            try shift([.variable])
            let name = try variableName(Expecting.listSeparator)
            names.append(node(.parameter, from: start, text: name))
            guard token.kind == .comma else { break }
            try shift([.dollar, .closeParen])
        }
        if names.isEmpty, token.kind == .comma { try shift([.closeParen]) }
        guard token.kind == .closeParen else { throw unexpected(Expecting.listSeparator) }
        try shift([.equal, .in] + Expecting.walkEnd)
        return names
    }
}
