import Kernel

/// What a text is read as.
public enum StormMode: String, Sendable, CaseIterable {
    /// A query.
    case storm
    /// Words to look up, then perhaps a query behind a pipe.
    case lookup
    /// As `lookup`; what is not found is added.
    case autoadd
    /// As `lookup`; the words are searched for.
    case search
}

/// What became of a text: the tree, and what was wrong with it.
public struct ParseResult: Sendable {
    /// The tree; after an error in the syntax it holds the operations before the error.
    public let tree: StormNode
    /// What was wrong, in the order found. Each is a `BadSyntax` with the fields `at` (characters before it), `line` and `column`
    /// (from 1), `mesg`, `text`, and where there is one `token`.
    public let errors: [Fault]

    /// The tree of a text without errors; throws the first error otherwise.
    public func get() throws(Fault) -> StormNode {
        if let error = errors.first { throw error }
        return tree
    }
}

/// The parser of Storm.
public enum StormParser {
    /// How deeply queries, parentheses and signs may nest: far beyond what people write, and little enough for any thread's stack.
    public static let nestingMax = 200
    /// The longest text, in bytes. Offsets and the memory for the tree stay small below it.
    public static let textBytesMax = 16 << 20
    /// How much of a text an error carries, in characters.
    static let errorTextMax = 4096

    /// Reads `text`. It never fails: what is wrong is in the errors of the result.
    public static func parse(_ text: String, mode: StormMode = .storm) -> ParseResult {
        guard text.utf8.count <= textBytesMax else {
            let mesg = "The query has \(text.utf8.count) bytes; at most \(textBytesMax) are allowed"
            let fault = Fault(
                .badSyntax, mesg, fields: ["at": 0, "line": 1, "column": 1, "mesg": .string(mesg)],
                advice: "Put long lists into variables of the query, or import files with a command made for it.")
            return ParseResult(tree: StormNode(.query, StormSpan(start: 0, end: 0)), errors: [fault])
        }
        var parser = SyntaxParser(text)
        return mode == .storm ? parser.parseWhole() : parser.parseLookup()
    }
}
