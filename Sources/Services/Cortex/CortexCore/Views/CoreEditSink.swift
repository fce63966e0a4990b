import Graph
import Kernel

/// Commits edits in the store, after asking whether their layers take any.
struct CoreEditSink: EditSink {
    let host: CortexHost

    func commit(_ edits: [LayerEdits]) throws(Fault) -> [LayerChanges] {
        for edit in edits { try host.requireWritable(layer: edit.layer) }
        let (graph, model) = (host.graph, host.model())
        return try graph.store.write { transaction throws(Fault) in try graph.apply(edits, model: model, in: transaction) }
    }
}
