import Model

/// What a filter behind a lift of a form asks for, so that the lift can take an index that gives less than the whole form.
enum LiftHint: Sendable {
    case tag(TagExpression)
    case property(PropertyReference, Comparison?)

    /// What the operations behind a lift ask for: filters directly behind it, with other lifts between.
    static func hints(_ following: some Sequence<StormNode>, _ compiler: Compiler) throws -> [LiftHint] {
        var hints: [LiftHint] = []
        for operation in following {
            switch operation.kind {
            case .filter:
                if operation.text == "+", let hint = try hint(operation.children[0], compiler) { hints.append(hint) }
            case .liftProperty, .liftPropertyBy, .liftArray, .liftFormTag, .liftFormTagProperty, .liftTag, .liftTagTag, .liftTagProperty,
                .liftReverse:
                continue
            default: return hints
            }
        }
        return hints
    }

    /// What a condition asks of every node that it lets through.
    private static func hint(_ condition: StormNode, _ compiler: Compiler) throws -> LiftHint? {
        switch condition.kind {
        case .conditionChain:
            let isAllOf = condition.children.allSatisfy { $0.kind != .logicOperator || $0.text == "and" }
            return isAllOf ? try hint(condition.children[0], compiler) : nil
        case .hasTag: return .tag(try TagExpression(condition.children[0], compiler))
        case .hasProperty: return .property(try PropertyReference(condition.children[0], compiler), nil)
        case .compareProperty:
            let comparison = try Comparison(condition.children.dropFirst(), compiler)
            return .property(try PropertyReference(condition.children[0], compiler), comparison)
        default: return nil
        }
    }
}
