import Kernel

/// `for`.
struct ForOperator: Operator {
    private static let quotedMax = 256

    private let names: [VariableName]
    private let items: any StormExpression
    private let body: StormBlock
    /// Whether each item is a list for the names.
    private let unpacks: Bool

    init(_ names: [VariableName], _ items: any StormExpression, _ body: StormBlock, unpacks: Bool) {
        self.names = names
        self.items = items
        self.body = body
        self.unpacks = unpacks
    }

    func isQuiet(_ runtime: StormRuntime) -> Bool { body.isQuiet(runtime) }

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        var isEmpty = true
        let passing = runtime.passing(sink)
        try source { item in
            isEmpty = false
            try self.loop(runtime, item, sink, passing)
        }
        if isEmpty, items.isRuntimeSafe(runtime) { try loop(runtime, nil, sink, passing) }
    }

    private func loop(_ runtime: StormRuntime, _ input: NodePath?, _ sink: @escaping Sink, _ passing: @escaping Sink) throws {
        let value = try items.value(runtime, input)
        if value.isNull { return }
        let enough = runtime.nextSignal()
        do {
            try value.forEach(runtime) { item in
                try runtime.check()
                try set(item, runtime, input)
                // The same node goes on from every turn, so each turn has a path of its own.
                let goesOn = try LoopBody.run(body, runtime, input?.cloned(), sink, passing)
                if !goesOn { throw StormSignal.enough(enough) }
            }
        } catch StormSignal.enough(enough) {
            return
        }
    }

    private func set(_ item: StormValue, _ runtime: StormRuntime, _ input: NodePath?) throws {
        guard unpacks else { return runtime.set(names[0], item, input) }
        let values = try item.items(runtime)
        guard values.count == names.count else {
            throw Fault(
                .variableList,
                "Number of items to unpack does not match the number of variables: \(item.quoted.trimmed(to: Self.quotedMax))")
        }
        for (name, value) in zip(names, values) { runtime.set(name, value, input) }
    }
}

/// `while`.
struct WhileOperator: Operator {
    private let condition: any StormExpression
    private let body: StormBlock

    init(_ condition: any StormExpression, _ body: StormBlock) {
        self.condition = condition
        self.body = body
    }

    func isQuiet(_ runtime: StormRuntime) -> Bool { body.isQuiet(runtime) }

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        var isEmpty = true
        let passing = runtime.passing(sink)
        try source { item in
            isEmpty = false
            try self.loop(runtime, item, sink, passing)
        }
        if isEmpty, condition.isRuntimeSafe(runtime) { try loop(runtime, nil, sink, passing) }
    }

    private func loop(_ runtime: StormRuntime, _ input: NodePath?, _ sink: @escaping Sink, _ passing: @escaping Sink) throws {
        while try condition.value(runtime, input).toBool() {
            try runtime.check()
            guard try LoopBody.run(body, runtime, input, sink, passing) else { return }
        }
    }
}

/// One turn of a loop.
enum LoopBody {
    /// Runs the body; false when it said `break`. Signals of what stands after the loop pass through.
    static func run(
        _ body: StormBlock, _ runtime: StormRuntime, _ input: NodePath?, _ sink: @escaping Sink, _ passing: @escaping Sink
    ) throws -> Bool {
        do {
            if let input { try body.run(runtime, with: input, passing) } else { try body.runOnce(runtime, passing) }
            return true
        } catch let passed as StormPassing {
            throw passed.error
        } catch StormSignal.break {
            if let item = runtime.context.takeLeaving() { try sink(item) }
            return false
        } catch StormSignal.continue {
            if let item = runtime.context.takeLeaving() { try sink(item) }
            return true
        }
    }
}

/// `break` and `continue`.
struct LeaveOperator: Operator {
    enum Kind { case `break`, `continue` }

    private let kind: Kind

    init(_ kind: Kind) { self.kind = kind }

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        let signal: StormSignal = kind == .break ? .break : .continue
        runtime.context.leaving = nil
        try source { item in
            runtime.context.leaving = item
            throw signal
        }
        throw signal
    }
}

/// `stop`.
struct StopOperator: Operator {
    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        try source { _ in throw StormSignal.stop }
        throw StormSignal.stop
    }
}

/// `return(...)`.
struct ReturnOperator: Operator {
    private let expression: (any StormExpression)?

    init(_ expression: (any StormExpression)?) { self.expression = expression }

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        try source { item in try self.leave(runtime, item) }
        if expression?.isRuntimeSafe(runtime) ?? true { try leave(runtime, nil) }
    }

    private func leave(_ runtime: StormRuntime, _ input: NodePath?) throws {
        let value = try expression?.value(runtime, input) ?? .null
        runtime.context.returned = value
        throw StormSignal.return
    }
}

/// `emit value`.
struct EmitOperator: Operator {
    private let expression: any StormExpression

    init(_ expression: any StormExpression) { self.expression = expression }

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        var isEmpty = true
        try source { item in
            isEmpty = false
            try runtime.emitValue(try self.expression.value(runtime, item))
            try sink(item)
        }
        if isEmpty, expression.isRuntimeSafe(runtime) { try runtime.emitValue(try expression.value(runtime, nil)) }
    }
}
