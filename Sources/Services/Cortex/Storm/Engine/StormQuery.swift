import Kernel
import Synchronization

/// A query compiled: immutable, shared by every run of the same text.
public final class StormQuery: Sendable {
    /// The text that was compiled.
    public let text: String
    /// What the text was read as.
    public let mode: StormMode
    let operators: [any Operator]
    private let hasCommands: Bool
    /// How many operators there are, with those in blocks.
    let operatorCount: Int
    /// Variables that the query sets, and what each of their values depends on, in the order of the text.
    let assignments: [VariableAssignment]
    /// Variables that the query reads.
    let reads: [VariableRead]
    /// Whether a `return` stands in it, outside of its functions.
    public let hasReturn: Bool
    /// Whether an `emit` stands in it, outside of its functions.
    public let hasEmit: Bool

    init(
        text: String, mode: StormMode, operators: [any Operator], operatorCount: Int, assignments: [VariableAssignment],
        reads: [VariableRead], hasReturn: Bool, hasEmit: Bool
    ) {
        self.text = text
        self.mode = mode
        self.operators = operators
        hasCommands = Pipeline.hasCommands(operators)
        self.operatorCount = operatorCount
        self.assignments = assignments
        self.reads = reads
        self.hasReturn = hasReturn
        self.hasEmit = hasEmit
    }

    /// Runs the pipeline: what the first operator takes comes from `source`, what the last one makes goes into `sink`.
    func run(_ runtime: StormRuntime, _ source: Source?, _ sink: @escaping Sink) throws {
        if source == nil, hasCommands { return try Pipeline.runOnce(operators, runtime, sink) }
        try Pipeline.run(operators[...], runtime, source ?? { _ in }, sink)
    }
}

/// A variable that a query sets.
struct VariableAssignment: Sendable {
    let name: VariableName
    let dependence: NodeDependence
}

/// A variable that a query reads.
struct VariableRead: Sendable {
    let name: VariableName
    let span: StormSpan
}

/// Compiled queries by text: services run the same texts again and again.
public final class StormQueryCache: Sendable {
    private struct Key: Hashable {
        let text: String
        let mode: StormMode
    }

    /// How many queries stay, and how long a text may be to stay.
    private static let countMax = 2048
    private static let textBytesMax = 64 << 10

    private let queries = Mutex<[Key: StormQuery]>([:])

    public init() {}

    /// The compiled query. Throws `BadSyntax`.
    public func query(_ text: String, mode: StormMode = .storm) throws(Fault) -> StormQuery {
        let key = Key(text: text, mode: mode)
        if let query = queries.withLock({ $0[key] }) { return query }
        let query = try Compiler.compile(text, mode: mode)
        if text.utf8.count <= Self.textBytesMax {
            queries.withLock { queries in
                if queries.count >= Self.countMax { queries.removeAll(keepingCapacity: true) }
                queries[key] = query
            }
        }
        return query
    }
}
