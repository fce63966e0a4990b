import Graph

/// Pivots and walks along edges.
extension Compiler {
    /// The operator of a pivot or walk.
    func compilePivot(_ node: StormNode) throws -> any Operator {
        switch node.kind {
        case .pivotOut, .joinOut: return AnywherePivot(direction: .out, walksEdges: false, isJoin: node.kind == .joinOut)
        case .pivotIn, .joinIn: return AnywherePivot(direction: .into, walksEdges: false, isJoin: node.kind == .joinIn)
        case .anyWalkOut, .anyWalkJoinOut: return AnywherePivot(direction: .out, walksEdges: true, isJoin: node.kind == .anyWalkJoinOut)
        case .anyWalkIn, .anyWalkJoinIn: return AnywherePivot(direction: .into, walksEdges: true, isJoin: node.kind == .anyWalkJoinIn)
        case .pivotTo, .joinTo: return TargetPivot(target: try PivotTarget(node.children[0], self), isJoin: node.kind == .joinTo)
        case .pivotTags, .joinTags:
            return TagPivot(tag: try node.children.first.map { try TagExpression($0, self) }, isJoin: node.kind == .joinTags)
        case .pivotFrom, .joinFrom: return SourcePivot(name: try NameExpression(node.children[0], self), isJoin: node.kind == .joinFrom)
        case .pivotProperty, .joinProperty: return try propertyPivot(node)
        case .rawPivot: return RawPivot(query: try query(node.children[0]))
        default: return try walk(node)
        }
    }

    private func propertyPivot(_ node: StormNode) throws -> any Operator {
        let property = try PropertyReference(node.children[0], self)
        let isJoin = node.kind == .joinProperty
        guard node.children.count > 1 else { return PropertyPivotAnywhere(property: property, isJoin: isJoin) }
        return PropertyPivot(property: property, target: try PivotTarget(node.children[1], self), isJoin: isJoin)
    }

    private func walk(_ node: StormNode) throws -> any Operator {
        let target = node.children[1]
        return WalkOperator(
            direction: node.kind == .walkOut || node.kind == .walkJoinOut ? .out : .into,
            isJoin: node.kind == .walkJoinOut || node.kind == .walkJoinIn,
            verbs: try expression(node.children[0]), target: target.kind == .anyForm ? nil : try NameExpression(target, self),
            comparison: try Comparison(node.children.dropFirst(2), self))
    }
}
