import Kernel
import Model

/// Makes operators and expressions of the tree of a query. One compiler serves one text.
///
/// Blocks (`if`, `for`, sub-queries) are pipelines in the scope of the query around them; functions and sub-queries used as values are
/// queries with a scope of their own. What an expression depends on is noted in the block that is being compiled.
public final class Compiler {
    /// How many operations one query may have: they run inside of each other, so the stack must hold them.
    static let operatorsMax = 20_000

    let text: QueryText
    let mode: StormMode
    /// The query whose variables are being noted.
    var scope = CompilerScope()
    /// What the block that is being compiled depends on.
    var dependence = NodeDependence.none

    init(_ text: String, mode: StormMode) {
        self.text = QueryText(text)
        self.mode = mode
    }

    static func compile(_ text: String, mode: StormMode) throws(Fault) -> StormQuery {
        let tree = try StormParser.parse(text, mode: mode).get()
        let compiler = Compiler(text, mode: mode)
        do {
            return try compiler.query(tree, text: text)
        } catch let fault as Fault {
            throw fault
        } catch {
            throw Fault(.badSyntax, "the query cannot be compiled: \(error)")
        }
    }

    /// The text at `span`, as messages quote it.
    public func source(_ span: StormSpan) -> String { text.string(span.start, span.end) }

    /// A fault of the kind `BadSyntax` that points at `span`.
    public func badSyntax(_ message: String, _ span: StormSpan) -> Fault {
        let (at, line, column) = text.position(of: span.start)
        return Fault(
            .badSyntax, message,
            fields: ["mesg": .string(message), "at": .int(Int64(at)), "line": .int(Int64(line)), "column": .int(Int64(column))])
    }

    // MARK: Queries and blocks

    /// A query with variables of its own: a function's body, a sub-query used as a value, a whole text.
    func query(_ node: StormNode, text: String? = nil, parameters: [String] = []) throws -> StormQuery {
        let outer = scope
        let outerDependence = dependence
        defer {
            scope = outer
            dependence = outerDependence
        }
        scope = CompilerScope()
        let operators = try operators(node)
        return StormQuery(
            text: text ?? source(node.span), mode: mode, operators: operators, operatorCount: scope.operatorCount,
            assignments: scope.assignments, reads: scope.reads, hasReturn: scope.hasReturn, hasEmit: scope.hasEmit)
    }

    /// A block: a pipeline that shares the variables of the query around it.
    public func block(_ node: StormNode) throws -> StormBlock {
        let outer = dependence
        dependence = .none
        defer { dependence.formUnion(outer) }
        let operators = try operators(node)
        return StormBlock(operators, dependence: dependence, text: source(node.span))
    }

    private func operators(_ node: StormNode) throws -> [any Operator] {
        if node.kind == .lookup { return try lookup(node) }
        return try operators(node.children)
    }

    private func operators(_ nodes: [StormNode]) throws -> [any Operator] {
        var operators: [any Operator] = []
        scope.operatorCount += nodes.count
        guard scope.operatorCount <= Self.operatorsMax else {
            throw Fault(
                .limit, "the query has more than \(Self.operatorsMax) operations",
                advice: "Run it in parts, or go through a list with `for`")
        }
        for (position, node) in nodes.enumerated() {
            operators.append(try operation(node, following: nodes[(position + 1)...]))
        }
        return operators
    }

    /// The words, and then what stands behind the pipe.
    private func lookup(_ node: StormNode) throws -> [any Operator] {
        var words: [any StormExpression] = []
        var rest: StormNode?
        for child in node.children {
            if child.kind == .query { rest = child } else { words.append(try expression(child)) }
        }
        return [try compileLookup(words, mode: mode)] + (try operators(rest?.children ?? []))
    }

    /// One operation of a pipeline; `following` are those behind it.
    public func operation(_ node: StormNode, following: ArraySlice<StormNode>) throws -> any Operator {
        switch node.kind {
        case .liftProperty, .liftPropertyBy, .liftArray, .liftFormTag, .liftFormTagProperty, .liftTag, .liftTagTag, .liftTagProperty,
            .liftReverse:
            try compileLift(node, following: following)
        case .filter:
            try compileFilter(node)
        case .pivotOut, .joinOut, .pivotIn, .joinIn, .pivotTo, .joinTo, .pivotTags, .joinTags, .pivotFrom, .joinFrom, .pivotProperty,
            .joinProperty, .rawPivot, .walkOut, .walkIn, .walkJoinOut, .walkJoinIn, .anyWalkOut, .anyWalkIn, .anyWalkJoinOut,
            .anyWalkJoinIn:
            try compilePivot(node)
        case .edits:
            try compileEdit(node)
        case .command:
            try compileCommand(node)
        default:
            try compileControl(node)
        }
    }
}

/// What a compiler notes of the query that it is in.
final class CompilerScope {
    var operatorCount = 0
    var assignments: [VariableAssignment] = []
    var reads: [VariableRead] = []
    var hasReturn = false
    var hasEmit = false
}

/// A pipeline inside of a query, compiled.
public final class StormBlock: Sendable {
    let operators: [any Operator]
    private let hasCommands: Bool
    /// What its values depend on.
    public let dependence: NodeDependence
    /// As it is written.
    public let text: String

    init(_ operators: [any Operator], dependence: NodeDependence, text: String) {
        self.operators = operators
        hasCommands = Pipeline.hasCommands(operators)
        self.dependence = dependence
        self.text = text
    }

    /// Runs the block in the scope of the query around it.
    public func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        try Pipeline.run(operators[...], runtime, source, sink)
    }

    /// Runs the block for one node.
    public func run(_ runtime: StormRuntime, with item: NodePath, _ sink: @escaping Sink) throws {
        if operators.isEmpty { return try sink(item) }
        try Pipeline.run(operators[...], runtime, { try $0(item) }, sink)
    }

    /// Runs the block once, without nodes.
    public func runOnce(_ runtime: StormRuntime, _ sink: @escaping Sink) throws {
        if hasCommands { return try Pipeline.runOnce(operators, runtime, sink) }
        try Pipeline.run(operators[...], runtime, { _ in }, sink)
    }

    /// Whether it makes no nodes of its own.
    func isQuiet(_ runtime: StormRuntime) -> Bool { operators.allSatisfy { $0.isQuiet(runtime) } }
}

/// Runs operators one after another.
enum Pipeline {
    // The last operator starts first and asks the one before it, so that what an operator checks before any node comes is checked in
    // the order of the reference, from the end to the start.
    static func run(
        _ operators: ArraySlice<any Operator>, _ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink
    ) throws {
        guard let last = operators.last else { return try source(sink) }
        // Only a lift knows how many nodes it would give; every other operator has to see them.
        if !(last is LiftOperator) { runtime.context.countRequest = nil }
        let rest = operators.dropLast()
        if rest.isEmpty { return try last.run(runtime, source, sink) }
        try last.run(runtime, { try run(rest, runtime, source, $0) }, sink)
    }

    /// Whether a command is among the operators, so that ``runOnce(_:_:_:)`` has something to order.
    static func hasCommands(_ operators: [any Operator]) -> Bool { operators.count > 1 && operators.contains { $0 is CommandOperator } }

    /// Runs operators without input, of which some are commands.
    ///
    /// In the reference every operator looks at its first node before it begins, so what stands at the start and makes no nodes is over
    /// by then: `$x=(1) | limit $x` and `macro.set m { } | macro.exec m` depend on it. Here these operators run one after another first.
    static func runOnce(_ operators: [any Operator], _ runtime: StormRuntime, _ sink: @escaping Sink) throws {
        var operators = operators
        for position in operators.indices.reversed() { operators[position] = try operators[position].prepared(runtime) }
        let count = operators.prefix { $0.isQuiet(runtime) }.count
        guard count > 0, operators.count > 1 else { return try run(operators[...], runtime, { _ in }, sink) }
        var items: [NodePath] = []
        for one in operators[..<count] {
            let before = items
            items = []
            try one.run(runtime, { sink in for item in before { try sink(item) } }, { items.append($0) })
        }
        let made = items
        try run(operators[count...], runtime, { sink in for item in made { try sink(item) } }, sink)
    }
}
