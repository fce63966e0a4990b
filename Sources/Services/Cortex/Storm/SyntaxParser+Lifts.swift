/// Lifts, tags and comparisons.
extension SyntaxParser {
    // MARK: Comparisons

    var isComparison: Bool { Expecting.comparators.contains(token.kind) }

    /// Reads an operator and its value.
    mutating func parseComparison() throws(SyntaxError) -> [StormNode] {
        let start = token.start
        if token.kind == .times {
            try shift([.namedComparator])
            let name = text(try shift(Expecting.value))
            let comparator = StormNode(.comparator, span(from: start), text: "*" + name)
            return [comparator, try parseValue()]
        }
        return [try leaf(.comparator, Expecting.value), try parseValue()]
    }

    /// Reads the comparison with the items of an array behind `*[`, and the closing bracket.
    mutating func parseArrayComparison(after: TokenSet) throws(SyntaxError) -> [StormNode] {
        try shift(Expecting.arrayComparators)
        let comparison = [try leaf(.comparator, Expecting.value), try parseValue()]
        try expect(.closeBracket, after)
        return comparison
    }

    /// A node with these children, and a comparison when one follows.
    private mutating func compared(_ kind: StormNodeKind, from start: Int, _ children: [StormNode]) throws(SyntaxError) -> StormNode {
        guard isComparison else { return node(kind, from: start, children) }
        return node(kind, from: start, children + (try parseComparison()))
    }

    // MARK: Lifts

    /// Reads a lift that starts with a name.
    mutating func parseLift() throws(SyntaxError) -> StormNode {
        let start = token.start
        let name: StormNode
        switch token.kind {
        case .property: name = try leaf(.propertyName, Expecting.afterLiftName)
        case .universal: name = try leaf(.universalName, Expecting.afterLiftName)
        case .wildProperty: name = try leaf(.wildcardName, Expecting.afterWildcardName)
        case .embedProperty: name = try leaf(.embedName, Expecting.afterEmbedName)
        default: name = try parseDereferencedName()
        }
        switch token.kind {
        case .hash: return try parseFormTagLift(from: start, name)
        case .arrayStart where name.kind != .wildcardName:
            return node(.liftArray, from: start, [name] + (try parseArrayComparison(after: Expecting.afterWildcardName)))
        case _ where isComparison && name.kind != .wildcardName:
            return node(.liftPropertyBy, from: start, [name] + (try parseComparison()))
        default:
            guard name.kind != .embedName else { throw unexpected(Expecting.afterEmbedName) }
            return node(.liftProperty, from: start, [name])
        }
    }

    /// Reads `*$name`.
    mutating func parseDereferencedName() throws(SyntaxError) -> StormNode {
        let start = token.start
        try shift([.dollar])
        return node(.dereferencedName, from: start, [try parseVariable(.value)])
    }

    private mutating func parseFormTagLift(from start: Int, _ name: StormNode) throws(SyntaxError) -> StormNode {
        let tag = try parseTag()
        guard token.kind == .tagColon else { return try compared(.liftFormTag, from: start, [name, tag]) }
        let property = try parseTagProperty(tag, after: Expecting.afterFormTagProperty)
        return try compared(.liftFormTagProperty, from: start, [name, property])
    }

    /// Reads a lift by tag, by the tag of a tag, or by the property of a tag.
    mutating func parseTagLift() throws(SyntaxError) -> StormNode {
        let start = token.start
        let isSpaced = token.kind == .spacedHash
        try shift([.dollar, .tagSegment, .hash])
        return try finishTagLift(from: start, isSpaced: isSpaced)
    }

    mutating func finishTagLift(from start: Int, isSpaced: Bool) throws(SyntaxError) -> StormNode {
        if token.kind == .hash { return try compared(.liftTagTag, from: start, [try parseTag()]) }
        let tag = try finishTag(from: start)
        guard token.kind == .tagColon else { return try compared(.liftTag, from: start, [tag]) }
        let after = isSpaced ? Expecting.afterSpacedTagProperty : Expecting.afterUniversal
        return try compared(.liftTagProperty, from: start, [try parseTagProperty(tag, after: after)])
    }

    mutating func parseReverse() throws(SyntaxError) -> StormNode {
        let start = token.start
        try shift([.openParen])
        try shift(Expecting.liftInReverse)
        let isTag = token.kind == .hash || token.kind == .spacedHash
        let lift = isTag ? try parseTagLift() : try parseLift()
        try expect(.closeParen, Expecting.next)
        return node(.liftReverse, from: start, [lift])
    }

    // MARK: Tags

    /// Reads a tag; the token is its hash.
    mutating func parseTag() throws(SyntaxError) -> StormNode {
        let start = token.start
        try shift(Expecting.tagSegment)
        return try finishTag(from: start)
    }

    /// Reads a tag behind its hash.
    mutating func finishTag(from start: Int) throws(SyntaxError) -> StormNode {
        if token.kind == .dollar { return try tagFromVariable(from: start, .value) }
        return try tagSegments(from: start, .tagSegment, Expecting.afterTagSegment, variableAfter: Expecting.afterVariable)
    }

    /// Reads a tag in an expression, behind its hash.
    mutating func finishExpressionTag(from start: Int) throws(SyntaxError) -> StormNode {
        if token.kind == .dollar { return try tagFromVariable(from: start, .expression) }
        return try tagSegments(
            from: start, .expressionTagSegment, Expecting.afterExpressionTag, variableAfter: Expecting.afterExpressionVariable)
    }

    /// Reads a tag in a filter, which may hold asterisks.
    mutating func parseTagPattern() throws(SyntaxError) -> StormNode {
        let start = token.start
        guard token.kind == .patternHash else { return try parseTag() }
        try shift([.patternSegment])
        return try tagSegments(from: start, .patternSegment, Expecting.afterTagInFilter, variableAfter: Expecting.afterVariable)
    }

    private mutating func tagFromVariable(from start: Int, _ style: ChainStyle) throws(SyntaxError) -> StormNode {
        let value = try parseVariable(style)
        return node(.tag, from: start, [StormNode(.tagFromVariable, value.span, [value])])
    }

    private mutating func tagSegments(
        from start: Int, _ kind: TokenKind, _ after: TokenSet, variableAfter: TokenSet
    ) throws(SyntaxError) -> StormNode {
        guard token.kind == kind else { throw unexpected([.dollar, kind]) }
        var segments = [try leaf(.tagSegment, after)]
        while token.kind == .dot {
            try shift([.dollar, kind])
            if token.kind == .dollar {
                let variableStart = token.start
                try shift(kind == .expressionTagSegment ? [.expressionVariable] : [.variable])
                let name = try variableName(variableAfter)
                segments.append(node(.variable, from: variableStart, text: name))
            } else {
                guard token.kind == kind else { throw unexpected([.dollar, kind]) }
                segments.append(try leaf(.tagSegment, after))
            }
        }
        return node(.tag, from: start, segments)
    }

    /// Reads the name of a property of `tag`; the token is the colon.
    mutating func parseTagProperty(
        _ tag: StormNode, after: TokenSet, style: ChainStyle = .value
    ) throws(SyntaxError) -> StormNode {
        try shift(Expecting.tagPropertyName)
        let name: StormNode
        if token.kind == .dollar {
            name = try parseVariable(style)
        } else {
            guard token.kind == .baseProperty else { throw unexpected(Expecting.tagPropertyName) }
            name = try leaf(.baseName, after)
        }
        return node(.tagProperty, from: tag.span.start, [tag, name])
    }

    // MARK: Properties

    /// Reads a property of the node at hand: `:name`, `:$name`, `.name` or `.$name`.
    mutating func parseProperty(relativeAfter: TokenSet) throws(SyntaxError) -> StormNode {
        let start = token.start
        switch token.kind {
        case .relative:
            let taken = try shift(relativeAfter)
            return StormNode(.relative, StormSpan(start: start, end: taken.end), text: String(text(taken).dropFirst()))
        case .relativeVariable:
            try shift([.variable])
            return node(.relativeVariable, from: start, [try parseVariableName(.value, from: start + 1)])
        case .universal: return try leaf(.universal, Expecting.afterUniversal)
        case .dot:
            try shift([.dollar])
            return try finishUniversalVariable(from: start, .value)
        default: throw unexpected(Expecting.removable)
        }
    }

    /// Reads the variable of `.$name`; the dot is taken.
    mutating func finishUniversalVariable(from start: Int, _ style: ChainStyle) throws(SyntaxError) -> StormNode {
        guard token.kind == .dollar else { throw unexpected([.dollar]) }
        return node(.universalVariable, from: start, [try parseVariable(style)])
    }
}
