import Kernel

extension Compiler {
    /// The edits of one pair of brackets, one after another.
    func compileEdit(_ node: StormNode) throws -> any Operator {
        EditBlock(edits: try node.children.map(edit))
    }

    private func edit(_ node: StormNode) throws -> any Operator {
        switch node.kind {
        case .addNode: return try addNode(node)
        case .editGroup:
            return EditGroup(first: try addNode(node.children[0]), rest: try node.children.dropFirst().map(edit))
        case .setProperty: return try setProperty(node)
        case .setPropertyIf:
            let condition = node.children[1]
            return SetPropertyIf(
                property: try EditedProperty(node.children[0], self),
                condition: condition.kind == .unsetCondition ? nil : try expression(condition),
                value: try editedValue(node.children[2]), isLenient: node.text.hasPrefix("?"))
        case .deleteProperty: return DeleteProperty(property: try EditedProperty(node.children[0], self))
        case .addTag:
            return AddTag(
                tag: try EditedTag(node.children[0], self), times: node.children.count > 2 ? try expression(node.children[2]) : nil,
                isLenient: node.text == "?")
        case .deleteTag: return DeleteTag(tag: try EditedTag(node.children[0], self))
        case .setTagProperty:
            let property = node.children[0]
            return SetTagProperty(
                tag: try EditedTag(property.children[0], self), name: try baseName(property.children[1]),
                value: try expression(node.children[1]), isLenient: node.text == "?=")
        case .deleteTagProperty:
            let property = node.children[0]
            return DeleteTagProperty(tag: try EditedTag(property.children[0], self), name: try baseName(property.children[1]))
        case .addEdgeOut: return try edge(node, isAddition: true, isReverse: false)
        case .deleteEdgeOut: return try edge(node, isAddition: false, isReverse: false)
        case .addEdgeIn: return try edge(node, isAddition: true, isReverse: true)
        case .deleteEdgeIn: return try edge(node, isAddition: false, isReverse: true)
        default: throw badSyntax("\(node.kind.rawValue) is no edit", node.span)
        }
    }

    private func addNode(_ node: StormNode) throws -> AddNode {
        let name = node.children[0]
        let form: any StormExpression =
            name.kind == .dereferencedName ? try expression(name.children[0]) : ConstantExpression(.string(name.text))
        return AddNode(form: form, value: try expression(node.children[1]), isLenient: node.text == "?=")
    }

    private func setProperty(_ node: StormNode) throws -> any Operator {
        let property = try EditedProperty(node.children[0], self)
        let value = try editedValue(node.children[1])
        let isLenient = node.text.hasPrefix("?")
        switch node.text.drop(while: { $0 == "?" }) {
        case "+=": return ChangeArray(property: property, value: value, change: .add, setter: node.text, isLenient: isLenient)
        case "-=": return ChangeArray(property: property, value: value, change: .remove, setter: node.text, isLenient: isLenient)
        case "++=": return ChangeArray(property: property, value: value, change: .addEach, setter: node.text, isLenient: isLenient)
        case "--=": return ChangeArray(property: property, value: value, change: .removeEach, setter: node.text, isLenient: isLenient)
        default: return SetProperty(property: property, value: value, isLenient: isLenient)
        }
    }

    private func editedValue(_ node: StormNode) throws -> EditedValue {
        EditedValue(expression: try expression(node), isSubquery: node.kind == .subqueryValue)
    }

    private func baseName(_ node: StormNode) throws -> any StormExpression {
        node.kind == .baseName ? ConstantExpression(.string(node.text)) : try expression(node)
    }

    private func edge(_ node: StormNode, isAddition: Bool, isReverse: Bool) throws -> EditEdge {
        let target = node.children[1]
        let nodes: EditEdge.Nodes =
            target.kind == .subqueryValue ? .query(try query(target.children[0])) : .value(try expression(target))
        return EditEdge(verb: try expression(node.children[0]), nodes: nodes, isAddition: isAddition, isReverse: isReverse)
    }
}

/// What stands in one pair of brackets.
struct EditBlock: Operator {
    let edits: [any Operator]

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        try Pipeline.run(edits[...], runtime, source, sink)
    }
}
