/// Which kinds of token may stand at which place. The names say what was just read.
///
/// The sets are wider than what is valid at one place: a value, for instance, is followed by the same set wherever it stands,
/// so that a text is cut into the same tokens in every context. The parser then refuses what does not fit.
enum Expecting {
    // MARK: Operations

    static let operation: TokenSet = [
        .break, .commandName, .continue, .dollar, .embedProperty, .minus, .plus, .for, .function, .if, .openBrace, .openParen,
        .openBracket, .property, .relative, .switch, .try, .universal, .while, .wildProperty, .yield, .relativeVariable,
        .dereference, .plusParen, .minusParen, .edgeInStart, .edgeInJoinStart, .emit, .empty, .fini, .hash, .spacedHash, .`init`,
        .joinIn, .pivotIn, .return, .reverse, .joinOut, .pivotOut, .stop, .anyWalkJoinOut, .anyWalkJoinIn, .anyWalkOut, .anyWalkIn,
    ]
    static let start = operation + [.pipe, .end]
    static let afterLeadingPipe = operation + [.end, .closeBrace]
    static let blockStart = operation + [.pipe, .closeBrace]
    /// After a whole operation.
    static let next = operation + [.pipe, .end, .closeBrace]
    static let afterTry = next + [.catch]

    // MARK: Comparisons

    static let comparators: TokenSet = [
        .comparator, .otherComparator, .wordEqual, .spacedEqual, .times, .question, .trySet,
    ]
    static let arrayComparators = comparators - [.times] + [.namedComparator]
    static let afterLiftName = next + comparators + [.closeParen, .arrayStart]
    /// After a name with an asterisk, and after a comparison with the items of an array.
    static let afterWildcardName = next + [.closeParen]
    static let afterEmbedName = comparators + [.arrayStart]
    static let afterWalkTarget = next + comparators
    static let afterFormTagProperty = next + comparators + [.closeParen]
    static let afterTagInFilter = afterFilterOperand + [.dot, .tagColon]

    // MARK: Filters

    static let condition: TokenSet = [
        .dollar, .dot, .openBrace, .openParen, .property, .relative, .universal, .wildProperty, .relativeVariable,
        .filterHash, .patternHash, .not,
    ]
    static let afterCondition = next + [.closeParen, .and, .or]
    static let afterFilterOperand = afterCondition + comparators
    static let afterRelative = afterFilterOperand + [.closeBracket, .dot, .setModify, .setMany, .trySetModify, .trySetMany, .arrayStart]
    /// After `-(`, which opens a negative filter or an edge walk.
    static let walkOrCondition = condition + [.backquote, .word, .tripleQuoted, .variable, .embedStart, .hash, .spacedHash]
    /// After `-((`.
    static let walkListOrCondition = walkOrCondition - [.embedStart] + [.comma, .closeParen]
    static let afterRelativeInWalk = comparators + [.and, .or, .closeParen, .comma, .arrayStart, .edgeOutEnd, .edgeJoinEnd]
    static let afterOperandInWalk = comparators + [.and, .or, .closeParen, .edgeOutEnd, .edgeJoinEnd]
    static let afterNameInWalkList = comparators + [.and, .or, .closeParen, .comma]
    static let afterVariableInWalkList: TokenSet = [.and, .or, .comma, .dot, .closeParen, .callParen]
    static let walkListItem: TokenSet = [
        .backquote, .dollar, .dot, .word, .property, .relative, .closeParen, .tripleQuoted, .universal, .variable,
        .relativeVariable, .hash, .spacedHash,
    ]
    static let walkEnd: TokenSet = [.edgeOutEnd, .edgeJoinEnd]
    static let walkTarget: TokenSet = [.dollar, .openParen, .property, .wildcard, .wildProperty]

    // MARK: Values

    static let argument: TokenSet = [
        .backquote, .dollar, .dot, .doubleQuoted, .openBrace, .openParen, .relative, .singleQuoted, .tripleQuoted, .universal,
        .relativeVariable, .embedStart, .hash, .spacedHash,
    ]
    static let value = argument + [.word]
    static let valueOrClose = value + [.closeParen]
    static let callArgument = value + [.variable, .closeParen]
    static let firstCallArgument = callArgument + [.comma]
    static let afterCallName: TokenSet = [.comma, .wordEqual, .spacedEqual, .closeParen]
    static let afterWord =
        next + [.and, .as, .comma, .closeParen, .closeBracket, .dot, .edgeAddInEnd, .edgeOutEnd, .edgeInEnd, .or]
    static let afterSubquery = afterWord + [.elif, .else, .option, .doubleQuoted, .singleQuoted, .wordEqual]
    static let afterLiteral =
        afterWord + [.backquote, .option, .comparator, .doubleQuoted, .word, .singleQuoted, .tripleQuoted, .embedStart]
    static let afterParenMember = afterLiteral + [.callParen]
    static let afterList = afterLiteral + comparators
    static let afterSpacedTagProperty = afterList + [.edgeJoinEnd]
    static let afterTagSegment = afterSpacedTagProperty + [.tagColon]
    static let afterUniversal = afterSpacedTagProperty + [.setModify, .trySetModify]
    static let afterVariable = afterUniversal + [.setMany, .trySetMany, .arrayStart, .tagColon, .callParen]
    static let afterExpression = afterVariable + [.colon, .divide, .modulo, .power, .expressionColon]
    static let afterEmbed =
        afterLiteral + [.colon, .wordEqual, .spacedEqual, .divide, .modulo, .power, .times, .expressionColon, .edgeJoinEnd]
    static let afterStatementVariable = next + [.dot, .equal, .callParen]
    static let afterStatementMember = next + [.dot, .callParen, .wordEqual, .spacedEqual]
    static let member: TokenSet = [.backquote, .dollar, .openParen, .variable]
    static let innerMember: TokenSet = [.backquote, .dollar, .openParen, .expressionVariable]
    static let variableOrParen: TokenSet = [.openParen, .variable]
    static let expressionVariableOrParen: TokenSet = [.openParen, .expressionVariable]
    static let tagSegment: TokenSet = [.dollar, .tagSegment]
    static let formatPart: TokenSet = [.backquote, .formatText, .openBrace]
    static let tagPropertyName: TokenSet = [.baseProperty, .dollar]

    // MARK: Expressions

    static let atom: TokenSet = [
        .backquote, .boolean, .dollar, .dot, .doubleQuoted, .expressionRelative, .expressionUniversal, .hexNumber, .openBrace,
        .openParen, .openBracket, .null, .number, .octalNumber, .singleQuoted, .tripleQuoted, .relativeVariable, .embedStart,
        .hash, .spacedHash,
    ]
    static let operand = atom + [.negate]
    static let expression = operand + [.logicalNot]
    static let afterAtom: TokenSet = [
        .and, .comparator, .colon, .comma, .wordEqual, .spacedEqual, .divide, .minus, .modulo, .plus, .power, .times, .or,
        .closeBrace, .closeParen, .closeBracket, .expressionColon,
    ]
    static let afterExpressionTag = afterAtom + [.dot]
    static let afterExpressionVariable = afterAtom + [.dot, .callParen]
    static let afterFirstInParens = afterAtom - [.colon, .closeBrace, .closeBracket, .expressionColon]
    static let jsonItem = atom + [.variable]
    static let jsonItemOrBrace = jsonItem + [.closeBrace]
    static let jsonItemOrBracket = jsonItem + [.closeBracket]

    // MARK: Parentheses, braces and brackets whose meaning the next token tells

    /// After `(` where a value stands: a list or an expression.
    static let listOrExpression = expression + [.listWord, .closeParen]
    static let listItem: TokenSet = [
        .backquote, .dollar, .dot, .doubleQuoted, .expressionRelative, .expressionUniversal, .openBrace, .listWord, .openParen,
        .closeParen, .singleQuoted, .tripleQuoted, .relativeVariable, .embedStart, .hash, .spacedHash,
    ]
    static let listSeparator: TokenSet = [.comma, .closeParen]
    /// After `({`: a query or a dictionary.
    static let queryOrDictionary = blockStart + jsonItem
    /// After `({(`: names to assign to, or an expression.
    static let namesOrExpression = expression + [.comma, .closeParen]
    /// After `({[`: edits or a list.
    static let editsOrList = edit + jsonItemOrBracket
    /// After `({[(`: edits or an expression.
    static let editGroupOrExpression = expression + [.property, .dereference]
    /// After `({[]`.
    static let afterEmptyBrackets = next - [.end] + [.colon, .expressionColon]

    // MARK: Edits

    static let edit: TokenSet = [
        .dot, .minus, .plus, .openParen, .property, .relative, .closeBracket, .universal, .relativeVariable, .dereference,
        .plusParen, .minusParen, .edgeInStart,
    ]
    static let editOrClose = edit + [.closeParen]
    static let setters: TokenSet = [.wordEqual, .spacedEqual, .setModify, .trySetModify, .trySet]
    static let removable: TokenSet = [.dot, .relative, .universal, .relativeVariable, .hash]
    static let edgeSource: TokenSet = [.dollar, .openBrace]
    static let afterConditionVariable: TokenSet = [.dot, .equal, .trySet, .callParen]
    static let conditionMember: TokenSet = [.dollar, .openParen, .variable]

    // MARK: Pivots

    static let pivotTarget: TokenSet = [.dollar, .property, .universal, .wildProperty]
    static let propertyPivotTarget = pivotTarget + [.times, .openParen]
    static let joinTarget = propertyPivotTarget + [.allTags, .filterHash, .patternHash]
    static let anyPivotTarget = joinTarget + [.openBrace]
    static let pivotSource: TokenSet = [.times, .property, .universal]
    static let afterPivotTarget = next + [.comma, .closeParen]

    // MARK: Commands

    static let wordStart: TokenSet = [.commandName, .comparator, .dot, .minus, .plus, .openBracket, .word, .property, .pivotOut]
    static let optionValue = argument + wordStart
    static let afterCommandQuery = next + [
        .backquote, .option, .comparator, .dot, .doubleQuoted, .word, .singleQuoted, .tripleQuoted, .embedStart,
    ]
    static let afterOption = afterCommandQuery + [.wordEqual]
    static let afterCommandWord = afterOption + [.wordComma, .wordBracket]
    static let afterWordPart = afterCommandWord + [.commaSpace]

    // MARK: Blocks and look-ups

    static let caseStart: TokenSet = [.caseWord, .defaultCase, .doubleQuoted, .openParen, .closeBrace, .singleQuoted]
    static let caseListItem: TokenSet = [.doubleQuoted, .caseListWord, .singleQuoted]
    static let look: TokenSet = [.end, .doubleQuoted, .singleQuoted, .pipe, .lookWord]
    static let liftInReverse: TokenSet = [.embedProperty, .property, .universal, .wildProperty, .dereference, .hash, .spacedHash]
}
