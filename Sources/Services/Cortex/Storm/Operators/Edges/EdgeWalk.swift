import Graph
import Kernel
import Model

/// Going along the edges of a node.
struct EdgeWalk {
    /// Small at first, for nodes with few edges; see ``LiftRun``.
    private static let batchFirst = 32
    private static let batchMax = 1_024

    let runtime: StormRuntime
    let direction: EdgeDirection

    init(_ runtime: StormRuntime, _ direction: EdgeDirection) {
        self.runtime = runtime
        self.direction = direction
    }

    /// Pushes the node at the other end of each edge, with the verb; nil: of every verb.
    func each(_ node: Node, verb: String?, _ body: (String, Node) throws -> Void) throws {
        guard !node.isRuntime else { return }
        let cursor = try node.edges(direction, verb: verb)
        var size = Self.batchFirst
        while true {
            try runtime.check()
            let edges = try cursor.next(size)
            guard !edges.isEmpty else { return }
            let others = try runtime.session.nodes(edges.map(\.other))
            for (edge, other) in zip(edges, others) {
                if let other { try body(edge.verb, other) }
            }
            size = min(size * 4, Self.batchMax)
        }
    }
}

/// `-(refs)> form`, `<(refs)- form`, perhaps with a comparison of what is there.
struct WalkOperator: Operator {
    let direction: EdgeDirection
    let isJoin: Bool
    let verbs: any StormExpression
    /// Nil: any form.
    let target: NameExpression?
    let comparison: Comparison?

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        let walk = EdgeWalk(runtime, direction)
        var filter: (names: [String], filter: WalkFilter)?
        var links: [String: PathLink] = [:]
        try source { item in
            try runtime.check()
            if isJoin { try sink(item) }
            let verbs = try Self.texts(try self.verbs.primitive(runtime, item))
            if let target {
                let names = try target.texts(runtime, item).names
                if filter?.names != names { filter = (names, try WalkFilter(names, comparison, runtime.model)) }
            } else if comparison != nil {
                throw WalkFilter.noComparison
            }
            for verb in verbs {
                try walk.each(item.node, verb: verb == "*" ? nil : verb) { verb, found in
                    guard try filter?.filter.accepts(found, runtime, item) ?? true else { return }
                    let link = links[verb] ?? PathLink("edge", name: verb, isReverse: direction == .into)
                    links[verb] = link
                    try sink(item.forked(to: found, link))
                }
            }
        }
    }

    private static func texts(_ value: ModelValue) throws -> [String] {
        switch value {
        case .string(let text): return [text]
        case .list(let items):
            return items.map { item in item.string ?? StormValue(item).quoted }
        default:
            throw Fault(
                .stormRuntime, "walk operation expected a string or list.  got: \(StormValue(value).quoted).",
                advice: "Write the verb as text, or several in a list")
        }
    }
}

/// Where a walk may lead: forms, properties that the node must have, and a comparison of either.
struct WalkFilter {
    private var forms: [String: FormDefinition] = [:]
    private var properties: [String: [PropertyDefinition]] = [:]
    private let isAny: Bool
    private var comparison: Comparison?

    static let noComparison = Fault(
        .stormRuntime, "Wild card walk operations do not support comparison.", advice: "Name the form or property that is compared")

    init(_ names: [String], _ comparison: Comparison?, _ model: DataModel) throws {
        isAny = names.contains("*")
        self.comparison = comparison
        guard !isAny else {
            if comparison != nil { throw Self.noComparison }
            return
        }
        for name in names {
            switch model.target(name) {
            case .form(let form)?: forms[form.name] = form
            case .property(let property)?: properties[property.form, default: []].append(property)
            case nil: for form in try model.forms(matching: name) { forms[form.name] = form }
            }
        }
    }

    /// Whether the walk may lead to the node.
    func accepts(_ node: Node, _ runtime: StormRuntime, _ item: NodePath) throws -> Bool {
        if isAny { return true }
        if let form = forms[node.form.name] {
            return try compares(form.type, node.value, runtime, item)
        }
        for property in (properties[node.form.name] ?? []) + (properties[""] ?? []) {
            if let value = try node.property(property.name), try compares(property.type, value, runtime, item) { return true }
        }
        return false
    }

    private func compares(_ type: TypeDefinition, _ value: ModelValue, _ runtime: StormRuntime, _ item: NodePath) throws -> Bool {
        guard let comparison else { return true }
        let wanted = try comparison.value(runtime, item).value(for: type)
        return try type.requirePredicate(comparison.comparator, wanted, in: runtime.model)(value)
    }
}
