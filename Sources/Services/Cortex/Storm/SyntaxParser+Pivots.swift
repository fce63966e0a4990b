/// Pivots and walks along edges.
extension SyntaxParser {
    mutating func parsePivotOut() throws(SyntaxError) -> StormNode {
        let start = token.start
        let isJoin = token.kind == .joinOut
        try shift(isJoin ? Expecting.joinTarget : Expecting.anyPivotTarget)
        switch token.kind {
        case .times:
            try shift(Expecting.next)
            return node(isJoin ? .joinOut : .pivotOut, from: start)
        case .allTags:
            try shift(Expecting.next)
            return node(isJoin ? .joinTags : .pivotTags, from: start)
        case .filterHash, .patternHash: return node(isJoin ? .joinTags : .pivotTags, from: start, [try parseTagPattern()])
        case .openBrace: return node(.rawPivot, from: start, [try parseBlock(after: Expecting.next)])
        default: return node(isJoin ? .joinTo : .pivotTo, from: start, [try parsePivotTarget()])
        }
    }

    mutating func parsePivotIn() throws(SyntaxError) -> StormNode {
        let start = token.start
        let isJoin = token.kind == .joinIn
        try shift(Expecting.pivotSource)
        switch token.kind {
        case .times:
            try shift(Expecting.next)
            return node(isJoin ? .joinIn : .pivotIn, from: start)
        case .property, .universal:
            let kind: StormNodeKind = token.kind == .property ? .propertyName : .universalName
            return node(isJoin ? .joinFrom : .pivotFrom, from: start, [try leaf(kind, Expecting.next)])
        default: throw unexpected(Expecting.pivotSource)
        }
    }

    mutating func parsePropertyPivot() throws(SyntaxError) -> StormNode {
        let start = token.start
        let property = try parseProperty(relativeAfter: Expecting.afterRelative)
        guard token.kind == .pivotOut || token.kind == .joinOut else { throw unexpected([.pivotOut, .joinOut]) }
        let kind: StormNodeKind = token.kind == .joinOut ? .joinProperty : .pivotProperty
        try shift(Expecting.propertyPivotTarget)
        if token.kind == .times {
            try shift(Expecting.next)
            return node(kind, from: start, [property])
        }
        return node(kind, from: start, [property, try parsePivotTarget()])
    }

    private mutating func parsePivotTarget() throws(SyntaxError) -> StormNode {
        guard token.kind == .openParen else { return try parseOneTarget() }
        let start = token.start
        try shift(Expecting.pivotTarget)
        var targets = [try parseOneTarget()]
        guard token.kind == .comma else {
            try expect(.closeParen, Expecting.next)
            return node(.targetList, from: start, targets)
        }
        try shift(Expecting.pivotTarget + [.closeParen])
        while token.kind != .closeParen {
            targets.append(try parseOneTarget())
            guard token.kind == .comma else { break }
            try shift(Expecting.pivotTarget)
            guard token.kind != .closeParen else { throw unexpected(Expecting.pivotTarget) }
        }
        try expect(.closeParen, Expecting.next)
        return node(.targetList, from: start, targets)
    }

    private mutating func parseOneTarget() throws(SyntaxError) -> StormNode {
        switch token.kind {
        case .property: try leaf(.propertyName, Expecting.afterPivotTarget)
        case .universal: try leaf(.universalName, Expecting.afterPivotTarget)
        case .wildProperty: try leaf(.wildcardName, Expecting.afterPivotTarget)
        case .dollar: try parseVariable(.value)
        default: throw unexpected(Expecting.pivotTarget)
        }
    }

    // MARK: Edges

    mutating func parseAnyWalk(_ kind: StormNodeKind) throws(SyntaxError) -> StormNode {
        let start = token.start
        try shift([.times])
        try expect(.times, Expecting.next)
        return node(kind, from: start)
    }

    mutating func parseWalkIn() throws(SyntaxError) -> StormNode {
        let start = token.start
        let kind: StormNodeKind = token.kind == .edgeInJoinStart ? .walkJoinIn : .walkIn
        try shift(Expecting.value)
        let edges = try parseValue()
        guard token.kind == .edgeInEnd else { throw unexpected([.edgeInEnd]) }
        return try finishWalk(kind, from: start, edges)
    }

    /// Reads where a walk leads; the token closes the edges.
    mutating func finishWalk(_ kind: StormNodeKind, from start: Int, _ edges: StormNode) throws(SyntaxError) -> StormNode {
        try shift(Expecting.walkTarget)
        let target: StormNode
        switch token.kind {
        case .wildcard:
            let taken = try shift(Expecting.afterWalkTarget)
            target = StormNode(.anyForm, StormSpan(start: taken.start, end: taken.end))
        case .property: target = try leaf(.propertyName, Expecting.afterWalkTarget)
        case .wildProperty: target = try leaf(.wildcardName, Expecting.afterWalkTarget)
        case .openParen: target = try parseListOnly()
        case .dollar: target = try parseVariable(.value)
        default: throw unexpected(Expecting.walkTarget)
        }
        guard isComparison else { return node(kind, from: start, [edges, target]) }
        return node(kind, from: start, [edges, target] + (try parseComparison()))
    }
}
