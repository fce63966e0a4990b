/// The kinds of node. Each line says what the text holds, then the children in order; `?` marks what may be missing, `*` what may repeat.
///
/// A *name* is a `propertyName`, `wildcardName`, `embedName`, `universalName` or `dereferencedName`. A *comparison* is two
/// children, a `comparator` and a value. A *property* is a `relative`, `relativeVariable`, `universal` or `universalVariable`.
public enum StormNodeKind: String, Sendable, Hashable, CaseIterable {
    // MARK: Wholes

    /// operation*
    case query
    /// What is looked up: string* (`word`, `doubleQuoted`, `singleQuoted`), then the query behind the pipe?
    case lookup

    // MARK: Operations

    /// text: name of the command; `option`*, value*, `word`*, `commandQuery`*
    case command
    /// text: the option with its dashes; value?
    case option
    /// query: a query in braces among the arguments of a command
    case commandQuery
    /// text: a piece of an unquoted argument of several tokens. Child of `word`, only for several pieces.
    case wordPart
    /// edit*
    case edits
    /// query
    case subquery
    /// query
    case yieldSubquery
    /// value
    case yieldValue
    /// value: a variable expression run for what it does
    case evaluate
    /// text: name; value
    case setVariable
    /// `parameter`* (names only), value
    case setVariables
    /// base value, then what names the item (a `member…`), then the value
    case setItem
    /// text: name; `parameters`, query
    case function
    /// `parameter`*
    case parameters
    /// text: name; default value?
    case parameter
    /// query
    case initBlock
    /// query
    case emptyBlock
    /// query
    case finiBlock
    /// `ifClause`+, query of the else branch?
    case `if`
    /// value, query
    case ifClause
    /// value, `case`* and `defaultCase`*
    case `switch`
    /// string+ (`word`, `doubleQuoted`, `singleQuoted`), query
    case `case`
    /// query
    case defaultCase
    /// text: name; value, query
    case forLoop
    /// `parameter`*, value, query
    case forEach
    /// value, query
    case whileLoop
    /// query, `catch`*
    case `try`
    /// text: name of the variable; value (the names of the errors), query
    case `catch`
    case `break`
    case `continue`
    /// value?
    case `return`
    /// value
    case emit
    case stop

    // MARK: Lifts

    /// name
    case liftProperty
    /// name, comparison
    case liftPropertyBy
    /// name, comparison with each item
    case liftArray
    /// name, `tag`, comparison?
    case liftFormTag
    /// name, `tagProperty`, comparison?
    case liftFormTagProperty
    /// `tag`, comparison?
    case liftTag
    /// `tag`, comparison?: by the tags of tags
    case liftTagTag
    /// `tagProperty`, comparison?
    case liftTagProperty
    /// the lift to reverse
    case liftReverse
    /// text: full name of a form or property
    case propertyName
    /// text: name with an asterisk
    case wildcardName
    /// text: name with `::`
    case embedName
    /// text: name with its dot
    case universalName
    /// value: `*$name`
    case dereferencedName
    /// text: the comparison operator
    case comparator

    // MARK: Tags and properties

    /// `tagSegment`*, `variable`*, or one `tagFromVariable`
    case tag
    /// text: a segment, in patterns perhaps with asterisks
    case tagSegment
    /// value: the whole name
    case tagFromVariable
    /// `tag`, then `baseName` or value
    case tagProperty
    /// text: name of a property of a tag
    case baseName
    /// text: name without the colon
    case relative
    /// value: `:$name`
    case relativeVariable
    /// text: name with its dot
    case universal
    /// value: `.$name`
    case universalVariable

    // MARK: Filters

    /// text: `+` or `-`; condition
    case filter
    /// condition, then (`logicOperator`, condition)+, all of one precedence, from left to right
    case conditionChain
    /// text: `and` or `or`
    case logicOperator
    /// condition
    case conditionNot
    /// property
    case hasProperty
    /// property, comparison
    case compareProperty
    /// name
    case isForm
    /// name, comparison
    case compareForm
    /// `tag`
    case hasTag
    /// `tag`, comparison
    case compareTag
    /// `tagProperty`
    case hasTagProperty
    /// `tagProperty`, comparison
    case compareTagProperty
    /// property, comparison with each item
    case compareArray
    /// query, comparison?
    case conditionQuery
    /// value
    case conditionValue

    // MARK: Pivots and edges

    /// `-> *`
    case pivotOut
    /// `-+> *`
    case joinOut
    /// `<- *`
    case pivotIn
    /// `<+- *`
    case joinIn
    /// `-> form`: target (name, value or `targetList`)
    case pivotTo
    /// target
    case joinTo
    /// `-> #tag`: `tag`?; without one, every tag
    case pivotTags
    /// `tag`?
    case joinTags
    /// `<- form`: name
    case pivotFrom
    /// name
    case joinFrom
    /// `:prop -> form`: property, target?; without a target, wherever the property leads
    case pivotProperty
    /// property, target?
    case joinProperty
    /// target+
    case targetList
    /// query
    case rawPivot
    /// `-(edges)> form`: value, target (name, value, `list` or `anyForm`), comparison?
    case walkOut
    /// value, target, comparison?
    case walkIn
    /// value, target, comparison?
    case walkJoinOut
    /// value, target, comparison?
    case walkJoinIn
    case anyForm
    /// `--> *`
    case anyWalkOut
    /// `<-- *`
    case anyWalkIn
    /// `--+> *`
    case anyWalkJoinOut
    /// `<+-- *`
    case anyWalkJoinIn

    // MARK: Edits

    /// text: the setter; name, value
    case addNode
    /// text: the setter (`=`, `+=`, `-=`, `?=`, `?+=`, `?-=`, `++=`, `--=`, `?++=`, `?--=`); property, value
    case setProperty
    /// text: `=` or `?=`; property, condition (`unsetCondition` or value), value
    case setPropertyIf
    case unsetCondition
    /// property
    case deleteProperty
    /// text: empty, or `?` for one that may fail; `tag`, then, where a value is set, `comparator` and value
    case addTag
    /// `tag`
    case deleteTag
    /// text: the setter; `tagProperty`, value
    case setTagProperty
    /// `tagProperty`
    case deleteTagProperty
    /// `addNode`, edit*
    case editGroup
    /// value, then `subqueryValue` or value with the nodes
    case addEdgeOut
    /// value, nodes
    case deleteEdgeOut
    /// value, nodes
    case addEdgeIn
    /// value, nodes
    case deleteEdgeIn

    // MARK: Values

    /// text: an unquoted word
    case word
    /// text: decoded
    case doubleQuoted
    /// text: decoded
    case singleQuoted
    /// text: decoded
    case tripleQuoted
    /// `formatText`*, expression value*
    case formatString
    /// text: decoded
    case formatText
    /// value*, `listWord`*
    case list
    /// text: an unquoted item, perhaps with spaces
    case listWord
    /// text: name
    case variable
    /// base value, then (`memberName`, `memberVariable`, `memberFormat`, `memberExpression`, `call`)+ from left to right
    case chain
    /// text: name
    case memberName
    /// text: name of the variable that holds the name
    case memberVariable
    /// `formatString`
    case memberFormat
    /// `expression`
    case memberExpression
    /// value*, `namedArgument`*
    case call
    /// text: name; value
    case namedArgument
    /// text: `$` when written `$( )`; expression
    case expression
    /// property
    case propertyValue
    /// `tag`
    case tagValue
    /// `tagProperty`
    case tagPropertyValue
    /// query
    case subqueryValue
    /// query: `${ }`
    case embedQuery

    // MARK: Expressions

    /// text: as written
    case number
    /// text: `true` or `false`
    case boolean
    case null
    /// value*
    case listLiteral
    /// (key, value)*
    case dictionaryLiteral
    /// operand, then (`operator`, operand)+ of one precedence, from left to right
    case orChain
    case andChain
    case compareChain
    case sumChain
    case productChain
    case powerChain
    /// text: as written
    case `operator`
    /// operand
    case not
    /// operand
    case negate
}
