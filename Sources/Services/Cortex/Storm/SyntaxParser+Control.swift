/// Blocks, branches, loops and functions.
extension SyntaxParser {
    mutating func parseControl() throws(SyntaxError) -> StormNode {
        let start = token.start
        switch token.kind {
        case .if: return try parseIf()
        case .switch: return try parseSwitch()
        case .for: return try parseFor()
        case .while:
            try shift(Expecting.value)
            let condition = try parseValue()
            return node(.whileLoop, from: start, [condition, try parseBlock(after: Expecting.afterSubquery)])
        case .function: return try parseFunction()
        case .try: return try parseTry()
        case .`init`: return try parsePhase(.initBlock)
        case .empty: return try parsePhase(.emptyBlock)
        case .fini: return try parsePhase(.finiBlock)
        case .return:
            try shift([.openParen])
            try shift(Expecting.valueOrClose)
            var value: [StormNode] = []
            if token.kind != .closeParen { value = [try parseValue()] }
            try expect(.closeParen, Expecting.next)
            return node(.return, from: start, value)
        case .emit:
            try shift(Expecting.value)
            return node(.emit, from: start, [try parseValue()])
        case .break: return try word(.break)
        case .continue: return try word(.continue)
        case .stop: return try word(.stop)
        default: throw unexpected(Expecting.next + [.closeParen])
        }
    }

    private mutating func word(_ kind: StormNodeKind) throws(SyntaxError) -> StormNode {
        let taken = try shift(Expecting.next)
        return StormNode(kind, StormSpan(start: taken.start, end: taken.end))
    }

    private mutating func parsePhase(_ kind: StormNodeKind) throws(SyntaxError) -> StormNode {
        let start = token.start
        try shift([.openBrace])
        return node(kind, from: start, [try parseBlock(after: Expecting.next)])
    }

    private mutating func parseIf() throws(SyntaxError) -> StormNode {
        let start = token.start
        var parts: [StormNode] = []
        while parts.isEmpty || token.kind == .elif {
            let clauseStart = token.start
            try shift(Expecting.value)
            let condition = try parseValue()
            parts.append(node(.ifClause, from: clauseStart, [condition, try parseBlock(after: Expecting.afterSubquery)]))
        }
        if token.kind == .else {
            try shift([.openBrace])
            parts.append(try parseBlock(after: Expecting.afterSubquery))
        }
        return node(.if, from: start, parts)
    }

    private mutating func parseFor() throws(SyntaxError) -> StormNode {
        let start = token.start
        try shift([.dollar, .openParen])
        var names: [StormNode] = []
        var name: String?
        if token.kind == .openParen {
            try shift([.comma, .dollar, .closeParen])
            names = try parseNames()
            guard token.kind == .in else { throw unexpected([.in]) }
        } else {
            guard token.kind == .dollar else { throw unexpected([.dollar, .openParen]) }
            try shift([.variable])
            name = try variableName([.in])
        }
        try shift(Expecting.value)
        let items = try parseValue()
        let body = try parseBlock(after: Expecting.afterSubquery)
        if let name { return node(.forLoop, from: start, text: name, [items, body]) }
        return node(.forEach, from: start, names + [items, body])
    }

    private mutating func parseFunction() throws(SyntaxError) -> StormNode {
        let start = token.start
        try shift([.variable])
        let name = try variableName([.openParen])
        let parameters = try parseParameters()
        return node(.function, from: start, text: name, [parameters, try parseBlock(after: Expecting.next)])
    }

    private mutating func parseParameters() throws(SyntaxError) -> StormNode {
        let start = token.start
        try shift([.closeParen, .variable])
        var parameters: [StormNode] = []
        var names: Set<String> = []
        var sawDefault = false
        while token.kind == .variable {
            let parameterStart = token.start
            let name = try variableName([.comma, .wordEqual, .closeParen])
            if !names.insert(name).inserted {
                complain("Duplicate parameter \"\(name)\" in function definition", at: parameterStart)
            }
            if token.kind == .wordEqual {
                try shift(Expecting.value)
                parameters.append(node(.parameter, from: parameterStart, text: name, [try parseValue()]))
                sawDefault = true
            } else {
                if sawDefault { complain("Positional parameter \"\(name)\" follows keyword parameter in definition", at: start) }
                parameters.append(node(.parameter, from: parameterStart, text: name))
            }
            guard token.kind == .comma else { break }
            try shift([.variable])
        }
        guard token.kind == .closeParen else {
            throw unexpected(parameters.isEmpty ? [.closeParen, .variable] : Expecting.listSeparator)
        }
        try shift([.openBrace])
        return node(.parameters, from: start, parameters)
    }

    private mutating func parseTry() throws(SyntaxError) -> StormNode {
        let start = token.start
        try shift([.openBrace])
        var parts = [try parseBlock(after: Expecting.afterTry)]
        while token.kind == .catch {
            let catchStart = token.start
            try shift(Expecting.value)
            let errors = try parseValue()
            try expect(.as, [.variable])
            let name = try variableName([.openBrace])
            parts.append(node(.catch, from: catchStart, text: name, [errors, try parseBlock(after: Expecting.afterTry)]))
        }
        return node(.try, from: start, parts)
    }

    // MARK: Switch

    private mutating func parseSwitch() throws(SyntaxError) -> StormNode {
        let start = token.start
        try shift([.dollar])
        var parts = [try parseVariable(.value)]
        try expect(.openBrace, Expecting.caseStart)
        try enter()
        while token.kind != .closeBrace { parts.append(try parseCase()) }
        leave()
        try shift(Expecting.next)
        checkCases(parts.dropFirst(), at: start)
        return node(.switch, from: start, parts)
    }

    private mutating func parseCase() throws(SyntaxError) -> StormNode {
        let start = token.start
        var isDefault = false
        var values: [StormNode] = []
        switch token.kind {
        case .defaultCase:
            isDefault = true
            try shift([.colon])
        case .caseWord, .doubleQuoted, .singleQuoted: values = [try string([.colon])]
        case .openParen:
            try shift(Expecting.caseListItem)
            values = [try string(Expecting.listSeparator)]
            repeat {
                guard token.kind == .comma else { throw unexpected(values.count < 2 ? [.comma] : Expecting.listSeparator) }
                try shift(Expecting.caseListItem)
                values.append(try string(Expecting.listSeparator))
            } while token.kind != .closeParen
            try shift([.colon])
        default: throw unexpected(Expecting.caseStart)
        }
        guard token.kind == .colon else { throw unexpected([.colon]) }
        try shift([.openBrace])
        let body = try parseBlock(after: Expecting.caseStart)
        return node(isDefault ? .defaultCase : .case, from: start, values + [body])
    }

    private mutating func checkCases(_ cases: ArraySlice<StormNode>, at start: Int) {
        let defaults = cases.count { $0.kind == .defaultCase }
        if defaults > 1 {
            complain("Switch statements cannot have more than one default case. Found \(defaults).", at: start)
            return
        }
        var seen: Set<String> = []
        var repeated: [String] = []
        for value in cases.flatMap({ $0.children.dropLast() }) where !seen.insert(value.text).inserted {
            if !repeated.contains(value.text) { repeated.append(value.text) }
        }
        guard !repeated.isEmpty else { return }
        complain("Switch statements cannot have duplicate switch cases: \(repeated.joined(separator: ", "))", at: start)
    }
}
