/// Writes a syntax tree as text: one way to write each thing, so that a text parsed, formatted and parsed again gives the same tree.
/// Comments are not in the tree, and so not in the text.
public enum StormFormatter {
    /// The text of a tree that ``StormParser`` returned without errors. Of the spans only one thing counts: whether the arguments of a
    /// command, and the pieces of one, touch.
    public static func format(_ tree: StormNode) -> String {
        var writer = StormWriter()
        if tree.kind == .lookup { writer.lookup(tree) } else { writer.query(tree) }
        // These two want a space behind them even at the end.
        if let last = tree.children.last?.kind, last == .break || last == .continue { writer.put(" ") }
        return writer.out
    }
}

/// The text so far, and how far blocks are indented.
struct StormWriter {
    private(set) var out = ""
    private var indent = 0

    mutating func put(_ text: String) { out += text }

    mutating func list(_ nodes: some Collection<StormNode>, separator: String = ", ", _ write: (inout StormWriter, StormNode) -> Void) {
        var isFirst = true
        for node in nodes {
            if !isFirst { put(separator) }
            isFirst = false
            write(&self, node)
        }
    }

    // MARK: Wholes

    mutating func lookup(_ tree: StormNode) {
        for (position, child) in tree.children.enumerated() {
            if child.kind == .query {
                put(position == 0 ? "| " : " | ")
                query(child)
                continue
            }
            if position > 0 {
                // On one line, quotes that open no string could close one.
                let isQuote = tree.children[position - 1].text.hasPrefix("\"")
                put(isQuote ? "\n" : " ")
            }
            value(child)
        }
    }

    /// The operations of a query: on one line, or, where one of them has blocks, each on its own.
    mutating func query(_ query: StormNode) {
        let isTall = query.children.contains { Self.hasBlocks.contains($0.kind) } && query.children.count > 1
        for (position, operation) in query.children.enumerated() {
            if position > 0 {
                let previous = query.children[position - 1]
                if previous.kind == .command { put(Self.endsInKeyword(previous) ? "|" : " |") }
                if isTall { newLine() } else { put(" ") }
                // Behind a variable and a space, `--+>` would be read as an option.
                let wantsPipe = operation.kind == .command || operation.kind == .anyWalkJoinOut
                if previous.kind != .command, wantsPipe { put("| ") }
            }
            self.operation(operation)
        }
    }

    /// Whether a command ends in a word that would start an operation if a space followed.
    private static func endsInKeyword(_ node: StormNode) -> Bool {
        guard node.kind == .command, let last = node.children.last else { return false }
        let word = last.kind == .option ? last.children.last ?? last : last
        return word.kind == .word && keywords.contains(word.text)
    }

    private static func endsTight(_ query: StormNode) -> Bool { query.children.last.map(endsInKeyword) ?? false }

    private static let keywords: Set<String> = [
        "break", "continue", "emit", "empty", "fini", "init", "return", "reverse", "stop", "yield",
    ]

    private mutating func newLine() {
        put("\n" + String(repeating: "    ", count: indent))
    }

    private static let hasBlocks: Set<StormNodeKind> = [
        .if, .switch, .forLoop, .forEach, .whileLoop, .try, .function, .initBlock, .emptyBlock, .finiBlock,
    ]

    /// A query in braces on the lines below.
    mutating func block(_ query: StormNode) {
        guard !query.children.isEmpty else { return put("{ }") }
        put("{")
        indent += 1
        newLine()
        self.query(query)
        indent -= 1
        if !Self.endsTight(query) { newLine() }
        put("}")
    }

    /// A query in braces on the same line.
    mutating func inline(_ query: StormNode) {
        guard !query.children.isEmpty else { return put("{ }") }
        put("{ ")
        indent += 1
        self.query(query)
        indent -= 1
        put(Self.endsTight(query) ? "}" : " }")
    }

    // MARK: Control

    mutating func control(_ node: StormNode) {
        let children = node.children
        switch node.kind {
        case .if:
            for (position, part) in children.enumerated() {
                if position > 0 { put(" ") }
                if part.kind == .query {
                    put("else ")
                    block(part)
                } else {
                    put(position == 0 ? "if " : "elif ")
                    valueAndBlock(part.children)
                }
            }
        case .switch: writeSwitch(children)
        case .forLoop:
            put("for $" + Self.name(node.text) + " in ")
            valueAndBlock(children)
        case .forEach:
            put("for ")
            names(children.dropLast(2))
            put(" in ")
            valueAndBlock(Array(children.suffix(2)))
        case .whileLoop:
            put("while ")
            valueAndBlock(children)
        case .function:
            put("function " + Self.name(node.text) + "(")
            list(children[0].children) { writer, parameter in
                writer.put(Self.name(parameter.text))
                if let value = parameter.children.first {
                    writer.put("=")
                    writer.value(value)
                }
            }
            put(") ")
            block(children[1])
        case .try:
            put("try ")
            block(children[0])
            for part in children.dropFirst() {
                put(" catch ")
                value(part.children[0])
                put(" as " + Self.name(part.text) + " ")
                block(part.children[1])
            }
        case .initBlock: keywordBlock("init ", children)
        case .emptyBlock: keywordBlock("empty ", children)
        default: keywordBlock("fini ", children)
        }
    }

    private mutating func keywordBlock(_ keyword: String, _ children: [StormNode]) {
        put(keyword)
        block(children[0])
    }

    private mutating func valueAndBlock(_ children: [StormNode]) {
        value(children[0])
        put(" ")
        block(children[1])
    }

    mutating func names(_ names: some Collection<StormNode>) {
        put("(")
        list(names) { $0.put("$" + Self.name($1.text)) }
        put(")")
    }

    private mutating func writeSwitch(_ children: [StormNode]) {
        put("switch ")
        value(children[0])
        put(" {")
        indent += 1
        for part in children.dropFirst() {
            newLine()
            let values = part.children.dropLast()
            if part.kind == .defaultCase {
                put("*")
            } else if values.count == 1 {
                value(values[0])
            } else {
                put("(")
                list(values) { $0.value($1) }
                put(")")
            }
            put(": ")
            block(part.children[part.children.count - 1])
        }
        indent -= 1
        newLine()
        put("}")
    }

    // MARK: Names

    /// A name as it stands behind a dollar sign or a dot: in quotes where it is no plain word.
    static func name(_ name: String) -> String {
        !name.isEmpty && name.unicodeScalars.allSatisfy(QueryText.isWord) ? name : StringEscapes.quoted(name)
    }
}
