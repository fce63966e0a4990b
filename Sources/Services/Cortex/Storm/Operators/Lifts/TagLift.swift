import Graph
import Kernel
import Model

/// `#cno.infra`, with a comparison of its times, perhaps of some forms only: `inet:ipv4#cno`.
struct TagLift: Lifting {
    /// Nil: of every form.
    let form: NameExpression?
    let tag: TagExpression
    let comparison: Comparison?

    var dependence: NodeDependence {
        .union([form?.dependence ?? .none, tag.dependence, comparison?.dependence ?? .none])
    }

    func lift(_ run: LiftRun, _ input: NodePath?, _ body: (Node) throws -> Void) throws {
        for source in try sources(run.runtime, input) { try run.each(source, body) }
    }

    func count(_ run: LiftRun) throws -> Int? {
        guard comparison == nil else { return nil }
        return try sources(run.runtime, nil).reduce(0) { count, source in try count + run.runtime.session.lift(Lift(source)).count() }
    }

    private func sources(_ runtime: StormRuntime, _ input: NodePath?) throws -> [Lift.Source] {
        let forms = try form.map { try runtime.model.forms(matching: try $0.text(runtime, input)) }
        let name = try tag.tag(runtime, input)
        guard let comparison else { return forms?.map { .tag(name, form: $0) } ?? [.tag(name, form: nil)] }
        let plan = try Self.plan(comparison, runtime, input)
        return forms?.map { .tagBy(name, form: $0, plan) } ?? [.tagBy(name, form: nil, plan)]
    }

    static func plan(_ comparison: Comparison, _ runtime: StormRuntime, _ input: NodePath?) throws -> LiftPlan {
        let interval = try runtime.model.requireType("ival")
        return try interval.lift(comparison.comparator, comparison.value(runtime, input).value(for: interval), in: runtime.model)
    }
}

/// `##cno`: nodes with the tag, and with every tag whose own node has it, and so on.
struct TaggedTagLift: Lifting {
    let tag: TagExpression
    let comparison: Comparison?

    var dependence: NodeDependence { .union([tag.dependence, comparison?.dependence ?? .none]) }

    func lift(_ run: LiftRun, _ input: NodePath?, _ body: (Node) throws -> Void) throws {
        let runtime = run.runtime
        let name = try tag.tag(runtime, input)
        guard try runtime.session.node(runtime.model.requireForm("syn:tag"), .string(name)) != nil else { return }
        var done: Set<String> = [name]
        var todo: [Lift.Source] = [.tag(name, form: nil)]
        if let comparison { todo = [.tagBy(name, form: nil, try TagLift.plan(comparison, runtime, input))] }
        var next = 0
        while next < todo.count {
            let source = todo[next]
            next += 1
            try run.each(source) { node in
                guard node.form.name == "syn:tag", let tag = node.value.string else { return try body(node) }
                if done.insert(tag).inserted { todo.append(.tag(tag, form: nil)) }
            }
        }
    }
}

/// `#cno:risk`, perhaps compared, perhaps of some forms only.
struct TagPropertyLift: Lifting {
    let form: NameExpression?
    let property: TagPropertyExpression
    let comparison: Comparison?

    var dependence: NodeDependence {
        .union([form?.dependence ?? .none, property.dependence, comparison?.dependence ?? .none])
    }

    func lift(_ run: LiftRun, _ input: NodePath?, _ body: (Node) throws -> Void) throws {
        let runtime = run.runtime
        let forms = try form.map { try runtime.model.forms(matching: try $0.text(runtime, input)) }
        let tag = try property.tag.tag(runtime, input)
        let name = try property.name(runtime, input)
        guard let definition = runtime.model.tagProperty(name) else {
            throw Fault(
                .noSuchTagProperty, "No tag property named \(name)", fields: ["name": .string(name)],
                advice: "`syn:tagprop` lists the tag properties")
        }
        let plan = try comparison.map { comparison in
            let value = try comparison.value(runtime, input).value(for: definition.type)
            return try definition.type.lift(comparison.comparator, value, in: runtime.model)
        }
        guard let forms else { return try run.each(.tagProperty(tag: tag, name: name, form: nil, plan), body) }
        let sources = forms.map { Lift.Source.tagProperty(tag: tag, name: name, form: $0, plan) }
        if sources.count == 1 { return try run.each(sources[0], body) }
        let key: (Node) throws -> [UInt8] = { node in
            try node.tagProperty(tag: tag, name: name).map { definition.type.index($0, in: runtime.model) } ?? []
        }
        try run.merged(sources, key: key, body)
    }
}
