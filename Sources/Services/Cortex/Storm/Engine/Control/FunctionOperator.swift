import Kernel
import Model

/// A parameter of a function that a query defines.
struct FunctionParameter: Sendable {
    let name: VariableName
    let defaultValue: (any StormExpression)?
}

/// A function that a query defines.
struct FunctionDefinition: Sendable {
    let name: String
    let parameters: [FunctionParameter]
    let body: StormQuery
}

/// `function name(...) { ... }`: sets the variable once, before any node.
struct FunctionOperator: Operator {
    private let definition: FunctionDefinition

    init(_ definition: FunctionDefinition) { self.definition = definition }

    func isQuiet(_ runtime: StormRuntime) -> Bool { true }

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        var isSet = false
        func setOnce() throws {
            if isSet { return }
            isSet = true
            runtime.set(VariableName(definition.name), .object(try FunctionObject(definition, runtime)))
        }
        try source { item in
            try setOnce()
            try sink(item)
        }
        try setOnce()
    }
}

/// A function that a query defined, with the scope that it was defined in.
final class FunctionObject: StormObject {
    static let type = StormObjectType("function", help: "A function that a query defined.")

    private let definition: FunctionDefinition
    private let runtime: StormRuntime
    private let defaults: [StormValue?]

    init(_ definition: FunctionDefinition, _ runtime: StormRuntime) throws {
        self.definition = definition
        self.runtime = runtime
        defaults = try definition.parameters.map { parameter in
            guard let value = try parameter.defaultValue?.value(runtime, nil) else { return nil }
            guard !value.isMutable else { throw Fault(.stormRuntime, "Mutable default parameter value not allowed") }
            return value
        }
    }

    var isCallable: Bool { true }

    var quoted: String { "<function \(definition.name)>" }

    func call(_ call: Call) throws -> StormValue {
        let arguments = try bind(call)
        let body = definition.body
        let scope = try runtime.scope(for: body, caller: call.runtime)
        for (parameter, value) in zip(definition.parameters, arguments) { scope.variables[parameter.name] = value }
        guard body.hasReturn, !body.hasEmit else { return .object(generator(scope)) }
        do {
            try scope.run(body) { _ in try scope.check() }
            return .null
        } catch StormSignal.return {
            return scope.context.takeReturned()
        } catch {
            throw misplaced(error)
        }
    }

    /// The values that the function emits, or pairs of the nodes that it makes and their paths.
    private func generator(_ scope: StormRuntime) -> StormGenerator {
        let body = definition.body
        return StormGenerator { [self] _, take in
            try withoutActuallyEscaping(take) { take in
                let passing: (StormValue) throws -> Void = { value in
                    do { try take(value) } catch { throw StormPassing(error: error) }
                }
                do {
                    scope.emitter = body.hasEmit ? passing : nil
                    defer { scope.emitter = nil }
                    try scope.run(body) { item in
                        try scope.check()
                        if !body.hasEmit { try passing(.tuple([NodeObject.value(item), PathObject.value(item)])) }
                    }
                } catch let passed as StormPassing {
                    throw passed.error
                } catch StormSignal.stop {
                    return
                } catch StormSignal.return where body.hasEmit {
                    return
                } catch {
                    throw misplaced(error)
                }
            }
        }
    }

    private func misplaced(_ error: any Error) -> any Error {
        switch error {
        case StormSignal.break: fault("Loop control statement \"break\" used outside of a loop.")
        case StormSignal.continue: fault("Loop control statement \"continue\" used outside of a loop.")
        case StormSignal.stop: fault("Generator control statement \"stop\" used outside of a generator function.")
        default: error
        }
    }

    private func fault(_ words: String) -> Fault {
        Fault(.stormRuntime, "function \(definition.name) - \(words)", fields: ["function": .string(definition.name)])
    }

    private func bind(_ call: Call) throws -> [StormValue] {
        let parameters = definition.parameters
        let name = definition.name
        let count = call.arguments.count + call.named.count
        guard count <= parameters.count else {
            throw Fault(.stormRuntime, "\(name)() takes \(parameters.count) arguments but \(count) were provided")
        }
        var bound = call.arguments
        var named = call.named
        for (position, parameter) in parameters.enumerated().dropFirst(bound.count) {
            if let place = named.firstIndex(where: { $0.name == parameter.name.text }) {
                bound.append(named.remove(at: place).value)
            } else if let value = defaults[position] {
                bound.append(value)
            } else {
                throw Fault(.stormRuntime, "\(name)() missing required argument \(parameter.name.text)")
            }
        }
        guard let first = named.first else { return bound }
        if parameters.contains(where: { $0.name.text == first.name }) {
            throw Fault(.stormRuntime, "\(name)() got multiple values for parameter \(first.name)")
        }
        let names = named.map(\.name).joined(separator: ", ")
        throw Fault(.stormRuntime, "\(name)() got unexpected keyword argument\(named.count > 1 ? "s" : ""): \(names)")
    }
}

extension StormValue {
    /// Whether the value can change in place.
    public var isMutable: Bool {
        switch self {
        case .list(let list): !list.isTuple || list.items.contains(where: \.isMutable)
        case .dict: true
        case .object(let object): object.isMutable
        default: false
        }
    }
}
