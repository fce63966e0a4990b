import Graph
import Kernel
import Model

/// What a filter asks of each node, made for one run.
typealias NodeTest = (NodePath) throws -> Bool

/// A condition of a filter, compiled once and shared by every run.
protocol Condition: Sendable {
    /// What must be known before any node is looked at, such as the property that a name stands for, is looked up here.
    func test(_ runtime: StormRuntime) throws -> NodeTest
}

/// `+condition` and `-condition`.
struct FilterOperator: Operator {
    let condition: any Condition
    /// Whether nodes that meet the condition go on, or those that do not.
    let keeps: Bool

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        let test = try condition.test(runtime)
        let keeps = keeps
        try source { item in
            if try test(item) == keeps { try sink(item) } else { try runtime.check() }
        }
    }
}

/// Conditions joined with `and` and `or`, which bind equally and from left to right.
struct ConditionChain: Condition {
    let first: any Condition
    let rest: [(isAnd: Bool, condition: any Condition)]

    func test(_ runtime: StormRuntime) throws -> NodeTest {
        let first = try first.test(runtime)
        let rest = try rest.map { (isAnd: $0.isAnd, test: try $0.condition.test(runtime)) }
        return { item in
            var answer = try first(item)
            for part in rest where part.isAnd == answer { answer = try part.test(item) }
            return answer
        }
    }
}

/// `not condition`.
struct NotCondition: Condition {
    let condition: any Condition

    func test(_ runtime: StormRuntime) throws -> NodeTest {
        let test = try condition.test(runtime)
        return { try !test($0) }
    }
}

/// `$(expression)` and `$variable`.
struct ValueCondition: Condition {
    let expression: any StormExpression

    func test(_ runtime: StormRuntime) throws -> NodeTest {
        { try expression.value(runtime, $0).toBool() }
    }
}

/// Tests of a comparison, made anew only when the type or the right side changes.
struct ComparisonTests {
    private let comparison: Comparison
    private var type: TypeDefinition?
    private var value: ModelValue?
    private var predicate: ValuePredicate?

    init(_ comparison: Comparison) { self.comparison = comparison }

    /// The test for values of `type`; nil where the right side is null. Throws `NoSuchCmpr`, `BadTypeValu`.
    mutating func test(_ type: TypeDefinition, _ runtime: StormRuntime, _ item: NodePath) throws -> ValuePredicate? {
        if type === self.type, comparison.constant != nil, let predicate { return predicate }
        let value = try comparison.value(runtime, item).value(for: type)
        if value.isNull { return nil }
        if type === self.type, let predicate, self.value == value { return predicate }
        let predicate = try type.requirePredicate(comparison.comparator, value, in: runtime.model)
        (self.type, self.value, self.predicate) = (type, value, predicate)
        return predicate
    }
}
