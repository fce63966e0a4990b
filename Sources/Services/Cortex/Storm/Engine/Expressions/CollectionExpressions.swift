import Kernel
import Model

/// `(a, $b)` and `[1, 2]`.
struct ListExpression: StormExpression {
    private let items: [any StormExpression]
    let dependence: NodeDependence

    init(_ items: [any StormExpression]) {
        self.items = items
        dependence = .union(items.map(\.dependence))
    }

    func value(_ runtime: StormRuntime, _ input: NodePath?) throws -> StormValue {
        var values: [StormValue] = []
        values.reserveCapacity(items.count)
        for item in items { values.append(try item.value(runtime, input)) }
        return .list(StormList(values))
    }
}

/// `{"a": 1}`.
struct DictionaryExpression: StormExpression {
    private let pairs: [(any StormExpression, any StormExpression)]
    let dependence: NodeDependence

    init(_ pairs: [(any StormExpression, any StormExpression)]) {
        self.pairs = pairs
        dependence = .union(pairs.flatMap { [$0.0.dependence, $0.1.dependence] })
    }

    func value(_ runtime: StormRuntime, _ input: NodePath?) throws -> StormValue {
        let dict = StormDict()
        for (key, value) in pairs {
            let key = try key.value(runtime, input)
            guard let name = StormKey(key) else {
                throw Fault(.badArgument, "Mutable values are not allowed as dictionary keys", fields: ["name": .string(key.quoted)])
            }
            dict[name] = try value.value(runtime, input)
        }
        return .dict(dict)
    }
}

/// Text in backquotes.
struct FormatExpression: StormExpression {
    private let parts: [any StormExpression]
    let dependence: NodeDependence

    init(_ parts: [any StormExpression]) {
        self.parts = parts
        dependence = .union(parts.map(\.dependence))
    }

    var constant: ModelValue? {
        parts.isEmpty
            ? .string("")
            : parts.count == 1 ? parts[0].constant.flatMap { $0.string.map(ModelValue.string) } : nil
    }

    func value(_ runtime: StormRuntime, _ input: NodePath?) throws -> StormValue {
        var out = ""
        for part in parts {
            out += try part.value(runtime, input).text(runtime)
            try runtime.requireLength(out.utf8.count)
        }
        return .string(out)
    }
}

/// A number with a decimal point.
struct DecimalExpression: StormExpression {
    private let number: StormDecimal

    init(_ number: StormDecimal) { self.number = number }

    var dependence: NodeDependence { .none }

    func value(_ runtime: StormRuntime, _ input: NodePath?) -> StormValue { .object(DecimalObject(number)) }
}
