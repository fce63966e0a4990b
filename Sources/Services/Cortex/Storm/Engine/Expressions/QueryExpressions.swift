import Kernel
import Model

/// `{ ... }` as a value: what it returns, or the value of the one node that it gives.
struct SubqueryExpression: StormExpression {
    /// How many nodes a sub-query may give where an array is wanted: as the reference.
    private static let arrayMax = 128
    private static let quotedMax = 256

    private let query: StormQuery

    init(_ query: StormQuery) { self.query = query }

    // The reference takes it for independent of nodes whatever is in it.
    var dependence: NodeDependence { .none }

    func value(_ runtime: StormRuntime, _ input: NodePath?) throws -> StormValue {
        switch try run(runtime, countMax: 1) {
        case .returned(let value): value
        case .nodes(let values): values.first ?? .null
        }
    }

    func arrayValue(_ runtime: StormRuntime, _ input: NodePath?) throws -> StormValue {
        switch try run(runtime, countMax: Self.arrayMax) {
        case .returned(let value): value
        case .nodes(let values): .list(StormList(values))
        }
    }

    private enum Result {
        case returned(StormValue)
        case nodes([StormValue])
    }

    private func run(_ runtime: StormRuntime, countMax: Int) throws -> Result {
        var values: [StormValue] = []
        do {
            try runtime.subquery(query) { item in
                values.append(StormValue(stored: item.node.value))
                if values.count > countMax {
                    let text = TextMethods.strip(query.text, nil, left: true, right: true).trimmed(to: Self.quotedMax)
                    throw Fault(
                        .badTypeValue, "Subquery used as a value yielded too many (>\(countMax)) nodes. \(text)",
                        fields: ["text": .string(query.text)], advice: "Limit the sub-query, or go through its nodes with `for` and `${ }`")
                }
            }
        } catch StormSignal.return {
            return .returned(runtime.context.takeReturned())
        }
        return .nodes(values)
    }
}

/// `${ ... }`: a query that is run later, with the variables as they are now.
struct EmbedQueryExpression: StormExpression {
    private let text: String

    init(_ text: String) { self.text = text }

    var dependence: NodeDependence { .none }

    func value(_ runtime: StormRuntime, _ input: NodePath?) throws -> StormValue {
        var variables: [String: StormValue] = [:]
        for (name, value) in runtime.allVariables { variables[name] = value }
        for (name, value) in input?.path.allVariables ?? [] { variables[name] = value }
        return .object(QueryObject(text, variables: variables, runtime))
    }
}

extension String {
    /// At most `count` characters, with dots for what is cut.
    func trimmed(to count: Int) -> String {
        guard unicodeScalars.count > count else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.prefix(count - 3))) + "..."
    }
}
