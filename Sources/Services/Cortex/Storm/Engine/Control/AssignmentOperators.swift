import Kernel

/// `$name = value`.
struct SetVariableOperator: Operator {
    private let name: VariableName
    private let expression: any StormExpression

    init(_ name: VariableName, _ expression: any StormExpression) {
        self.name = name
        self.expression = expression
    }

    func isQuiet(_ runtime: StormRuntime) -> Bool { true }

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        var isEmpty = true
        try source { item in
            isEmpty = false
            try self.set(runtime, item)
            try sink(item)
        }
        if isEmpty, expression.isRuntimeSafe(runtime) { try set(runtime, nil) }
    }

    private func set(_ runtime: StormRuntime, _ input: NodePath?) throws {
        let value = try expression.value(runtime, input)
        runtime.set(name, value.isUndefined ? nil : value, input)
    }
}

/// `($a, $b) = value`.
struct SetVariablesOperator: Operator {
    private static let quotedMax = 256

    private let names: [VariableName]
    private let expression: any StormExpression

    init(_ names: [VariableName], _ expression: any StormExpression) {
        self.names = names
        self.expression = expression
    }

    func isQuiet(_ runtime: StormRuntime) -> Bool { true }

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        var isEmpty = true
        try source { item in
            isEmpty = false
            try self.set(runtime, item)
            try sink(item)
        }
        if isEmpty, expression.isRuntimeSafe(runtime) { try set(runtime, nil) }
    }

    private func set(_ runtime: StormRuntime, _ input: NodePath?) throws {
        let items = try expression.value(runtime, input).items(runtime)
        guard items.count >= names.count else {
            let text = StormValue.list(items).quoted.trimmed(to: Self.quotedMax)
            throw Fault(.variableList, "Attempting to assign more items than we have variables to assign to: \(text)")
        }
        for (name, value) in zip(names, items) { runtime.set(name, value, input) }
    }
}

/// `$x.name = value`.
struct SetItemOperator: Operator {
    private let base: any StormExpression
    private let name: any StormExpression
    private let expression: any StormExpression
    private let dependence: NodeDependence

    init(_ base: any StormExpression, _ name: any StormExpression, _ expression: any StormExpression) {
        self.base = base
        self.name = name
        self.expression = expression
        dependence = .union([base.dependence, name.dependence, expression.dependence])
    }

    func isQuiet(_ runtime: StormRuntime) -> Bool { true }

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        var isEmpty = true
        try source { item in
            isEmpty = false
            try self.set(runtime, item)
            try sink(item)
        }
        if isEmpty, dependence.isRuntimeSafe(runtime) { try set(runtime, nil) }
    }

    private func set(_ runtime: StormRuntime, _ input: NodePath?) throws {
        let base = try base.value(runtime, input)
        if case .object(let object) = base, !object.isChangeReadOnlySafe { try runtime.requireWritable() }
        let name = try name.value(runtime, input)
        try base.setItem(name, try expression.value(runtime, input), runtime)
    }
}

/// A variable expression that is run for what it does.
struct EvaluateOperator: Operator {
    private let expression: any StormExpression

    init(_ expression: any StormExpression) { self.expression = expression }

    func isQuiet(_ runtime: StormRuntime) -> Bool { true }

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        var isEmpty = true
        try source { item in
            isEmpty = false
            _ = try self.expression.value(runtime, item)
            try sink(item)
        }
        guard isEmpty, expression.isRuntimeSafe(runtime) else { return }
        // A generator that is not taken by anything is run all the same.
        if case .object(let object) = try expression.value(runtime, nil), let generator = object as? StormGenerator {
            _ = try generator.iterate(runtime) { _ in try runtime.check() }
        }
    }
}
