/// The kinds of token. Where the text fits several kinds that may stand at a place, the one declared first wins:
/// Storm is lexed by context, so the parser says before every token which kinds may follow.
enum TokenKind: UInt8, CaseIterable {
    case setMany, option
    case `continue`, `return`, `break`, stop, emit
    case anyWalkJoinOut, anyWalkJoinIn, pivotIn, joinIn, joinOut, anyWalkOut, anyWalkIn, setModify, pivotOut
    case patternHash, wildProperty, property, arrayStart, allTags, dereference, filterHash
    case negate, commandName, embedProperty, expressionUniversal, universal, caseWord, caseListWord, namedComparator
    case boolean, empty, null, `else`, fini, `init`, logicalNot, and, power, or
    case plusParen, minusParen, callParen, tagColon, expressionColon, hash, spacedHash
    case minus, defaultCase, divide, modulo, plus, times
    case number, hexNumber, octalNumber, listWord, yield, trySetMany, trySetModify, trySet
    case edgeInStart, otherComparator, word, expressionRelative, relative, baseProperty
    case expressionVariable, variable, doubleQuoted, singleQuoted, tripleQuoted
    case patternSegment, expressionTagSegment, tagSegment
    case function, reverse, `switch`, `catch`, unset, `while`, elif, `for`, `try`
    case edgeJoinEnd, edgeInJoinStart, not, comparator, relativeVariable, `as`, commaSpace, `if`, `in`
    case edgeAddInEnd, edgeOutEnd, edgeInEnd, embedStart
    case spacedEqual, wordBracket, wordComma, wordEqual
    case backquote, colon, comma, dollar, dot, equal
    case openBrace, openParen, openBracket, closeBrace, closeParen, closeBracket
    case question, pipe, wildcard, formatText, lookWord
    /// The end of the text.
    case end

    /// What this kind is called in messages. Kinds that a person cannot tell apart share a name.
    var displayName: String {
        if let fixed = Self.fixedText[self] { return fixed }
        return switch self {
        case .setMany: "++= or --="
        case .option: "command line option"
        case .setModify: "+= or -="
        case .wildProperty: "property name potentially with wildcards"
        case .property: "absolute property name"
        case .commandName: "command name"
        case .embedProperty: "absolute property name with embed properties"
        case .expressionUniversal, .universal: "universal property"
        case .caseWord: "case value"
        case .caseListWord: "case multi-value"
        case .namedComparator: "named comparison operator"
        case .boolean: "boolean"
        case .defaultCase: "default case"
        case .number, .hexNumber, .octalNumber: "number"
        case .listWord: "unquoted list value"
        case .trySetMany: "?++= or ?--="
        case .trySetModify: "?+= or ?-="
        case .otherComparator, .comparator: "comparison operator"
        case .word: "unquoted value"
        case .expressionRelative, .relative: "relative property name"
        case .baseProperty: "base property name"
        case .expressionVariable, .variable: "variable"
        case .doubleQuoted: "double-quoted string"
        case .singleQuoted: "single-quoted string"
        case .tripleQuoted: "triple-quoted string"
        case .patternSegment: "tag segment potentially with asterisks"
        case .expressionTagSegment, .tagSegment: "non-variable tag segment"
        case .formatText: "text within a format string"
        case .lookWord: "An unquoted string terminated by whitespace"
        default: "end of input"
        }
    }

    /// The text of the kinds that are always written the same.
    static let fixedText: [TokenKind: String] = [
        .continue: "continue", .return: "return", .break: "break", .stop: "stop", .emit: "emit",
        .anyWalkJoinOut: "--+>", .anyWalkJoinIn: "<+--", .pivotIn: "<-", .joinIn: "<+-", .joinOut: "-+>",
        .anyWalkOut: "-->", .anyWalkIn: "<--", .pivotOut: "->",
        .patternHash: "#", .arrayStart: "*[", .allTags: "#", .dereference: "*", .filterHash: "#", .negate: "-",
        .empty: "empty", .null: "null", .else: "else", .fini: "fini", .`init`: "init", .logicalNot: "not",
        .and: "and", .power: "**", .or: "or", .plusParen: "+(", .minusParen: "-(", .callParen: "(",
        .tagColon: ":", .expressionColon: ":", .hash: "#", .spacedHash: "#",
        .minus: "-", .divide: "/", .modulo: "%", .plus: "+", .times: "*", .yield: "yield", .trySet: "?=",
        .edgeInStart: "<(", .function: "function", .reverse: "reverse", .switch: "switch", .catch: "catch", .unset: "unset",
        .while: "while", .elif: "elif", .for: "for", .try: "try", .edgeJoinEnd: ")+>", .edgeInJoinStart: "<+(",
        .not: "not", .relativeVariable: ":$", .as: "as", .commaSpace: ",", .if: "if", .in: "in",
        .edgeAddInEnd: ")+", .edgeOutEnd: ")>", .edgeInEnd: ")-", .embedStart: "${",
        .spacedEqual: "=", .wordBracket: "]", .wordComma: ",", .wordEqual: "=",
        .backquote: "`", .colon: ":", .comma: ",", .dollar: "$", .dot: ".", .equal: "=",
        .openBrace: "{", .openParen: "(", .openBracket: "[", .closeBrace: "}", .closeParen: ")", .closeBracket: "]",
        .question: "?", .pipe: "|", .wildcard: "*",
    ]
}

/// One token: its kind and the bytes it covers.
struct Token {
    let kind: TokenKind
    let start: Int
    let end: Int
}
