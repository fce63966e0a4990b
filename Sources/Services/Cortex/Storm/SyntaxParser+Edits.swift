/// Edits: what stands in square brackets.
extension SyntaxParser {
    /// Reads the rest of an edit block, whose bracket is taken.
    mutating func finishEdits(from start: Int, _ known: [StormNode] = []) throws(SyntaxError) -> StormNode {
        var edits = known
        while token.kind != .closeBracket { edits.append(try parseEdit()) }
        leave()
        try shift(Expecting.next)
        return node(.edits, from: start, edits)
    }

    private mutating func parseEdit() throws(SyntaxError) -> StormNode {
        let start = token.start
        switch token.kind {
        case .property, .dereference: return try parseAddNode()
        case .relative, .relativeVariable, .universal, .dot: return try parseSetProperty()
        case .plus: return try parseAddTag()
        case .minus: return try parseDelete()
        case .openParen:
            try enter()
            try shift([.property, .dereference])
            return try finishEditGroup(from: start)
        case .plusParen: return try parseEdge(.addEdgeOut, .edgeOutEnd)
        case .minusParen: return try parseEdge(.deleteEdgeOut, .edgeOutEnd)
        case .edgeInStart:
            try shift(Expecting.value)
            let edges = try parseValue()
            guard token.kind == .edgeAddInEnd || token.kind == .edgeInEnd else { throw unexpected([.edgeAddInEnd, .edgeInEnd]) }
            let kind: StormNodeKind = token.kind == .edgeAddInEnd ? .addEdgeIn : .deleteEdgeIn
            return node(kind, from: start, [edges, try parseEdgeNodes()])
        default: throw unexpected(Expecting.edit)
        }
    }

    /// Reads the rest of edits in parentheses, whose parenthesis is taken.
    mutating func finishEditGroup(from start: Int) throws(SyntaxError) -> StormNode {
        guard token.kind == .property || token.kind == .dereference else { throw unexpected([.property, .dereference]) }
        var edits = [try parseAddNode()]
        while token.kind != .closeParen { edits.append(try parseEdit()) }
        leave()
        try shift(Expecting.editOrClose)
        return node(.editGroup, from: start, edits)
    }

    private mutating func parseSetter() throws(SyntaxError) -> String {
        guard Expecting.setters.contains(token.kind) else { throw unexpected(Expecting.setters) }
        return text(try shift(Expecting.value))
    }

    private mutating func parseAddNode() throws(SyntaxError) -> StormNode {
        let start = token.start
        let name = token.kind == .property ? try leaf(.propertyName, Expecting.setters) : try parseDereferencedName()
        let setter = try parseSetter()
        return node(.addNode, from: start, text: setter, [name, try parseValue()])
    }

    private mutating func parseSetProperty() throws(SyntaxError) -> StormNode {
        let start = token.start
        let isRelative = token.kind == .relative || token.kind == .relativeVariable
        let property = try parseProperty(relativeAfter: Expecting.afterRelative)
        if isRelative {
            if token.kind == .times || token.kind == .dereference { return try parseSetPropertyIf(from: start, property) }
            if token.kind == .setMany || token.kind == .trySetMany {
                let setter = text(try shift(Expecting.value))
                return node(.setProperty, from: start, text: setter, [property, try parseValue()])
            }
        }
        let setter = try parseSetter()
        return node(.setProperty, from: start, text: setter, [property, try parseValue()])
    }

    /// Reads `*unset=` or `*$condition=` and the value.
    private mutating func parseSetPropertyIf(from start: Int, _ property: StormNode) throws(SyntaxError) -> StormNode {
        let condition: StormNode
        if token.kind == .times {
            try shift([.unset])
            let taken = try shift([.equal, .trySet])
            condition = StormNode(.unsetCondition, StormSpan(start: taken.start, end: taken.end))
        } else {
            try shift([.dollar])
            let variableStart = token.start
            try shift([.variable])
            condition = try parseVariableName(.condition, from: variableStart)
        }
        guard token.kind == .equal || token.kind == .trySet else { throw unexpected([.equal, .trySet]) }
        let setter = text(try shift(Expecting.value))
        return node(.setPropertyIf, from: start, text: setter, [property, condition, try parseValue()])
    }

    private mutating func parseAddTag() throws(SyntaxError) -> StormNode {
        let start = token.start
        try shift([.question, .hash])
        let mayFail = token.kind == .question
        if mayFail { try shift([.hash]) }
        guard token.kind == .hash else { throw unexpected([.question, .hash]) }
        let tag = try parseTag()
        if token.kind == .tagColon, !mayFail {
            let property = try parseTagProperty(tag, after: Expecting.afterUniversal)
            let setter = try parseSetter()
            return node(.setTagProperty, from: start, text: setter, [property, try parseValue()])
        }
        let mark = mayFail ? "?" : ""
        guard token.kind == .wordEqual || token.kind == .spacedEqual || token.kind == .trySet else {
            return node(.addTag, from: start, text: mark, [tag])
        }
        let setter = try leaf(.comparator, Expecting.value)
        return node(.addTag, from: start, text: mark, [tag, setter, try parseValue()])
    }

    private mutating func parseDelete() throws(SyntaxError) -> StormNode {
        let start = token.start
        try shift(Expecting.removable)
        guard token.kind == .hash else {
            return node(.deleteProperty, from: start, [try parseProperty(relativeAfter: Expecting.afterRelative)])
        }
        let tag = try parseTag()
        guard token.kind == .tagColon else { return node(.deleteTag, from: start, [tag]) }
        return node(.deleteTagProperty, from: start, [try parseTagProperty(tag, after: Expecting.afterUniversal)])
    }

    private mutating func parseEdge(_ kind: StormNodeKind, _ end: TokenKind) throws(SyntaxError) -> StormNode {
        let start = token.start
        try shift(Expecting.value)
        let edges = try parseValue()
        guard token.kind == end else { throw unexpected([end]) }
        return node(kind, from: start, [edges, try parseEdgeNodes()])
    }

    /// Reads the nodes at the other ends of edges; the token closes the edges.
    private mutating func parseEdgeNodes() throws(SyntaxError) -> StormNode {
        try shift(Expecting.edgeSource)
        if token.kind == .dollar { return try parseVariable(.value) }
        let start = token.start
        return node(.subqueryValue, from: start, [try parseBlock(after: Expecting.afterSubquery)])
    }
}
