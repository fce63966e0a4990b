import Graph
import Kernel

/// Commits edits in the store, after asking whether their layers take any.
struct CoreEditSink: EditSink {
    let host: CortexHost

    func commit(_ edits: [LayerEdits], listsChanges: Bool) throws(Fault) -> [LayerChanges] {
        for edit in edits { try host.requireWritable(layer: edit.layer) }
        let (graph, model) = (host.graph, host.model())
        return try graph.store.write { transaction throws(Fault) in
            try graph.apply(edits, model: model, listsChanges: listsChanges, in: transaction)
        }
    }

    func submit(_ edits: [LayerEdits], listsChanges: Bool) throws(Fault) -> any SubmittedEdits {
        for edit in edits { try host.requireWritable(layer: edit.layer) }
        return try host.graphWriter.submit(edits, model: host.model(), listsChanges: listsChanges)
    }
}

extension CortexHost {
    /// Makes edits of one node in one layer, whatever view shows it. Returns what really changed. Throws `IsReadOnly`.
    public func commit(_ edits: [NodeEdit], of node: NodeName, in layer: Iden) throws(Fault) -> [LayerChanges] {
        try CoreEditSink(host: self).commit(
            [LayerEdits(layer: layer, nodes: [NodeEdits(node: node, edits: edits)])], listsChanges: true)
    }
}
