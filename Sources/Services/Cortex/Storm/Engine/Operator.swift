import Model

/// One step of a pipeline, compiled once and shared by every run.
public protocol Operator: Sendable {
    /// Takes what `source` pushes and pushes what it makes into `sink`. Everything that must happen without any node happens here too.
    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws

    /// The operator for one run, after what is checked before anything of the pipeline runs.
    func prepared(_ runtime: StormRuntime) throws -> any Operator

    /// Whether it makes no nodes of its own. Such operators at the start of a pipeline without input run before those after them begin.
    func isQuiet(_ runtime: StormRuntime) -> Bool
}

extension Operator {
    /// The operator itself: nothing is checked, nothing thrown.
    public func prepared(_ runtime: StormRuntime) throws -> any Operator { self }
    /// False: taken to make nodes.
    public func isQuiet(_ runtime: StormRuntime) -> Bool { false }
}

/// What a value, or a step, depends on: what decides whether it can be computed outside of nodes.
public struct NodeDependence: Sendable {
    /// On a node itself.
    public var onNode: Bool
    /// On variables; whether these hold something of a node only a run can say.
    public var onVariables: Set<VariableName>

    public init(onNode: Bool = false, onVariables: Set<VariableName> = []) {
        self.onNode = onNode
        self.onVariables = onVariables
    }

    /// Depends on nothing.
    public static let none = NodeDependence()
    /// Needs a node.
    public static let node = NodeDependence(onNode: true)

    /// Adds what `other` depends on.
    public mutating func formUnion(_ other: NodeDependence) {
        onNode = onNode || other.onNode
        if !other.onVariables.isEmpty { onVariables.formUnion(other.onVariables) }
    }

    /// What any of the parts depends on; nothing where there are none.
    public static func union(_ parts: some Sequence<NodeDependence>) -> NodeDependence {
        var all = NodeDependence.none
        for part in parts { all.formUnion(part) }
        return all
    }

    /// Whether it can be computed outside of nodes in `runtime`.
    public func isRuntimeSafe(_ runtime: StormRuntime) -> Bool {
        !onNode && onVariables.allSatisfy(runtime.isRuntimeSafe)
    }
}

/// A value of the language, compiled once and shared by every run.
public protocol StormExpression: Sendable {
    /// The value for a node, or outside of nodes.
    func value(_ runtime: StormRuntime, _ input: NodePath?) throws -> StormValue
    var dependence: NodeDependence { get }
    /// Where the value never changes, what it is.
    var constant: ModelValue? { get }
    /// As the items of an array: a sub-query gives every node, everything else its value.
    func arrayValue(_ runtime: StormRuntime, _ input: NodePath?) throws -> StormValue
}

extension StormExpression {
    /// Nil: the value may change.
    public var constant: ModelValue? { nil }

    /// The value itself. Throws what computing it throws.
    public func arrayValue(_ runtime: StormRuntime, _ input: NodePath?) throws -> StormValue { try value(runtime, input) }

    /// Whether it can be computed outside of nodes in `runtime`.
    public func isRuntimeSafe(_ runtime: StormRuntime) -> Bool { dependence.isRuntimeSafe(runtime) }

    /// The value as text. Throws `BadCast`.
    public func text(_ runtime: StormRuntime, _ input: NodePath?) throws -> String {
        if case .string(let text)? = constant { return text }
        return try value(runtime, input).toText(runtime)
    }

    /// The value as one that can be stored. Throws `NoSuchType`.
    public func primitive(_ runtime: StormRuntime, _ input: NodePath?) throws -> ModelValue {
        if let constant { return constant }
        return try value(runtime, input).primitive()
    }
}
