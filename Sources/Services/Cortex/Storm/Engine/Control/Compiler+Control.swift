import Kernel

extension Compiler {
    /// Operations that steer: assignments, blocks, branches, loops, functions and their ends.
    func compileControl(_ node: StormNode) throws -> any Operator {
        let children = node.children
        switch node.kind {
        case .subquery: return SubqueryOperator(try block(children[0]), isYielding: false)
        case .yieldSubquery: return SubqueryOperator(try block(children[0]), isYielding: true)
        case .yieldValue: return YieldOperator(try expression(children[0]))
        case .evaluate: return EvaluateOperator(try expression(children[0]))
        case .setVariable: return try setVariable(node)
        case .setVariables: return try setVariables(node)
        case .setItem: return try setItem(node)
        case .function: return try function(node)
        case .initBlock: return PhaseOperator(try block(children[0]), .initial)
        case .emptyBlock: return PhaseOperator(try block(children[0]), .empty)
        case .finiBlock: return PhaseOperator(try block(children[0]), .final)
        case .if: return try branches(node)
        case .switch: return try cases(node)
        case .forLoop: return try forLoop(node)
        case .forEach: return try forLoop(node)
        case .whileLoop: return WhileOperator(try expression(children[0]), try block(children[1]))
        case .try: return try tryCatch(node)
        case .break: return LeaveOperator(.break)
        case .continue: return LeaveOperator(.continue)
        case .stop: return StopOperator()
        case .return:
            scope.hasReturn = true
            return ReturnOperator(try children.first.map(expression))
        case .emit:
            scope.hasEmit = true
            return EmitOperator(try expression(children[0]))
        default: throw badSyntax("\(node.kind.rawValue) is no operation", node.span)
        }
    }

    private func assign(_ name: String, _ dependence: NodeDependence) {
        scope.assignments.append(VariableAssignment(name: VariableName(name), dependence: dependence))
    }

    private func setVariable(_ node: StormNode) throws -> any Operator {
        let value = try expression(node.children[0])
        assign(node.text, value.dependence)
        return SetVariableOperator(VariableName(node.text), value)
    }

    private func setVariables(_ node: StormNode) throws -> any Operator {
        guard let last = node.children.last else { throw badSyntax("an assignment has a value", node.span) }
        let value = try expression(last)
        let names = node.children.dropLast().map(\.text)
        for name in names { assign(name, value.dependence) }
        return SetVariablesOperator(names.map(VariableName.init), value)
    }

    private func setItem(_ node: StormNode) throws -> any Operator {
        SetItemOperator(try expression(node.children[0]), try memberName(node.children[1]), try expression(node.children[2]))
    }

    private func function(_ node: StormNode) throws -> any Operator {
        var parameters: [FunctionParameter] = []
        for parameter in node.children[0].children {
            parameters.append(
                FunctionParameter(name: VariableName(parameter.text), defaultValue: try parameter.children.first.map(expression)))
        }
        assign(node.text, .none)
        let body = try query(node.children[1])
        return FunctionOperator(FunctionDefinition(name: node.text, parameters: parameters, body: body))
    }

    private func branches(_ node: StormNode) throws -> any Operator {
        var clauses: [(condition: any StormExpression, block: StormBlock)] = []
        var otherwise: StormBlock?
        for child in node.children {
            if child.kind == .ifClause {
                clauses.append((try expression(child.children[0]), try block(child.children[1])))
            } else {
                otherwise = try block(child)
            }
        }
        return IfOperator(clauses, otherwise: otherwise)
    }

    private func cases(_ node: StormNode) throws -> any Operator {
        var blocks: [String: StormBlock] = [:]
        var otherwise: StormBlock?
        for child in node.children.dropFirst() {
            guard let last = child.children.last else { continue }
            let block = try block(last)
            if child.kind == .defaultCase { otherwise = block }
            for value in child.children.dropLast() { blocks[value.text] = block }
        }
        return SwitchOperator(try expression(node.children[0]), blocks, otherwise: otherwise)
    }

    private func forLoop(_ node: StormNode) throws -> any Operator {
        let names = node.kind == .forLoop ? [node.text] : node.children.dropLast(2).map(\.text)
        let items = try expression(node.children[node.children.count - 2])
        for name in names { assign(name, items.dependence) }
        let body = try block(node.children[node.children.count - 1])
        return ForOperator(names.map(VariableName.init), items, body, unpacks: node.kind == .forEach)
    }

    private func tryCatch(_ node: StormNode) throws -> any Operator {
        let body = try block(node.children[0])
        var catches: [CatchClause] = []
        for child in node.children.dropFirst() {
            let names = try expression(child.children[0])
            assign(child.text, .none)
            catches.append(CatchClause(names: names, variable: VariableName(child.text), block: try block(child.children[1])))
        }
        return TryOperator(body, catches)
    }
}
