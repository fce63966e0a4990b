/// How operations are written.
extension StormWriter {
    mutating func operation(_ node: StormNode) {
        let children = node.children
        switch node.kind {
        case .command: command(node)
        case .edits:
            put("[ ")
            for edit in children {
                self.edit(edit)
                put(" ")
            }
            put("]")
        case .subquery: inline(children[0])
        case .yieldSubquery: prefixed("yield ") { $0.inline(children[0]) }
        case .yieldValue: prefixed("yield ") { $0.value(children[0]) }
        case .evaluate: value(children[0])
        case .setVariable: prefixed("$" + Self.name(node.text) + " = ") { $0.value(children[0]) }
        case .setVariables:
            names(children.dropLast())
            prefixed(" = ") { $0.value(children[children.count - 1]) }
        case .setItem:
            value(children[0])
            member(children[1])
            prefixed(" = ") { $0.value(children[2]) }
        case .break: put("break")
        case .continue: put("continue")
        case .stop: put("stop")
        case .return:
            put("return(")
            if let value = children.first { self.value(value) }
            put(")")
        case .emit: prefixed("emit ") { $0.value(children[0]) }
        case .filter: filter(node)
        case .if, .switch, .forLoop, .forEach, .whileLoop, .function, .try, .initBlock, .emptyBlock, .finiBlock: control(node)
        default: if !lift(node) { pivot(node) }
        }
    }

    private mutating func prefixed(_ prefix: String, _ write: (inout StormWriter) -> Void) {
        put(prefix)
        write(&self)
    }

    // MARK: Commands

    private mutating func command(_ node: StormNode) {
        put(node.text)
        var end = node.span.start + node.text.utf8.count
        for argument in node.children {
            // Where an argument touches the one before it, a space could make another kind of argument of it.
            if argument.span.start > end { put(" ") }
            end = argument.span.end
            if argument.kind == .option {
                put(argument.text)
                guard let value = argument.children.first else { continue }
                put("=")
                commandValue(value)
            } else {
                commandValue(argument)
            }
        }
    }

    private mutating func commandValue(_ node: StormNode) {
        switch node.kind {
        case .commandQuery: inline(node.children[0])
        case .word where !node.children.isEmpty:
            var end = node.span.start
            for part in node.children {
                if part.span.start > end { put(" ") }
                end = part.span.end
                put(part.text)
            }
        default: value(node)
        }
    }

    // MARK: Lifts

    /// Writes a lift; false when the node is none.
    private mutating func lift(_ node: StormNode) -> Bool {
        let children = node.children
        switch node.kind {
        case .liftProperty: name(children[0])
        case .liftPropertyBy:
            name(children[0])
            comparison(children.dropFirst())
        case .liftArray:
            name(children[0])
            arrayComparison(children.dropFirst())
        case .liftFormTag:
            name(children[0])
            tag(children[1])
            comparison(children.dropFirst(2))
        case .liftFormTagProperty:
            name(children[0])
            tagProperty(children[1])
            comparison(children.dropFirst(2))
        case .liftTag, .liftTagTag:
            if node.kind == .liftTagTag { put("#") }
            tag(children[0])
            comparison(children.dropFirst())
        case .liftTagProperty:
            tagProperty(children[0])
            comparison(children.dropFirst())
        case .liftReverse:
            put("reverse(")
            operation(children[0])
            put(")")
        default: return false
        }
        return true
    }

    mutating func name(_ node: StormNode) {
        switch node.kind {
        case .dereferencedName: prefixed("*") { $0.value(node.children[0]) }
        case .targetList:
            put("(")
            list(node.children) { $0.name($1) }
            put(")")
        case .propertyName, .wildcardName, .embedName, .universalName: put(node.text)
        case .anyForm: put("*")
        default: value(node)
        }
    }

    /// An operator and a value, when there are any.
    mutating func comparison(_ nodes: ArraySlice<StormNode>) {
        guard let comparator = nodes.first, let value = nodes.last, nodes.count == 2 else { return }
        put(comparator.text == "=" ? "=" : " \(comparator.text) ")
        self.value(value)
    }

    mutating func arrayComparison(_ nodes: ArraySlice<StormNode>) {
        guard let comparator = nodes.first, let value = nodes.last else { return }
        put("*[" + comparator.text + (comparator.text == "=" ? "" : " "))
        self.value(value)
        put("]")
    }

    mutating func tag(_ node: StormNode) {
        put("#")
        list(node.children, separator: ".") { writer, part in
            switch part.kind {
            case .tagFromVariable: writer.value(part.children[0])
            case .variable: writer.put("$" + Self.name(part.text))
            default: writer.put(part.text)
            }
        }
    }

    mutating func tagProperty(_ node: StormNode) {
        tag(node.children[0])
        put(":")
        if node.children[1].kind == .baseName { put(node.children[1].text) } else { value(node.children[1]) }
    }

    mutating func property(_ node: StormNode) {
        switch node.kind {
        case .relative: put(":" + node.text)
        case .relativeVariable: prefixed(":") { $0.value(node.children[0]) }
        case .universal: put(node.text)
        default: prefixed(".") { $0.value(node.children[0]) }
        }
    }

    // MARK: Filters

    private mutating func filter(_ node: StormNode) {
        let condition = node.children[0]
        put(node.text)
        guard condition.kind == .conditionChain else {
            // A minus with a word directly behind it could be an option of a command.
            if node.text == "-", condition.kind == .conditionNot { put(" ") }
            return self.condition(condition)
        }
        // A minus with two parentheses directly behind it could open a list of edges.
        if node.text == "-", condition.children[0].kind == .conditionChain { put(" ") }
        put("(")
        chain(condition)
        put(")")
    }

    private mutating func chain(_ node: StormNode) {
        list(node.children, separator: " ") { writer, part in
            if part.kind == .logicOperator { writer.put(part.text) } else { writer.condition(part) }
        }
    }

    private mutating func condition(_ node: StormNode) {
        let children = node.children
        switch node.kind {
        case .conditionChain:
            put("(")
            chain(node)
            put(")")
        case .conditionNot: prefixed("not ") { $0.condition(children[0]) }
        case .hasProperty, .compareProperty:
            property(children[0])
            comparison(children.dropFirst())
        case .isForm, .compareForm:
            name(children[0])
            comparison(children.dropFirst())
        case .hasTag, .compareTag:
            tag(children[0])
            comparison(children.dropFirst())
        case .hasTagProperty, .compareTagProperty:
            tagProperty(children[0])
            comparison(children.dropFirst())
        case .compareArray:
            property(children[0])
            arrayComparison(children.dropFirst())
        case .conditionQuery:
            inline(children[0])
            comparison(children.dropFirst())
        default: value(children[0])
        }
    }

    // MARK: Pivots

    private mutating func pivot(_ node: StormNode) {
        let children = node.children
        switch node.kind {
        case .pivotOut: put("-> *")
        case .joinOut: put("-+> *")
        case .pivotIn: put("<- *")
        case .joinIn: put("<+- *")
        case .anyWalkOut: put("--> *")
        case .anyWalkIn: put("<-- *")
        case .anyWalkJoinOut: put("--+> *")
        case .anyWalkJoinIn: put("<+-- *")
        case .pivotTo, .joinTo: prefixed(node.kind == .pivotTo ? "-> " : "-+> ") { $0.name(children[0]) }
        case .pivotFrom, .joinFrom: prefixed(node.kind == .pivotFrom ? "<- " : "<+- ") { $0.name(children[0]) }
        case .pivotTags, .joinTags:
            put(node.kind == .pivotTags ? "-> " : "-+> ")
            if let tag = children.first { self.tag(tag) } else { put("#") }
        case .pivotProperty, .joinProperty:
            property(children[0])
            put(node.kind == .pivotProperty ? " -> " : " -+> ")
            if children.count > 1 { name(children[1]) } else { put("*") }
        case .rawPivot: prefixed("-> ") { $0.inline(children[0]) }
        case .walkOut: walk("-(", ")> ", children)
        case .walkJoinOut: walk("-(", ")+> ", children)
        case .walkIn: walk("<(", ")- ", children)
        case .walkJoinIn: walk("<+(", ")- ", children)
        default: preconditionFailure("\(node.kind) is no operation")
        }
    }

    private mutating func walk(_ open: String, _ close: String, _ children: [StormNode]) {
        put(open)
        value(children[0])
        put(close)
        name(children[1])
        comparison(children.dropFirst(2))
    }

    // MARK: Edits

    private mutating func edit(_ node: StormNode) {
        let children = node.children
        switch node.kind {
        case .addNode: set(node.text, to: children[1]) { $0.name(children[0]) }
        case .setProperty: set(node.text, to: children[1]) { $0.property(children[0]) }
        case .setTagProperty:
            put("+")
            set(node.text, to: children[1]) { $0.tagProperty(children[0]) }
        case .setPropertyIf:
            property(children[0])
            if children[1].kind == .unsetCondition { put("*unset") } else { prefixed("*") { $0.value(children[1]) } }
            prefixed(node.text) { $0.value(children[2]) }
        case .deleteProperty: prefixed("-") { $0.property(children[0]) }
        case .deleteTag: prefixed("-") { $0.tag(children[0]) }
        case .deleteTagProperty: prefixed("-") { $0.tagProperty(children[0]) }
        case .addTag:
            put("+" + node.text)
            tag(children[0])
            comparison(children.dropFirst())
        case .editGroup:
            put("(")
            list(children, separator: " ") { $0.edit($1) }
            put(")")
        case .addEdgeOut: edge("+(", ")> ", children)
        case .deleteEdgeOut: edge("-(", ")> ", children)
        case .addEdgeIn: edge("<(", ")+ ", children)
        case .deleteEdgeIn: edge("<(", ")- ", children)
        default: preconditionFailure("\(node.kind) is no edit")
        }
    }

    private mutating func set(_ setter: String, to value: StormNode, _ target: (inout StormWriter) -> Void) {
        target(&self)
        put(setter == "=" ? "=" : " \(setter) ")
        self.value(value)
    }

    private mutating func edge(_ open: String, _ close: String, _ children: [StormNode]) {
        put(open)
        value(children[0])
        put(close)
        value(children[1])
    }
}
