import Kernel
import Model

extension Compiler {
    /// The expression of a value; what it depends on is noted in the block around it.
    public func expression(_ node: StormNode) throws -> any StormExpression {
        let expression = try makeExpression(node)
        dependence.formUnion(expression.dependence)
        return expression
    }

    private func makeExpression(_ node: StormNode) throws -> any StormExpression {
        switch node.kind {
        case .word, .doubleQuoted, .singleQuoted, .tripleQuoted, .formatText, .listWord, .wordPart, .propertyName, .wildcardName,
            .embedName, .universalName, .baseName, .tagSegment:
            return ConstantExpression(.string(node.text))
        case .boolean: return ConstantExpression(.bool(node.text == "true"))
        case .null: return ConstantExpression(.null)
        case .number: return try number(node)
        case .formatString: return FormatExpression(try node.children.map(expression))
        case .list, .listLiteral: return ListExpression(try node.children.map(expression))
        case .dictionaryLiteral: return try dictionary(node)
        case .variable: return variable(node.text, node.span)
        case .chain: return try chain(node)
        case .expression: return try expression(node.children[0])
        case .propertyValue: return try propertyValue(node.children[0])
        case .tagValue: return TagValueExpression(try tagName(node.children[0]))
        case .tagPropertyValue:
            let parts = node.children[0].children
            return TagPropertyValueExpression(try tagName(parts[0]), try expression(parts[1]))
        case .subqueryValue: return SubqueryExpression(try subqueryValue(node.children[0]))
        case .embedQuery: return EmbedQueryExpression(source(node.children[0].span))
        case .commandQuery: return ConstantExpression(.string(source(node.children[0].span)))
        case .dereferencedName: return try expression(node.children[0])
        case .orChain: return LogicExpression(try operands(node), isOr: true)
        case .andChain: return LogicExpression(try operands(node), isOr: false)
        case .compareChain, .sumChain, .productChain, .powerChain: return try operators(node)
        case .not: return NotExpression(try expression(node.children[0]))
        case .negate: return NegateExpression(try expression(node.children[0]))
        default: throw badSyntax("a value cannot be a \(node.kind.rawValue)", node.span)
        }
    }

    /// Notes that a variable is read, and gives its expression.
    func variable(_ name: String, _ span: StormSpan) -> any StormExpression {
        let name = VariableName(name)
        scope.reads.append(VariableRead(name: name, span: span))
        return VariableExpression(name)
    }

    private func number(_ node: StormNode) throws -> any StormExpression {
        if let integer = NumberText.integer(node.text) { return ConstantExpression(.integer(integer)) }
        guard let decimal = StormDecimal(node.text) else { throw badSyntax("\(node.text) is no number", node.span) }
        return DecimalExpression(decimal)
    }

    private func dictionary(_ node: StormNode) throws -> any StormExpression {
        var pairs: [(any StormExpression, any StormExpression)] = []
        for position in stride(from: 0, to: node.children.count - 1, by: 2) {
            pairs.append((try expression(node.children[position]), try expression(node.children[position + 1])))
        }
        return DictionaryExpression(pairs)
    }

    private func operators(_ node: StormNode) throws -> any StormExpression {
        let first = try expression(node.children[0])
        var rest: [(BinaryOperation, any StormExpression)] = []
        for position in stride(from: 1, to: node.children.count - 1, by: 2) {
            let sign = node.children[position]
            guard let operation = BinaryOperation(rawValue: sign.text) else {
                throw badSyntax("Invalid comparison operator: \(sign.text)", sign.span)
            }
            rest.append((operation, try expression(node.children[position + 1])))
        }
        return OperatorExpression(first, rest)
    }

    private func operands(_ node: StormNode) throws -> [any StormExpression] {
        try stride(from: 0, to: node.children.count, by: 2).map { try expression(node.children[$0]) }
    }

    // MARK: Members and calls

    private func chain(_ node: StormNode) throws -> any StormExpression {
        var links: [ChainExpression.Link] = []
        for part in node.children.dropFirst() {
            if part.kind == .call {
                links.append(.call(try call(part, source(StormSpan(start: node.span.start, end: part.span.end)))))
            } else {
                let name = try memberName(part)
                links.append(name.constant?.string.map { .name($0) } ?? .item(name))
            }
        }
        return ChainExpression(try expression(node.children[0]), links)
    }

    /// What names a member: a `memberName`, `memberVariable`, `memberFormat` or `memberExpression`.
    func memberName(_ node: StormNode) throws -> any StormExpression {
        switch node.kind {
        case .memberName: ConstantExpression(.string(node.text))
        case .memberVariable: variable(node.text, node.span)
        default: try expression(node.children[0])
        }
    }

    private func call(_ node: StormNode, _ text: String) throws -> CallLink {
        var arguments: [any StormExpression] = []
        var named: [(name: String, value: any StormExpression)] = []
        for argument in node.children {
            if argument.kind == .namedArgument {
                named.append((argument.text, try expression(argument.children[0])))
            } else {
                arguments.append(try expression(argument))
            }
        }
        return CallLink(arguments: arguments, named: named, text: text)
    }

    // MARK: Values of the node

    private func propertyValue(_ node: StormNode) throws -> any StormExpression {
        switch node.kind {
        case .relative: PropertyValueExpression(node.text)
        case .universal: PropertyValueExpression(node.text.hasPrefix(".") ? node.text : "." + node.text)
        case .relativeVariable: PropertyOfNameExpression(try expression(node.children[0]), isUniversal: false)
        default: PropertyOfNameExpression(try expression(node.children[0]), isUniversal: true)
        }
    }

    /// The name of a `tag`, as text.
    func tagName(_ node: StormNode) throws -> any StormExpression {
        if let first = node.children.first, first.kind == .tagFromVariable { return try expression(first.children[0]) }
        let parts = try node.children.map(expression)
        if parts.allSatisfy({ $0.constant != nil }) { return ConstantExpression(.string(node.children.map(\.text).joined(separator: "."))) }
        return TagNameExpression(parts)
    }

    /// A sub-query whose result is a value. What it reads and sets counts as read and set around it too.
    func subqueryValue(_ node: StormNode) throws -> StormQuery {
        let query = try query(node)
        scope.reads += query.reads.filter { read in !query.assignments.contains { $0.name == read.name } }
        scope.assignments += query.assignments
        return query
    }
}
