/// A stretch of the text of a query, in UTF-8 bytes from its start.
public struct StormSpan: Sendable, Hashable {
    /// The offset of the first byte.
    public let start: Int
    /// One past the last byte.
    public let end: Int

    public init(start: Int, end: Int) {
        self.start = start
        self.end = end
    }
}

/// A node of the syntax tree of a query: what it is, what it says, and where it stands.
///
/// ``StormNodeKind`` says for each kind what `text` holds and which children there are, in which order. Chains (`a + b - c`,
/// `$x.y.z()`, `p or q`) are one node with many children, so the depth of a tree is bounded by the nesting of the text.
public struct StormNode: Sendable, Hashable {
    /// What it is; the kind says what text and children mean.
    public let kind: StormNodeKind
    /// Where it stands in the query.
    public let span: StormSpan
    /// The name, operator or decoded literal; empty where the kind says nothing of it.
    public let text: String
    public let children: [StormNode]

    public init(_ kind: StormNodeKind, _ span: StormSpan, text: String = "", _ children: [StormNode] = []) {
        self.kind = kind
        self.span = span
        self.text = text
        self.children = children
    }

    /// The tree as one expression in parentheses, without positions: two texts mean the same exactly when their outlines are equal.
    public var outline: String {
        var out = ""
        write(to: &out)
        return out
    }

    private func write(to out: inout String) {
        out += "("
        out += kind.rawValue
        if !text.isEmpty {
            out += " \""
            for scalar in text.unicodeScalars {
                switch scalar {
                case "\"", "\\": out += "\\" + String(scalar)
                case "\n": out += "\\n"
                default: out.unicodeScalars.append(scalar)
                }
            }
            out += "\""
        }
        for child in children {
            out += " "
            child.write(to: &out)
        }
        out += ")"
    }
}
