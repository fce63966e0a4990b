import Kernel

/// An error at a place, before it is told to a person.
struct SyntaxError: Error {
    let start: Int
    let message: Message

    enum Message {
        case unexpected(TokenKind, end: Int, expected: TokenSet)
        case other(String)
    }
}

/// The state of one parse: the lexer, the token that is next, and how deep the text nests.
///
/// The parser goes down the grammar with one token of look-ahead. Each `shift` says what may follow the token it takes, because the
/// text is cut into tokens by context. The grammar itself is in the extensions of this type.
struct SyntaxParser {
    private let source: String
    private(set) var lexer: Lexer
    /// The next token.
    private(set) var token = Token(kind: .end, start: 0, end: 0)
    /// The end of the token taken last.
    private(set) var lastEnd = 0
    private var lastStart = 0
    private var depth = 0
    /// What is wrong with parts that are well formed, found while they were put together.
    private var meaningErrors: [SyntaxError] = []

    init(_ text: String) {
        source = text
        lexer = Lexer(QueryText(text))
    }

    // MARK: Whole texts

    mutating func parseWhole() -> ParseResult {
        var operations: [StormNode] = []
        var errors: [Fault] = []
        do throws(SyntaxError) {
            try read(Expecting.start)
            try parseOperations(into: &operations, until: .end)
            guard token.kind == .end else { throw unexpected(Expecting.next) }
            errors = meaningErrors.map(fault)
        } catch {
            errors = [fault(error)]
        }
        let span = StormSpan(start: operations.first?.span.start ?? 0, end: operations.last?.span.end ?? 0)
        return ParseResult(tree: StormNode(.query, span, operations), errors: errors)
    }

    mutating func parseLookup() -> ParseResult {
        var words: [StormNode] = []
        var operations: [StormNode] = []
        var errors: [Fault] = []
        do throws(SyntaxError) {
            try read(Expecting.look)
            while token.kind != .end {
                switch token.kind {
                case .lookWord: words.append(try leaf(.word, Expecting.look))
                case .doubleQuoted, .singleQuoted: words.append(try string(Expecting.look))
                case .pipe:
                    try shift(Expecting.start)
                    try parseOperations(into: &operations, until: .end)
                    guard token.kind == .end else { throw unexpected(Expecting.next) }
                    let span = StormSpan(start: operations.first?.span.start ?? lastStart, end: lastEnd)
                    words.append(StormNode(.query, span, operations))
                default: throw unexpected(Expecting.look)
                }
            }
            errors = meaningErrors.map(fault)
        } catch {
            errors = [fault(error)]
        }
        return ParseResult(tree: StormNode(.lookup, StormSpan(start: 0, end: lastEnd), words), errors: errors)
    }

    // MARK: Tokens

    /// Reads the next token without taking one: only at the start.
    private mutating func read(_ expected: TokenSet) throws(SyntaxError) {
        if let next = lexer.next(expected) {
            token = next
            guard next.kind != .end || expected.contains(.end) else { throw unexpected(expected) }
        } else {
            let start = lexer.offset
            let found = lexer.next(Lexer.anywhere) ?? Token(kind: .formatText, start: start, end: lexer.text.count)
            let shown = expected - Lexer.absorbedKeywords(in: expected) - [.end]
            throw SyntaxError(start: start, message: .unexpected(found.kind, end: found.end, expected: shown))
        }
    }

    /// Takes the token and reads the next one, which must be of one of the `expected` kinds.
    @discardableResult
    mutating func shift(_ expected: TokenSet) throws(SyntaxError) -> Token {
        let taken = token
        lastStart = taken.start
        lastEnd = taken.end
        try read(expected)
        return taken
    }

    /// Takes the token if it is of this kind; an error otherwise.
    @discardableResult
    mutating func expect(_ kind: TokenKind, _ expected: TokenSet) throws(SyntaxError) -> Token {
        guard token.kind == kind else { throw unexpected([kind]) }
        return try shift(expected)
    }

    /// The error that the token is of none of these kinds.
    func unexpected(_ expected: TokenSet) -> SyntaxError {
        let start = token.kind == .end ? lastStart : token.start
        return SyntaxError(start: start, message: .unexpected(token.kind, end: token.end, expected: expected))
    }

    /// Goes one level deeper; an error when the text nests too deeply.
    mutating func enter() throws(SyntaxError) {
        depth += 1
        guard depth <= StormParser.nestingMax else {
            let mesg = "The query nests more than \(StormParser.nestingMax) levels deep"
            throw SyntaxError(start: token.kind == .end ? lastStart : token.start, message: .other(mesg))
        }
    }

    mutating func leave() { depth -= 1 }

    /// Notes what is wrong with a part that is well formed.
    mutating func complain(_ mesg: String, at start: Int) {
        meaningErrors.append(SyntaxError(start: start, message: .other(mesg)))
    }

    // MARK: Nodes

    func text(_ token: Token) -> String { lexer.text.string(token.start, token.end) }

    // The next three are mutating though they change nothing: so the state is read after their arguments are parsed, not before.

    mutating func span(from start: Int) -> StormSpan { StormSpan(start: start, end: lastEnd) }

    /// A node from `start` to the last token taken.
    mutating func node(_ kind: StormNodeKind, from start: Int, text: String = "", _ children: [StormNode] = []) -> StormNode {
        StormNode(kind, span(from: start), text: text, children)
    }

    /// Takes the token as a node with its text.
    mutating func leaf(_ kind: StormNodeKind, _ expected: TokenSet) throws(SyntaxError) -> StormNode {
        let taken = try shift(expected)
        return StormNode(kind, StormSpan(start: taken.start, end: taken.end), text: text(taken))
    }

    /// Takes a token that is a string or a bare word, as the node it stands for.
    mutating func string(_ expected: TokenSet) throws(SyntaxError) -> StormNode {
        let taken = try shift(expected)
        let span = StormSpan(start: taken.start, end: taken.end)
        switch lexer.text.byte(taken.start) {
        case UInt8(ascii: "\""):
            return StormNode(.doubleQuoted, span, text: decoded(taken.start + 1, taken.end - 1, in: taken))
        case UInt8(ascii: "'") where taken.kind == .tripleQuoted:
            return StormNode(.tripleQuoted, span, text: lexer.text.string(taken.start + 3, taken.end - 3))
        case UInt8(ascii: "'"):
            return StormNode(.singleQuoted, span, text: lexer.text.string(taken.start + 1, taken.end - 1))
        default: return StormNode(.word, span, text: text(taken))
        }
    }

    /// The text between two offsets with its escapes read.
    mutating func decoded(_ start: Int, _ end: Int, in token: Token) -> String {
        switch StringEscapes.decode(lexer.text.bytes[start..<end]) {
        case .success(let text): return text
        case .failure(let problem):
            complain("Invalid character in string \(text(token)): \(problem.reason)", at: token.start)
            return lexer.text.string(start, end)
        }
    }

    // MARK: Errors

    private func fault(_ error: SyntaxError) -> Fault {
        let (at, line, column) = lexer.text.position(of: error.start)
        var fields: [String: Value] = [
            "at": .int(Int64(at)), "line": .int(Int64(line)), "column": .int(Int64(column)),
            "text": .string(String(source.prefix(StormParser.errorTextMax))),
        ]
        let mesg: String
        switch error.message {
        case .other(let text): mesg = text
        case .unexpected(let kind, let end, let expected):
            let token = kind == .end ? "" : lexer.text.string(error.start, end)
            fields["token"] = .string(String(token.prefix(StormParser.errorTextMax)))
            let names = expected.displayNames.joined(separator: ", ")
            mesg = "Unexpected token '\(kind.displayName)' at line \(line), column \(column), expecting one of: \(names)"
        }
        fields["mesg"] = .string(mesg)
        return Fault(.badSyntax, mesg, fields: fields, advice: "Correct the query at line \(line), column \(column).")
    }
}
