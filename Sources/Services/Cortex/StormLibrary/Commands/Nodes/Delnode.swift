import Kernel
import Storm

extension CommandDeclaration {
    /// `delnode`
    static let delnode = CommandDeclaration(
        "delnode", help: "Delete each node.",
        arguments: [
            .flag("--force", help: "Even where other nodes refer to it."),
            .flag("--delbytes", help: "With a file:bytes node, its bytes in the Axon too."),
            .flag("--deledges", help: "With the edges that lead to it."),
        ], isReadOnlySafe: false,
        examples: [StormExample("[ inet:asn=1 ] | delnode | inet:asn | count", prints: ["Counted 0 nodes."])]
    ) { run in
        try run.forEach { item, options in
            let isForced = options.flag("force")
            let runtime = run.runtime
            if isForced, !runtime.isAdmin() {
                throw Fault(.denied, "--force requires admin privs.", advice: "Delete what refers to the node first")
            }
            let node = item.node
            try runtime.require(["node", "del", node.form.name])
            if options.flag("deledges") {
                for edge in try node.edgesIn() {
                    try runtime.require(["node", "edge", "del", edge.verb])
                    guard let other = try runtime.session.node(edge.other) else { continue }
                    try runtime.editor.deleteEdge(edge.verb, from: other, to: node)
                }
            }
            if options.flag("delbytes"), node.form.name == "file:bytes", let digest = try node.property("sha256")?.string {
                try runtime.require(["storm", "lib", "axon", "del"], gates: [])
                _ = try runtime.core.deleteBytes(digest)
            }
            try runtime.editor.delete(node, isForced: isForced)
            try runtime.finishEdit(runtime.editor)
        }
    }
}
