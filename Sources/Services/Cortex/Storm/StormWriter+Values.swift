/// How values and expressions are written.
extension StormWriter {
    mutating func value(_ node: StormNode) {
        let children = node.children
        switch node.kind {
        case .word, .listWord, .number, .boolean: put(node.text)
        case .null: put("null")
        case .doubleQuoted: put(StringEscapes.quoted(node.text))
        case .singleQuoted: put("'" + node.text + "'")
        case .tripleQuoted: put("'''" + node.text + "'''")
        case .formatString: formatString(children)
        case .variable: put("$" + Self.name(node.text))
        case .chain:
            value(children[0])
            for member in children.dropFirst() { self.member(member) }
        case .expression:
            put(node.text + "(")
            value(children[0])
            put(")")
        case .list:
            put("(")
            list(children) { $0.value($1) }
            put(children.count == 1 ? ",)" : ")")
        case .propertyValue: property(children[0])
        case .tagValue: tag(children[0])
        case .tagPropertyValue: tagProperty(children[0])
        case .subqueryValue: inline(children[0])
        case .embedQuery:
            put("$")
            inline(children[0])
        default: expression(node)
        }
    }

    private mutating func formatString(_ parts: [StormNode]) {
        put("`")
        for part in parts {
            if part.kind == .formatText {
                put(StringEscapes.formatted(part.text))
            } else {
                put("{")
                value(part)
                put("}")
            }
        }
        put("`")
    }

    /// What hangs on a value: a member or a call.
    mutating func member(_ node: StormNode) {
        switch node.kind {
        case .memberName: put("." + Self.name(node.text))
        case .memberVariable: put(".$" + Self.name(node.text))
        case .memberFormat, .memberExpression:
            put(".")
            value(node.children[0])
        default:
            put("(")
            list(node.children) { writer, argument in
                guard argument.kind == .namedArgument else { return writer.value(argument) }
                writer.put(Self.argumentName(argument.text) + "=")
                writer.value(argument.children[0])
            }
            put(")")
        }
    }

    /// The name of an argument: as it is where it reads as one word, quoted otherwise.
    private static func argumentName(_ name: String) -> String {
        let text = QueryText(name)
        var lexer = Lexer(text)
        guard let token = lexer.next([.word]), token.kind == .word, token.start == 0, token.end == text.count else {
            return StringEscapes.quoted(name)
        }
        return name
    }

    private mutating func expression(_ node: StormNode) {
        let children = node.children
        switch node.kind {
        case .orChain, .andChain, .compareChain, .sumChain, .productChain, .powerChain:
            list(children, separator: " ") { writer, part in
                if part.kind == .operator { writer.put(part.text) } else { writer.value(part) }
            }
        case .not:
            put("not ")
            value(children[0])
        case .negate:
            put("-")
            value(children[0])
        case .listLiteral:
            put("[")
            list(children) { $0.value($1) }
            // A number with a sign or a fraction must not touch the bracket.
            put(children.last?.kind == .number ? " ]" : "]")
        case .dictionaryLiteral: dictionary(children)
        default: preconditionFailure("\(node.kind) is no value")
        }
    }

    private mutating func dictionary(_ children: [StormNode]) {
        put("{")
        for position in stride(from: 0, to: children.count - 1, by: 2) {
            if position > 0 { put(", ") }
            let key = children[position]
            value(key)
            // Directly behind a tag a colon would name a property of it.
            put(key.kind == .tagValue ? " : " : ": ")
            value(children[position + 1])
        }
        put("}")
    }
}
