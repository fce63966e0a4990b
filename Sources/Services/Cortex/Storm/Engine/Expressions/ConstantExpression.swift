import Model

/// A value that is written in the query.
struct ConstantExpression: StormExpression {
    let constant: ModelValue?
    private let fixed: ModelValue

    init(_ value: ModelValue) {
        constant = value
        fixed = value
    }

    var dependence: NodeDependence { .none }

    func value(_ runtime: StormRuntime, _ input: NodePath?) -> StormValue { StormValue(fixed) }
}
