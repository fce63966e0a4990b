import Kernel
import Model

/// Where a pivot leads: a name, a list of names, or a variable that holds one or the other.
struct PivotTarget: Sendable {
    private let names: [NameExpression]
    private let isList: Bool

    /// From a name, a value, or a `targetList`.
    init(_ node: StormNode, _ compiler: Compiler) throws {
        isList = node.kind == .targetList
        names = isList ? try node.children.map { try NameExpression($0, compiler) } : [try NameExpression(node, compiler)]
    }

    var dependence: NodeDependence { .union(names.map(\.dependence)) }

    private var isConstant: Bool { names.allSatisfy { $0.constant != nil } }

    /// Looks a target up for a run, and again when a variable of it changes.
    struct Resolver {
        private let target: PivotTarget
        /// Whether values of a property are looked for, which prefixes and interfaces cannot have.
        private let isCompared: Bool
        private var texts: [String]?
        /// Whether the pivot leads to several places, so that none of them must be possible.
        private(set) var isSeveral = false

        init(_ target: PivotTarget, isCompared: Bool = false) {
            self.target = target
            self.isCompared = isCompared
        }

        /// The places, when this is the first time or they are others than the last time. Throws `NoSuchProp`, `NoSuchForm`.
        mutating func changedTargets(_ runtime: StormRuntime) throws -> [NameTarget]? {
            if texts != nil, target.isConstant { return nil }
            var found: [String] = []
            var isSeveral = target.isList
            for name in target.names {
                let texts = try name.texts(runtime, nil)
                if texts.isList { isSeveral = true }
                found += texts.names
            }
            guard found != texts else { return nil }
            var targets: [NameTarget] = []
            for name in found {
                let some = isCompared ? try runtime.model.comparedTargets(name) : try runtime.model.targets(name)
                if some.count > 1 || runtime.model.target(name) == nil { isSeveral = true }
                targets += some
            }
            texts = found
            self.isSeveral = isSeveral
            return targets
        }
    }
}

/// Values that do not fit the type at the other end of a pivot: a warning, not the end of the query.
enum PivotFailure {
    /// Runs `body`; a value that fits no type becomes a warning. What goes wrong behind the pivot must come through ``passing(_:)``.
    static func warning(_ runtime: StormRuntime, _ value: ModelValue, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let fault as Fault where fault.code == .badTypeValue || fault.code == .badLiftValue {
            let quoted = StormValue(stored: value).quoted
            try runtime.warn("\(fault.code) [\(quoted)] during pivot: \(fault.message)")
        } catch let passing as StormPassing {
            throw passing.error
        }
    }

    static func passing(_ body: () throws -> Void) throws {
        do { try body() } catch { throw StormPassing(error: error) }
    }
}
