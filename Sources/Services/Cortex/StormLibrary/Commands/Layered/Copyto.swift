import CortexCore
import Graph
import Kernel
import Model
import Storm

extension CommandDeclaration {
    /// `copyto`
    static let copyto = CommandDeclaration(
        "copyto", help: "Copy each node, as this view shows it, into another view.",
        arguments: [
            .flag("--no-data", destination: "no_data", help: "Leave out the data of the nodes."),
            .value("view", help: "The view, or its identifier."),
        ], isReadOnlySafe: false
    ) { run in
        var sessions: [Iden: GraphSession] = [:]
        try run.forEach { item, options in
            let runtime = run.runtime
            let view = try runtime.core.view(text: options.text("view"))
            let session = try sessions[view] ?? runtime.otherSession(view: view, user: runtime.user)
            sessions[view] = session
            var edits: [NodeEdit] = [.addNode]
            let node = item.node
            for (name, value) in try node.properties() where name != ".created" { edits.append(.setProperty(name, value)) }
            for (tag, times) in try node.tags() { edits.append(.setTag(tag, times)) }
            for (tag, values) in try node.tagProperties() {
                for (name, value) in values { edits.append(.setTagProperty(tag: tag, name: name, value)) }
            }
            if !options.flag("no_data") {
                for name in try node.dataNames() { if let value = try node.data(name) { edits.append(.setData(name, value)) } }
            }
            for edge in try node.edgesOut() {
                // An edge needs both of its ends there.
                guard let other = try runtime.session.node(edge.other), try session.node(other.form, other.value) != nil else { continue }
                edits.append(.addEdge(verb: edge.verb, to: other.name))
            }
            let gates = session.layers.first.map { [$0] } ?? []
            for edit in edits { try runtime.require(edit.permission(of: node.form), gates: gates) }
            let editor = GraphEditor(session)
            _ = try editor.add(node.form, node.value)
            let target = try session.record(new: node.name, edits)
            for edge in try node.edgesIn() {
                guard let other = try runtime.session.node(edge.other), let there = try session.node(other.form, other.value) else {
                    continue
                }
                try editor.addEdge(edge.verb, from: there, to: target)
            }
            try run.output(item)
        }
        for session in sessions.values { try session.flush() }
    }
}
