import Kernel

/// `{ ... }` and `yield { ... }` in a pipeline.
struct SubqueryOperator: Operator {
    private let block: StormBlock
    private let isYielding: Bool

    init(_ block: StormBlock, isYielding: Bool) {
        self.block = block
        self.isYielding = isYielding
    }

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        try source { item in
            try runtime.check()
            var last: StormPath?
            try self.block.run(runtime, with: item) { made in
                last = made.path
                if self.isYielding { try sink(made) }
            }
            // Variables of the last node made are those of the node that goes on.
            if let last, last !== item.path { item.path.variables.formUnion(last.variables) }
            try sink(item)
        }
    }
}

/// `yield value`: the nodes that a value is, holds, or names.
struct YieldOperator: Operator {
    private let expression: any StormExpression

    init(_ expression: any StormExpression) { self.expression = expression }

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        var isEmpty = true
        try source { item in
            isEmpty = false
            let value = try self.expression.value(runtime, item)
            try YieldedNodes.each(value, runtime) { node, _ in try sink(item.forked(to: node, .runtime)) }
            try sink(item)
        }
        guard isEmpty, expression.isRuntimeSafe(runtime) else { return }
        try YieldedNodes.each(try expression.value(runtime, nil), runtime) { node, _ in try sink(runtime.started(at: node)) }
    }
}

/// `init`, `empty` and `fini` blocks.
struct PhaseOperator: Operator {
    enum Phase: String { case initial = "Init", empty = "Empty", final = "Fini" }

    private let block: StormBlock
    private let phase: Phase

    init(_ block: StormBlock, _ phase: Phase) {
        self.block = block
        self.phase = phase
    }

    func prepared(_ runtime: StormRuntime) throws -> any Operator {
        guard block.dependence.isRuntimeSafe(runtime) else {
            throw Fault(
                .stormRuntime, "\(phase.rawValue) block query must be runtsafe",
                advice: "Use no values of nodes in the block; variables set from nodes count as such")
        }
        return self
    }

    func isQuiet(_ runtime: StormRuntime) -> Bool { block.isQuiet(runtime) }

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        _ = try prepared(runtime)
        var isEmpty = true
        try source { item in
            if isEmpty, self.phase == .initial { try self.block.runOnce(runtime, sink) }
            isEmpty = false
            try sink(item)
        }
        if phase == .final || isEmpty { try block.runOnce(runtime, sink) }
    }
}

/// `if`, `elif`, `else`.
struct IfOperator: Operator {
    private let clauses: [(condition: any StormExpression, block: StormBlock)]
    private let otherwise: StormBlock?

    init(_ clauses: [(condition: any StormExpression, block: StormBlock)], otherwise: StormBlock?) {
        self.clauses = clauses
        self.otherwise = otherwise
    }

    func isQuiet(_ runtime: StormRuntime) -> Bool {
        clauses.allSatisfy { $0.block.isQuiet(runtime) } && otherwise?.isQuiet(runtime) ?? true
    }

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        var isEmpty = true
        try source { item in
            isEmpty = false
            if let block = try self.block(runtime, item) { try block.run(runtime, with: item, sink) } else { try sink(item) }
        }
        guard isEmpty, clauses.allSatisfy({ $0.condition.isRuntimeSafe(runtime) }) else { return }
        try block(runtime, nil)?.runOnce(runtime, sink)
    }

    private func block(_ runtime: StormRuntime, _ input: NodePath?) throws -> StormBlock? {
        for (condition, block) in clauses where try condition.value(runtime, input).toBool() { return block }
        return otherwise
    }
}

/// `switch`.
struct SwitchOperator: Operator {
    private let value: any StormExpression
    private let blocks: [String: StormBlock]
    private let otherwise: StormBlock?

    init(_ value: any StormExpression, _ blocks: [String: StormBlock], otherwise: StormBlock?) {
        self.value = value
        self.blocks = blocks
        self.otherwise = otherwise
    }

    func isQuiet(_ runtime: StormRuntime) -> Bool {
        blocks.values.allSatisfy { $0.isQuiet(runtime) } && otherwise?.isQuiet(runtime) ?? true
    }

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        var isEmpty = true
        try source { item in
            isEmpty = false
            if let block = try self.block(runtime, item) { try block.run(runtime, with: item, sink) } else { try sink(item) }
        }
        guard isEmpty, value.isRuntimeSafe(runtime) else { return }
        try block(runtime, nil)?.runOnce(runtime, sink)
    }

    private func block(_ runtime: StormRuntime, _ input: NodePath?) throws -> StormBlock? {
        blocks[try value.value(runtime, input).toText(runtime)] ?? otherwise
    }
}
