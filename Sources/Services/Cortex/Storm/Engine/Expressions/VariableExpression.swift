import Kernel

/// `$name`.
struct VariableExpression: StormExpression {
    let name: VariableName
    let dependence: NodeDependence

    init(_ name: VariableName) {
        self.name = name
        dependence = NodeDependence(onVariables: [name])
    }

    func value(_ runtime: StormRuntime, _ input: NodePath?) throws -> StormValue {
        if let value = runtime.variable(name, input) { return value }
        let words = runtime.isRuntimeSafe(name) ? "Runtsafe variable used before assignment" : "Missing variable"
        throw Fault(
            .noSuchVariable, "\(words): \(name.text)", fields: ["name": .string(name.text)], advice: "Set it before it is used")
    }
}
