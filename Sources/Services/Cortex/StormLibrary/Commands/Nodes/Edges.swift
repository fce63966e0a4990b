import Graph
import Kernel
import Model
import Storm

extension CommandDeclaration {
    /// `edges.del`
    static let edgesDel = CommandDeclaration(
        "edges.del", help: "Delete the edges of a verb from each node.",
        arguments: [
            .value("verb", .text, help: "The verb; * for every one."), .flag("--n2", help: "Those that lead to the node, not from it."),
        ], isReadOnlySafe: false,
        examples: [StormExample("[ inet:asn=1 ] | edges.del refs | spin", prints: [])]
    ) { run in
        if run.isRuntimeSafe {
            let verb = try run.options().text("verb")
            try run.runtime.require(["node", "edge", "del"] + (verb == "*" ? [] : [verb]))
        }
        let isSafe = run.isRuntimeSafe
        try run.forEach { item, options in
            let runtime = run.runtime
            let name = try options.text("verb")
            let verb = name == "*" ? nil : name
            if !isSafe { try runtime.require(["node", "edge", "del"] + (verb.map { [$0] } ?? [])) }
            let isIncoming = options.flag("n2")
            for edge in try isIncoming ? item.node.edgesIn(verb: verb) : item.node.edgesOut(verb: verb) {
                guard let other = try runtime.session.node(edge.other) else { continue }
                if isIncoming {
                    try runtime.editor.deleteEdge(edge.verb, from: other, to: item.node)
                } else {
                    try runtime.editor.deleteEdge(edge.verb, from: item.node, to: other)
                }
            }
            try run.output(item)
        }
    }

    /// `lift.byverb`
    static let liftByverb = CommandDeclaration(
        "lift.byverb", help: "Lift the nodes from which edges of a verb lead.",
        arguments: [.value("verb", .text, help: "The verb."), .flag("--n2", help: "Lift the nodes to which they lead.")],
        examples: [StormExample("lift.byverb refs | count", prints: ["Counted 0 nodes."])], makesNodes: true
    ) { run in
        func lift(_ options: CommandOptions, _ item: NodePath?) throws {
            let verb = try options.text("verb")
            let isTarget = options.flag("n2")
            var seen: Set<NodeID> = []
            let cursor = try run.runtime.session.lift(Lift(.edge(verb: verb)))
            while true {
                let nodes = try cursor.next(liftBatch)
                guard !nodes.isEmpty else { return }
                for node in nodes {
                    try run.runtime.check()
                    guard isTarget else {
                        try run.output(item?.forked(to: node, nil) ?? run.runtime.started(at: node))
                        continue
                    }
                    for edge in try node.edgesOut(verb: verb) where seen.insert(edge.other).inserted {
                        guard let other = try run.runtime.session.node(edge.other) else { continue }
                        try run.output(item?.forked(to: other, nil) ?? run.runtime.started(at: other))
                    }
                }
            }
        }
        guard !run.isRuntimeSafe else {
            try run.passAll()
            return try lift(run.options(), nil)
        }
        try run.forEach { item, options in
            try run.output(item)
            try lift(options, item)
        }
    }

    private static let liftBatch = 256
}
