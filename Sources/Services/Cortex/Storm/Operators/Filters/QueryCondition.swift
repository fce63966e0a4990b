import Kernel
import Model

/// `{ query }`, `{ query }>3`: whether a query that starts with the node gives nodes, or how many.
struct QueryCondition: Condition {
    let query: StormBlock
    let comparator: String?
    let count: (any StormExpression)?

    private enum Relation: String {
        case equal = "=", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="

        func holds(_ found: Int64, _ wanted: Int64) -> Bool {
            switch self {
            case .equal: found == wanted
            case .notEqual: found != wanted
            case .less: found < wanted
            case .lessOrEqual: found <= wanted
            case .greater: found > wanted
            case .greaterOrEqual: found >= wanted
            }
        }

        /// How many nodes settle the answer, whatever comes behind them.
        func enough(_ wanted: Int64) -> Int64 {
            switch self {
            case .equal, .notEqual, .lessOrEqual, .greater: wanted == .max ? wanted : wanted + 1
            case .less, .greaterOrEqual: wanted
            }
        }
    }

    func test(_ runtime: StormRuntime) throws -> NodeTest {
        guard let comparator, let count else { return { try found(runtime, $0, enough: 1) > 0 } }
        guard let relation = Relation(rawValue: comparator) else {
            throw Fault(
                .noSuchComparator, "A count of nodes has no cmpr: \"\(comparator)\".", fields: ["cmpr": .string(comparator)],
                advice: "Compare with one of = != < <= > >=")
        }
        return { item in
            let wanted = try Self.count(count.value(runtime, item))
            return relation.holds(try found(runtime, item, enough: relation.enough(wanted)), wanted)
        }
    }

    private static func count(_ value: StormValue) throws -> Int64 {
        do {
            return Int64(try value.toInt())
        } catch let fault as Fault where fault.code == .badCast {
            guard let text = value.string else { throw fault }
            throw Fault(.badCast, "Failed to make an integer from \"\(text)\".", advice: "Compare the count of nodes with a number")
        }
    }

    /// How many nodes the query gives, at most `enough` of them; the variables of the last one go to the node's own path.
    private func found(_ runtime: StormRuntime, _ item: NodePath, enough: Int64) throws -> Int64 {
        let signal = runtime.nextSignal()
        var found: Int64 = 0
        var last: NodePath?
        do {
            try query.run(runtime, with: item) { result in
                found += 1
                last = result
                if found >= enough { throw StormSignal.enough(signal) }
            }
        } catch StormSignal.enough(signal) {
            // The answer is known.
        }
        if let last { item.path.takeVariables(of: last.path) }
        return found
    }
}

extension StormPath {
    /// Sets all variables of another path on this one.
    func takeVariables(of other: StormPath) {
        guard other !== self else { return }
        for (name, value) in other.variables.pairs { variables[name] = value }
    }
}
