/// Filters, and the edge walks that start like one: both may begin with `-(`.
extension SyntaxParser {
    /// Where an operand stands: what may follow depends on it.
    enum OperandPlace {
        case filter
        /// Directly behind `-(`: a condition, or edges up to `)>`.
        case walk
        /// Directly behind `-((`: a condition, or a list of edges.
        case walkList

        fileprivate var afterName: TokenSet {
            switch self {
            case .filter: Expecting.afterFilterOperand
            case .walk: Expecting.afterOperandInWalk
            case .walkList: Expecting.afterNameInWalkList
            }
        }

        fileprivate var edgeEnd: TokenSet {
            switch self {
            case .filter: []
            case .walk: Expecting.walkEnd
            case .walkList: [.comma]
            }
        }
    }

    /// What an operand turned out to be.
    enum Operand {
        case condition(StormNode)
        case edge(StormNode)
    }

    /// Reads `+condition`, `-condition` or `+(condition)`.
    mutating func parseFilter() throws(SyntaxError) -> StormNode {
        let start = token.start
        let opener = try shift(Expecting.condition)
        guard opener.kind == .plusParen else {
            return node(.filter, from: start, text: text(opener), [try parseCondition()])
        }
        let condition = try parseConditionChain(first: try parseCondition())
        try expect(.closeParen, Expecting.next)
        return node(.filter, from: start, text: "+", [condition])
    }

    /// Reads a negative filter in parentheses, or a walk along edges.
    mutating func parseMinusParen() throws(SyntaxError) -> StormNode {
        let start = token.start
        try shift(Expecting.walkOrCondition)
        switch try parseOperand(.walk) {
        case .edge(let edges):
            switch token.kind {
            case .edgeOutEnd: return try finishWalk(.walkOut, from: start, edges)
            case .edgeJoinEnd: return try finishWalk(.walkJoinOut, from: start, edges)
            default: throw unexpected(Expecting.walkEnd)
            }
        case .condition(let first):
            let condition = try parseConditionChain(first: first)
            try expect(.closeParen, Expecting.next)
            return node(.filter, from: start, text: "-", [condition])
        }
    }

    /// Reads conditions joined with `and` and `or`, whose first is known.
    private mutating func parseConditionChain(first: StormNode) throws(SyntaxError) -> StormNode {
        var parts = [first]
        while token.kind == .and || token.kind == .or {
            parts.append(try leaf(.logicOperator, Expecting.condition))
            parts.append(try parseCondition())
        }
        guard parts.count > 1 else {
            guard token.kind == .closeParen else { throw unexpected([.and, .or, .closeParen]) }
            return first
        }
        guard token.kind == .closeParen else { throw unexpected([.and, .or, .closeParen]) }
        return node(.conditionChain, from: first.span.start, parts)
    }

    private mutating func parseCondition() throws(SyntaxError) -> StormNode {
        switch try parseOperand(.filter) {
        case .condition(let condition), .edge(let condition): condition
        }
    }

    private mutating func parseOperand(_ place: OperandPlace) throws(SyntaxError) -> Operand {
        let start = token.start
        switch token.kind {
        case .not:
            try enter()
            try shift(Expecting.condition)
            let condition = try parseCondition()
            leave()
            return .condition(node(.conditionNot, from: start, [condition]))
        case .openParen where place == .walk: return try parseWalkListOrCondition()
        case .openParen:
            try enter()
            try shift(Expecting.condition)
            let condition = try parseConditionChain(first: try parseCondition())
            leave()
            try shift(Expecting.afterCondition)
            return .condition(condition)
        case .property: return try parseNameOperand(place)
        case .wildProperty: return .condition(node(.isForm, from: start, [try leaf(.wildcardName, Expecting.afterCondition)]))
        case .relative, .relativeVariable, .universal, .dot: return try parsePropertyOperand(place)
        case .filterHash, .patternHash: return .condition(try parseTagOperand())
        case .openBrace:
            let query = try parseBlock(after: place.afterName)
            if place.edgeEnd.contains(token.kind) { return .edge(node(.subqueryValue, from: start, [query])) }
            return .condition(node(.conditionQuery, from: start, [query] + (try parseOptionalComparison())))
        case .dollar: return try parseVariableOperand(place)
        default:
            guard place != .filter else { throw unexpected(Expecting.condition) }
            return .edge(try parseEdgeName(place))
        }
    }

    private mutating func parseOptionalComparison() throws(SyntaxError) -> [StormNode] {
        isComparison ? try parseComparison() : []
    }

    private mutating func parseNameOperand(_ place: OperandPlace) throws(SyntaxError) -> Operand {
        let start = token.start
        let name = try leaf(.propertyName, place.afterName)
        if place.edgeEnd.contains(token.kind) { return .edge(StormNode(.word, name.span, text: name.text)) }
        if isComparison { return .condition(node(.compareForm, from: start, [name] + (try parseComparison()))) }
        return .condition(node(.isForm, from: start, [name]))
    }

    private mutating func parsePropertyOperand(_ place: OperandPlace) throws(SyntaxError) -> Operand {
        let start = token.start
        let isRelative = token.kind == .relative || token.kind == .relativeVariable
        let property = try parseProperty(
            relativeAfter: place == .filter ? Expecting.afterRelative : Expecting.afterRelativeInWalk)
        if place.edgeEnd.contains(token.kind) { return .edge(node(.propertyValue, from: start, [property])) }
        if isRelative, token.kind == .arrayStart {
            return .condition(node(.compareArray, from: start, [property] + (try parseArrayComparison(after: Expecting.afterCondition))))
        }
        if isComparison { return .condition(node(.compareProperty, from: start, [property] + (try parseComparison()))) }
        return .condition(node(.hasProperty, from: start, [property]))
    }

    private mutating func parseTagOperand() throws(SyntaxError) -> StormNode {
        let start = token.start
        let tag = try parseTagPattern()
        if token.kind == .tagColon {
            let property = try parseTagProperty(tag, after: Expecting.afterFilterOperand)
            guard isComparison else { return node(.hasTagProperty, from: start, [property]) }
            return node(.compareTagProperty, from: start, [property] + (try parseComparison()))
        }
        guard isComparison else { return node(.hasTag, from: start, [tag]) }
        return node(.compareTag, from: start, [tag] + (try parseComparison()))
    }

    private mutating func parseVariableOperand(_ place: OperandPlace) throws(SyntaxError) -> Operand {
        let start = token.start
        try shift(Expecting.variableOrParen)
        if token.kind == .openParen {
            let value = try parseParenthesized(.parens, from: start, text: "$")
            return .condition(node(.conditionValue, from: start, [value]))
        }
        let value = try parseVariableName(.value, from: start)
        if place.edgeEnd.contains(token.kind) { return .edge(value) }
        return .condition(node(.conditionValue, from: start, [value]))
    }

    // MARK: Edges in parentheses

    /// Reads an edge that is neither a property nor a variable: a word, a string, or a query that is a value.
    private mutating func parseEdgeName(_ place: OperandPlace) throws(SyntaxError) -> StormNode {
        let start = token.start
        switch token.kind {
        case .word, .variable, .tripleQuoted: return try string(place == .walk ? Expecting.walkEnd : [.comma])
        case .backquote: return try parseFormatString()
        case .embedStart: return node(.embedQuery, from: start, [try parseQuery(after: Expecting.afterEmbed)])
        default: throw unexpected(Expecting.walkOrCondition)
        }
    }

    /// Reads what stands in parentheses directly behind `-(`: names, a list of edges, or a condition.
    private mutating func parseWalkListOrCondition() throws(SyntaxError) -> Operand {
        let start = token.start
        try enter()
        try shift(Expecting.walkListOrCondition)
        if let names = try parseNamesInWalk(from: start) { return .edge(names) }
        switch try parseOperandInWalkList() {
        case .edge(let first): return .edge(try finishWalkList(from: start, first))
        case .condition(let first):
            let condition = try parseConditionChain(first: first)
            leave()
            try shift(Expecting.afterCondition)
            return .condition(condition)
        }
    }

    /// Reads `()`, `(,)`; nil when something else stands there.
    private mutating func parseNamesInWalk(from start: Int) throws(SyntaxError) -> StormNode? {
        guard token.kind == .comma || token.kind == .closeParen else { return nil }
        if token.kind == .comma { try shift([.closeParen]) }
        leave()
        try expect(.closeParen, [.equal, .in] + Expecting.walkEnd)
        return node(.list, from: start)
    }

    private mutating func parseOperandInWalkList() throws(SyntaxError) -> Operand {
        guard token.kind == .dollar else { return try parseOperand(.walkList) }
        let start = token.start
        try shift(Expecting.variableOrParen)
        if token.kind == .openParen {
            let value = try parseParenthesized(.parens, from: start, text: "$")
            return .condition(node(.conditionValue, from: start, [value]))
        }
        let name = try variableName(Expecting.afterVariableInWalkList)
        let variable = node(.variable, from: start, text: name)
        // A bare variable before a comma or the end makes a list of names; anything else behind it, a value.
        if token.kind == .comma || token.kind == .closeParen { return .edge(variable) }
        let value = chain(variable, try parseMembers(.value))
        if token.kind == .comma { return .edge(value) }
        return .condition(node(.conditionValue, from: start, [value]))
    }

    private mutating func finishWalkList(from start: Int, _ first: StormNode) throws(SyntaxError) -> StormNode {
        var items = [first]
        if first.kind == .variable {
            while token.kind == .comma {
                try shift([.dollar, .closeParen])
                guard token.kind == .dollar else { break }
                let itemStart = token.start
                try shift([.variable])
                let name = try variableName(Expecting.listSeparator)
                items.append(node(.variable, from: itemStart, text: name))
            }
            leave()
            try expect(.closeParen, [.equal, .in] + Expecting.walkEnd)
            return node(.list, from: start, items)
        }
        guard token.kind == .comma else { throw unexpected([.comma]) }
        while token.kind == .comma {
            try shift(Expecting.walkListItem)
            guard token.kind != .closeParen else { break }
            items.append(try parseWalkListItem())
        }
        leave()
        try expect(.closeParen, Expecting.walkEnd)
        return node(.list, from: start, items)
    }

    private mutating func parseWalkListItem() throws(SyntaxError) -> StormNode {
        switch token.kind {
        case .word, .property, .variable, .tripleQuoted: try string(Expecting.listSeparator)
        case .dollar: try parseVariable(.value)
        default: try parseArgument()
        }
    }
}
