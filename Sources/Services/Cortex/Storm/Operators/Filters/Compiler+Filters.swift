/// Filters.
extension Compiler {
    /// The operator of a filter.
    func compileFilter(_ node: StormNode) throws -> any Operator {
        FilterOperator(condition: try condition(node.children[0]), keeps: node.text == "+")
    }

    private func condition(_ node: StormNode) throws -> any Condition {
        let children = node.children
        switch node.kind {
        case .conditionChain: return try chain(children)
        case .conditionNot: return NotCondition(condition: try condition(children[0]))
        case .hasProperty: return HasPropertyCondition(property: try PropertyReference(children[0], self))
        case .isForm: return IsFormCondition(name: try NameExpression(children[0], self))
        case .hasTag: return HasTagCondition(tag: try TagExpression(children[0], self))
        case .hasTagProperty: return HasTagPropertyCondition(property: try TagPropertyExpression(children[0], self))
        case .conditionQuery:
            return QueryCondition(
                query: try block(children[0]), comparator: children.count == 3 ? children[1].text : nil,
                count: children.count == 3 ? try expression(children[2]) : nil)
        case .conditionValue: return ValueCondition(expression: try expression(children[0]))
        default: return try comparing(node)
        }
    }

    private func comparing(_ node: StormNode) throws -> any Condition {
        let first = node.children[0]
        guard let comparison = try Comparison(node.children.dropFirst(), self) else {
            return ValueCondition(expression: try expression(node))
        }
        switch node.kind {
        case .compareForm: return CompareFormCondition(name: try NameExpression(first, self), comparison: comparison)
        case .compareTag: return CompareTagCondition(tag: try TagExpression(first, self), comparison: comparison)
        case .compareTagProperty:
            return CompareTagPropertyCondition(property: try TagPropertyExpression(first, self), comparison: comparison)
        case .compareArray: return CompareItemsCondition(property: try PropertyReference(first, self), comparison: comparison)
        default: return ComparePropertyCondition(property: try PropertyReference(first, self), comparison: comparison)
        }
    }

    private func chain(_ children: [StormNode]) throws -> any Condition {
        var rest: [(isAnd: Bool, condition: any Condition)] = []
        var position = 1
        while position + 1 < children.count {
            rest.append((isAnd: children[position].text == "and", condition: try condition(children[position + 1])))
            position += 2
        }
        return ConditionChain(first: try condition(children[0]), rest: rest)
    }
}
