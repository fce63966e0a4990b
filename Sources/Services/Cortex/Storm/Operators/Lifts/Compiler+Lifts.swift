/// Lifts.
extension Compiler {
    /// The operator of a lift; `following` are the operations behind it.
    func compileLift(_ node: StormNode, following: ArraySlice<StormNode>) throws -> any Operator {
        guard node.kind == .liftReverse else { return LiftOperator(lifting: try lifting(node, following), isReversed: false) }
        return LiftOperator(lifting: try lifting(node.children[0], following), isReversed: true)
    }

    private func lifting(_ node: StormNode, _ following: ArraySlice<StormNode>) throws -> any Lifting {
        let children = node.children
        switch node.kind {
        case .liftPropertyBy, .liftArray:
            guard let comparison = try Comparison(children.dropFirst(), self) else { break }
            let name = try NameExpression(children[0], self)
            if node.kind == .liftArray { return ArrayLift(name: name, comparison: comparison) }
            return ComparedLift(name: name, comparison: comparison)
        case .liftFormTag:
            return TagLift(
                form: try NameExpression(children[0], self), tag: try TagExpression(children[1], self),
                comparison: try Comparison(children.dropFirst(2), self))
        case .liftFormTagProperty:
            return TagPropertyLift(
                form: try NameExpression(children[0], self), property: try TagPropertyExpression(children[1], self),
                comparison: try Comparison(children.dropFirst(2), self))
        case .liftTag:
            return TagLift(
                form: nil, tag: try TagExpression(children[0], self), comparison: try Comparison(children.dropFirst(), self))
        case .liftTagTag:
            return TaggedTagLift(tag: try TagExpression(children[0], self), comparison: try Comparison(children.dropFirst(), self))
        case .liftTagProperty:
            return TagPropertyLift(
                form: nil, property: try TagPropertyExpression(children[0], self),
                comparison: try Comparison(children.dropFirst(), self))
        default: break
        }
        return PropertyLift(name: try NameExpression(children[0], self), hints: try LiftHint.hints(following, self))
    }
}
