import Graph
import Kernel
import Model
import Storm

extension CommandDeclaration {
    /// `graph`
    static let graph = CommandDeclaration(
        "graph", help: "Let the nodes through, and those around them, step by step.",
        arguments: [
            .option("--degrees", .int, default: 1, help: "How many steps."),
            CommandArgument(
                names: ["--pivot"], action: .append, defaultValue: [], help: "A query that leads from each node to further ones."),
            CommandArgument(
                names: ["--filter"], action: .append, defaultValue: [], help: "A query; what it gives nothing for is left out."),
            .flag("--no-edges", destination: "no_edges", help: "Do not follow light edges."),
            CommandArgument(
                names: ["--form-pivot"], action: .append, count: .exactly(2), defaultValue: [], destination: "form_pivot",
                help: "A form, and the query for its nodes."),
            CommandArgument(
                names: ["--form-filter"], action: .append, count: .exactly(2), defaultValue: [], destination: "form_filter",
                help: "A form, and the filter for its nodes."),
            .flag("--refs", help: "Follow the properties that name other nodes."),
            .flag(
                "--yield-filtered", destination: "yieldfiltered",
                help: "Let nodes through that a filter stops, without going on from them."),
            CommandArgument(
                names: ["--no-filter-input"], action: .setFalse, defaultValue: true, destination: "filterinput",
                help: "Do not filter the nodes that come in."),
        ],
        examples: [StormExample("[ inet:asn=1 ] | graph | count", prints: ["Counted 1 nodes."])]
    ) { run in
        let options = try run.options()
        let rules = try SubgraphRules(options, run.runtime)
        var walk = SubgraphWalk(rules, run.runtime)
        try run.source { item in try walk.add(item, run.output) }
    }
}

/// What belongs to the surroundings of a node.
struct SubgraphRules {
    var degrees = 1
    var followsEdges = true
    var followsReferences = false
    var yieldsFiltered = false
    var filtersInput = true
    var pivots: [StormQuery] = []
    var filters: [StormQuery] = []
    var formPivots: [String: [StormQuery]] = [:]
    var formFilters: [String: [StormQuery]] = [:]

    /// Surroundings grow fast; nobody looks at more steps.
    private static let degreesMax = 64

    init(_ options: CommandOptions, _ runtime: StormRuntime) throws {
        degrees = try Swift.min(Self.degreesMax, options.int("degrees"))
        followsEdges = !options.flag("no_edges")
        followsReferences = options.flag("refs")
        yieldsFiltered = options.flag("yieldfiltered")
        filtersInput = options.flag("filterinput")
        func query(_ value: StormValue) throws -> StormQuery {
            var text = try value.toText(runtime)
            // A query in braces may come as text with its braces.
            if text.hasPrefix("{"), text.hasSuffix("}") { text = String(text.dropFirst().dropLast()) }
            return try runtime.query(text)
        }
        pivots = try options["pivot"].items(runtime).map(query)
        filters = try options["filter"].items(runtime).map(query)
        for (name, keep) in [("form_pivot", \SubgraphRules.formPivots), ("form_filter", \SubgraphRules.formFilters)] {
            for pair in try options[name].items(runtime) {
                let parts = try pair.items(runtime)
                guard parts.count == 2 else { continue }
                self[keyPath: keep][try parts[0].toText(runtime), default: []].append(try query(parts[1]))
            }
        }
    }
}

/// Walks out from nodes, each node once.
private struct SubgraphWalk {
    private let rules: SubgraphRules
    private let runtime: StormRuntime
    private var seen: Set<NodeName> = []

    init(_ rules: SubgraphRules, _ runtime: StormRuntime) {
        self.rules = rules
        self.runtime = runtime
    }

    mutating func add(_ item: NodePath, _ sink: Sink) throws {
        var frontier = [item]
        for distance in 0...Swift.max(0, rules.degrees) {
            var next: [NodePath] = []
            for item in frontier where !seen.contains(item.node.name) {
                try runtime.check()
                let isStopped = (distance > 0 || rules.filtersInput) ? try isFiltered(item) : false
                if isStopped, !rules.yieldsFiltered { continue }
                seen.insert(item.node.name)
                try sink(item)
                if !isStopped, distance < rules.degrees { next += try neighbours(item) }
            }
            frontier = next
        }
    }

    private func isFiltered(_ item: NodePath) throws -> Bool {
        for query in rules.filters + (rules.formFilters[item.node.form.name] ?? []) {
            var isKept = false
            try runtime.stoppable { enough in
                try runtime.subquery(query, input: { sink in try sink(item.cloned()) }) { _ in
                    isKept = true
                    throw enough()
                }
            }
            // A filter names what is to be left out.
            if isKept { return true }
        }
        return false
    }

    private func neighbours(_ item: NodePath) throws -> [NodePath] {
        var found: [NodePath] = []
        for query in rules.pivots + (rules.formPivots[item.node.form.name] ?? []) {
            try runtime.subquery(query, input: { sink in try sink(item.cloned()) }) { found.append($0) }
        }
        if rules.followsReferences {
            for (name, value) in try item.node.properties() {
                guard let property = item.node.form.property(name), let form = runtime.model.form(property.type.name),
                    let node = try runtime.session.node(form, value)
                else { continue }
                found.append(item.forked(to: node, PathLink("prop", name: name)))
            }
        }
        if rules.followsEdges {
            for edge in try item.node.edgesOut() {
                guard let node = try runtime.session.node(edge.other) else { continue }
                found.append(item.forked(to: node, PathLink("edge", name: edge.verb)))
            }
        }
        return found
    }
}
