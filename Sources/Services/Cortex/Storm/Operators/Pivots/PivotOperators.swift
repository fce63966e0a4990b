import Graph
import Kernel
import Model

/// `-> *`, `<- *`, and with edges `--> *`, `<-- *`.
struct AnywherePivot: Operator {
    let direction: EdgeDirection
    /// Whether edges are gone along too.
    let walksEdges: Bool
    let isJoin: Bool

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        let plans = PivotPlans()
        let run = LiftRun(runtime)
        try source { item in
            try runtime.check()
            if isJoin { try sink(item) }
            let form = item.node.form
            let plan = try plans.plan(form) {
                direction == .out ? try .outward(from: form, runtime.model) : try .inward(to: form, runtime.model)
            }
            for step in plan.steps {
                try step.follow(item.node, run) { found, link in
                    if case .point = step.kind, found.name == item.node.name { return }
                    try sink(item.forked(to: found, link))
                }
            }
            guard walksEdges else { return }
            try EdgeWalk(runtime, direction).each(item.node, verb: nil) { verb, found in
                try sink(item.forked(to: found, PathLink("edge", name: verb, isReverse: direction == .into)))
            }
        }
    }
}

/// `-> form`, `-> form:prop`, `-> (one, other)`, `-> inet:*`, `-> $form`.
struct TargetPivot: Operator {
    let target: PivotTarget
    let isJoin: Bool

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        let run = LiftRun(runtime)
        var resolver = PivotTarget.Resolver(target)
        var plans: [(target: NameTarget, plans: PivotPlans)] = []
        try source { item in
            try runtime.check()
            if let targets = try resolver.changedTargets(runtime) { plans = targets.map { ($0, PivotPlans()) } }
            if isJoin { try sink(item) }
            try PivotFailure.warning(runtime, item.node.value) {
                let form = item.node.form
                for (target, plans) in plans {
                    let plan = try plans.plan(form) { try .plan(from: form, to: target, runtime.model) }
                    guard plan.isPossible || resolver.isSeveral else { throw noPivot(form, target) }
                    for step in plan.steps {
                        try step.follow(item.node, run) { found, link in
                            try PivotFailure.passing { try sink(item.forked(to: found, link)) }
                        }
                    }
                }
            }
        }
    }

    private func noPivot(_ form: FormDefinition, _ target: NameTarget) -> Fault {
        var name = ""
        if case .form(let destination) = target { name = destination.name }
        return Fault(
            FaultCode("NoSuchPivot"), "No pivot found for \(form.name) -> \(name).",
            fields: ["n1": .string(form.name), "n2": .string(name)], advice: "Name the property that leads there: `-> \(name):...`")
    }
}

/// `:prop -> *`.
struct PropertyPivotAnywhere: Operator {
    let property: PropertyReference
    let isJoin: Bool

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        let run = LiftRun(runtime)
        var hasWarned = false
        func warn(_ text: String) throws {
            if !hasWarned { try runtime.warn(text) }
            hasWarned = true
        }
        try source { item in
            try runtime.check()
            if isJoin { try sink(item) }
            let name = try property.name(runtime, item)
            guard let definition = item.node.form.property(name), let value = try item.node.property(name) else { return }
            let link = PathLink("prop", name: definition.name)
            let take = { (found: Node) throws in try sink(item.forked(to: found, link)) }
            if let element = try definition.type.elementType(in: runtime.model) {
                if element.isReference {
                    for part in value.list ?? [] { if let found = try run.node(named: part) { try take(found) } }
                } else if let form = runtime.model.form(element.name) {
                    for part in value.list ?? [] { try run.each(.form(form), exactly: part, take) }
                } else {
                    try warn("The source property \"\(name)\" array type \"\(element.name)\" is not a form. Cannot pivot.")
                }
            } else if definition.type.isReference {
                if let found = try run.node(named: value) { try take(found) }
            } else if let form = runtime.model.form(definition.type.name) {
                if let found = try runtime.session.node(form, value) { try take(found) }
            } else {
                try warn("The source property \"\(name)\" type \"\(definition.type.name)\" is not a form. Cannot pivot.")
            }
        }
    }
}

/// `:prop -> form:prop`.
struct PropertyPivot: Operator {
    let property: PropertyReference
    let target: PivotTarget
    let isJoin: Bool

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        let run = LiftRun(runtime)
        var resolver = PivotTarget.Resolver(target, isCompared: true)
        var targets: [NameTarget] = []
        var reader: (name: String, reader: PropertyReader)?
        try source { item in
            try runtime.check()
            if let changed = try resolver.changedTargets(runtime) { targets = changed }
            if isJoin { try sink(item) }
            let name = try property.name(runtime, item)
            if reader?.name != name { reader = (name, PropertyReader(name)) }
            guard let (definition, value) = try reader?.reader.read(runtime, item.node) else { return }
            try PivotFailure.warning(runtime, value) {
                for target in targets {
                    try Self.follow(run, definition, value, target) { found, link in
                        try PivotFailure.passing { try sink(item.forked(to: found, link)) }
                    }
                }
            }
        }
    }

    private static func follow(
        _ run: LiftRun, _ source: PropertyDefinition, _ value: ModelValue, _ target: NameTarget, _ body: (Node, PathLink) throws -> Void
    ) throws {
        let link = PathLink("prop", name: source.name)
        func take(_ found: Node) throws { try body(found, link) }
        let model = run.runtime.model
        var destination: FormDefinition?
        if case .form(let form) = target { destination = form }
        let element = try source.type.elementType(in: model)
        if let element, !target.type.isArray {
            for part in value.list ?? [] {
                if element.isReference, destination != nil {
                    if let found = try run.node(named: part, destination) { try take(found) }
                } else if element.sharesValues(with: target.type) {
                    try run.each(target, exactly: part, take)
                } else {
                    try run.each(target, "=", .primitive(part), take)
                }
            }
            return
        }
        if source.type.isReference, let destination {
            guard value.list?.first?.string == destination.name else { return }
            if let found = try run.node(named: value, destination) { return try take(found) }
            return try run.runtime.warn("Missing node corresponding to ndef \(StormValue(stored: value).quoted)")
        }
        if let item = try target.type.elementType(in: model), element == nil {
            if item.sharesValues(with: source.type) { return try run.eachItem(target, exactly: value, take) }
            return try run.eachItem(target, "=", .primitive(value), take)
        }
        if target.type.sharesValues(with: source.type) { return try run.each(target, exactly: value, take) }
        try run.each(target, "=", .primitive(value), take)
    }
}

/// `-> #`, `-> #cno.*`.
struct TagPivot: Operator {
    /// Nil: the tags below which the node has no others.
    let tag: TagExpression?
    let isJoin: Bool

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        let form = try runtime.model.requireForm("syn:tag")
        var matcher: (text: String, pattern: FilePattern)?
        try source { item in
            try runtime.check()
            if isJoin { try sink(item) }
            let names = try item.node.tags().map(\.name)
            for name in tag == nil ? Self.leaves(names) : names {
                if let tag {
                    let text = try tag.pattern(runtime, item)
                    if tag.hasAsterisks {
                        if matcher?.text != text { matcher = (text, FilePattern(text)) }
                        guard matcher?.pattern.matches(name) ?? false else { continue }
                    } else if text != name {
                        continue
                    }
                }
                guard let found = try runtime.session.node(form, .string(name)) else { continue }
                try sink(item.forked(to: found, PathLink("tag", name: name)))
            }
        }
    }

    /// The tags below which there are no others, the longest first.
    static func leaves(_ names: [String]) -> [String] {
        // In the order of names the tags below a tag follow it, though not always directly: a dash sorts before the dot.
        let all = Set(names)
        var inner: Set<String> = []
        for name in names {
            var rest = name[...]
            while let dot = rest.lastIndex(of: ".") {
                rest = rest[..<dot]
                let parent = String(rest)
                if all.contains(parent) { inner.insert(parent) }
            }
        }
        return names.filter { !inner.contains($0) }
            .sorted { one, other in one.utf8.count == other.utf8.count ? one > other : one.utf8.count > other.utf8.count }
    }
}

/// `<- form`: along the nodes that stand for a relation of two others.
struct SourcePivot: Operator {
    let name: NameExpression
    let isJoin: Bool

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        let form = try runtime.model.requireForm(try name.text(runtime, nil))
        let run = LiftRun(runtime)
        let target = form.type.isEdge ? form.property("n2") : nil
        let link = PathLink("prop", name: target == nil ? "n1" : "n2", isReverse: true)
        try source { item in
            try runtime.check()
            if isJoin { try sink(item) }
            if let target {
                return try run.each(.property(target), exactly: item.node.reference) { try sink(item.forked(to: $0, link)) }
            }
            guard item.node.form.type.isEdge else {
                let type = item.node.form.type.name
                throw Fault(
                    .stormRuntime, "Pivot in from a specific form cannot be used with nodes of type \(type)",
                    fields: ["name": .string(type)], advice: "Name the property that leads here: `-> \(form.name):...`")
            }
            guard let start = try item.node.property("n1"), let found = try run.node(named: start, form) else { return }
            try sink(item.forked(to: found, link))
        }
    }
}

/// `-> { query }`: for each node what the query gives, which starts without nodes.
struct RawPivot: Operator {
    let query: StormQuery

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        try source { _ in
            try runtime.check()
            try runtime.subquery(query, sink: sink)
        }
    }
}
