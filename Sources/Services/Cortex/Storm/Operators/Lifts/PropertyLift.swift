import Graph
import Kernel
import Model

/// `inet:ipv4`, `inet:ipv4:asn`, `.seen`, `inet:*`, and the names of interfaces.
struct PropertyLift: Lifting {
    let name: NameExpression
    /// What the filters behind it ask for, in their order: with the first of them an index can do most of their work.
    let hints: [LiftHint]

    var dependence: NodeDependence { name.dependence }

    func lift(_ run: LiftRun, _ input: NodePath?, _ body: (Node) throws -> Void) throws {
        let targets = try run.runtime.model.targets(try name.text(run.runtime, input))
        if targets.count > 1, case .property = targets[0] { return try run.eachMerged(targets, LiftRun.source, body) }
        for target in targets {
            guard case .form(let form) = target, let hint = try hint(run, form, input) else {
                try run.each(target, body)
                continue
            }
            switch hint {
            case .nothing: continue
            case .source(let source): try run.each(source, body)
            case .runtime(let test, let property):
                try RuntimeNodes(run.runtime).each(.property(property), test, isReversed: run.isReversed, body)
            }
        }
    }

    func count(_ run: LiftRun) throws -> Int? {
        guard hints.isEmpty else { return nil }
        var count = 0
        for target in try run.runtime.model.targets(try name.text(run.runtime, nil)) {
            guard !target.isRuntime(in: run.runtime.model) else { return nil }
            count += try run.runtime.session.lift(Lift(LiftRun.source(target))).count()
        }
        return count
    }

    private enum Hinted {
        case nothing
        case source(Lift.Source)
        case runtime(ValuePredicate?, PropertyDefinition)
    }

    /// A narrower lift that gives all nodes of the form that the filters can let through; nil where there is none.
    private func hint(_ run: LiftRun, _ form: FormDefinition, _ input: NodePath?) throws -> Hinted? {
        let runtime = run.runtime
        for hint in hints {
            switch hint {
            case .tag(let tag):
                guard tag.dependence.isRuntimeSafe(runtime), !tag.hasAsterisks, let name = try? tag.pattern(runtime, input),
                    !name.isEmpty, !name.contains("*")
                else { continue }
                return .source(.tag(name, form: form))
            case .property(let reference, let comparison):
                guard let name = try? reference.name(runtime, input) else { continue }
                let parts = name.split(separator: "::", maxSplits: 1).map(String.init)
                guard let property = form.property(parts.first ?? name) else { return .nothing }
                let plan = parts.count == 1 ? comparison.flatMap { self.plan($0, property, runtime, input) } : nil
                if form.isRuntime { return .runtime(nil, property) }
                return .source(plan.map { .propertyBy(property, $0) } ?? .property(property))
            }
        }
        return nil
    }

    /// Where the index has what a comparison asks for; nil where it cannot say, and the filter has to.
    private func plan(_ comparison: Comparison, _ property: PropertyDefinition, _ runtime: StormRuntime, _ input: NodePath?) -> LiftPlan? {
        guard let value = try? comparison.value(runtime, input).value(for: property.type), !value.isNull else { return nil }
        if case .dict = value { return nil }
        return try? property.type.lift(comparison.comparator, value, in: runtime.model)
    }
}

/// A lift by a comparison with the whole value: `inet:asn>64500`.
struct ComparedLift: Lifting {
    let name: NameExpression
    let comparison: Comparison

    var dependence: NodeDependence { .union([name.dependence, comparison.dependence]) }

    func lift(_ run: LiftRun, _ input: NodePath?, _ body: (Node) throws -> Void) throws {
        let value = try comparison.value(run.runtime, input)
        let (targets, pivots) = try EmbeddedName(try name.text(run.runtime, input)).resolve(run.runtime.model)
        if !pivots.isEmpty { return try EmbeddedName.each(run, targets, pivots, comparison.comparator, value, byItem: false, body) }
        if targets.count > 1 { return try run.eachMerged(targets, comparison.comparator, value, body) }
        for target in targets { try run.each(target, comparison.comparator, value, body) }
    }
}

/// A lift by a comparison with each item of an array: `ou:org:names*[=kestrel]`.
struct ArrayLift: Lifting {
    let name: NameExpression
    let comparison: Comparison

    var dependence: NodeDependence { .union([name.dependence, comparison.dependence]) }

    func lift(_ run: LiftRun, _ input: NodePath?, _ body: (Node) throws -> Void) throws {
        let value = try comparison.value(run.runtime, input)
        let (targets, pivots) = try EmbeddedName(try name.text(run.runtime, input)).resolve(run.runtime.model)
        if !pivots.isEmpty { return try EmbeddedName.each(run, targets, pivots, comparison.comparator, value, byItem: true, body) }
        if targets.count > 1 { return try run.eachItemMerged(targets, comparison.comparator, value, body) }
        for target in targets { try run.eachItem(target, comparison.comparator, value, body) }
    }
}

/// A name with `::`: a property, then properties of the nodes that it leads to.
struct EmbeddedName {
    private let parts: [String]

    init(_ text: String) { parts = text.split(separator: "::", omittingEmptySubsequences: false).map(String.init) }

    /// The property that the lift gives nodes of, and the properties further on. Throws `NoSuchProp`.
    func resolve(_ model: DataModel) throws(Fault) -> (targets: [NameTarget], pivots: [PropertyDefinition]) {
        let targets = try model.comparedTargets(parts[0])
        guard parts.count > 1, var type = targets.first?.type.name else { return (targets, []) }
        var pivots: [PropertyDefinition] = []
        for part in parts.dropFirst() {
            let property = try model.requireProperty("\(type):\(part)")
            pivots.append(property)
            type = property.type.name
        }
        return (targets, pivots)
    }

    /// Goes back from the nodes whose last of `pivots`, or an item of it, compares so, to those that lead to them.
    static func each(
        _ run: LiftRun, _ targets: [NameTarget], _ pivots: [PropertyDefinition], _ comparator: String, _ value: ComparedValue,
        byItem: Bool, _ body: (Node) throws -> Void
    ) throws {
        func back(_ node: Node, _ rest: ArraySlice<PropertyDefinition>) throws {
            guard let property = rest.last else {
                for target in targets { try run.each(target, exactly: node.value, body) }
                return
            }
            try run.each(.property(property), exactly: node.value) { try back($0, rest.dropLast()) }
        }
        guard let last = pivots.last else { return }
        if byItem {
            try run.eachItem(.property(last), comparator, value) { try back($0, pivots.dropLast()) }
        } else {
            try run.each(.property(last), comparator, value) { try back($0, pivots.dropLast()) }
        }
    }
}
