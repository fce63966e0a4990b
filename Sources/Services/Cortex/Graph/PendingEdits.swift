import Kernel
import Model

/// The edits of a session that are not known to be durable: those that were not handed over, and batches on their way. Used by one thread.
final class PendingEdits {
    /// Told of every batch that became durable, in order.
    typealias Committed = (_ nodes: [PendingNode], _ changes: [LayerChanges], _ isHeard: Bool) -> Void

    /// How many edits a batch may have, since a node may have any number of them: a log entry stays far below the largest message.
    static let batchEditsMax = 8_192
    /// A query that edits more nodes than a few mostly edits many: there is room for those at once.
    static let fewNodes = 24
    static let manyNodes = 1_536

    var nodesMax = GraphSession.defaultPendingMax
    var batchNodes = GraphSession.defaultBatchNodes
    /// Whether edits are among them that change edges.
    private(set) var touchesEdges = false

    private let sink: any EditSink
    private let layer: LayerID
    private var nodes: [NodeName: PendingNode] = [:]
    /// Those of them with edits that were not handed over.
    private var queued: [PendingNode] = []
    private var queuedEdits = 0
    private var batches: [Batch] = []
    private var lastBatch = 0

    /// Edits that were handed over together.
    private struct Batch {
        let number: Int
        let nodes: [PendingNode]
        let submitted: any SubmittedEdits
        /// Whether somebody asked what they change.
        let isHeard: Bool
    }

    init(_ layer: LayerID, sink: any EditSink) {
        self.layer = layer
        self.sink = sink
    }

    /// Nobody will wait for what was handed over, and it is not to stay undone.
    deinit { batches.last?.submitted.hurry() }

    var isEmpty: Bool { nodes.isEmpty }

    subscript(name: NodeName) -> PendingNode? { nodes.isEmpty ? nil : nodes[name] }

    /// Takes a node that it did not have.
    func hold(_ node: PendingNode) {
        if nodes.count == Self.fewNodes { nodes.reserveCapacity(Self.manyNodes) }
        nodes[node.name] = node
    }

    /// Takes edits of a node that it has. Says whether a batch is full.
    func record(_ edits: [NodeEdit], on node: PendingNode) -> Bool {
        if node.edits.isEmpty, !edits.isEmpty { queued.append(node) }
        node.record(edits)
        if !touchesEdges { touchesEdges = edits.contains(where: PendingNode.touchesEdges) }
        queuedEdits += edits.count
        // The first one is small, so that the sink has something to do soon.
        let batchNodes = batches.isEmpty ? max(1, batchNodes / 4) : batchNodes
        return queued.count >= min(batchNodes, nodesMax) || queuedEdits >= Self.batchEditsMax
    }

    /// Hands a batch over, takes notice of those that are durable, and keeps the number of nodes within bounds.
    /// Throws as ``flush(isHeard:_:)``.
    func advance(isHeard: Bool, _ committed: Committed) throws(Fault) {
        try submit(isHeard)
        if nodes.count >= nodesMax / 2 { batches.last?.submitted.hurry() }
        while let first = batches.first, first.submitted.isSettled || nodes.count >= nodesMax { try settleFirst(committed) }
    }

    /// Makes all of them durable. Throws what the sink throws first, when nothing is on its way any more; they must then be discarded.
    func flush(isHeard: Bool, _ committed: Committed) throws(Fault) {
        if batches.isEmpty {
            let (nodes, edits) = takeQueued()
            forget()
            return committed(nodes, try sink.commit(edits, listsChanges: isHeard), isHeard)
        }
        try submit(isHeard)
        batches.last?.submitted.hurry()
        var fault: Fault?
        for batch in batches {
            do throws(Fault) {
                committed(batch.nodes, try batch.submitted.wait(), batch.isHeard)
            } catch {
                fault = fault ?? error
            }
        }
        forget()
        if let fault { throw fault }
    }

    /// Forgets them. What was handed over is applied nevertheless, before this returns.
    func discard() {
        batches.last?.submitted.hurry()
        // What kept one from being applied is of no interest beside the fault for which all are discarded.
        for batch in batches { _ = try? batch.submitted.wait() }
        forget()
    }

    private func forget() {
        nodes.removeAll(keepingCapacity: true)
        queued.removeAll(keepingCapacity: true)
        queuedEdits = 0
        batches = []
        touchesEdges = false
    }

    private func takeQueued() -> (nodes: [PendingNode], edits: [LayerEdits]) {
        let taken = queued
        lastBatch += 1
        let edits = taken.map { node in
            defer { node.edits = [] }
            node.batch = lastBatch
            return NodeEdits(node: node.name, edits: node.edits)
        }
        queued.removeAll(keepingCapacity: true)
        queuedEdits = 0
        return (taken, [LayerEdits(layer: layer, nodes: edits)])
    }

    private func submit(_ isHeard: Bool) throws(Fault) {
        if queued.isEmpty { return }
        let (nodes, edits) = takeQueued()
        let submitted = try sink.submit(edits, listsChanges: isHeard)
        batches.append(Batch(number: lastBatch, nodes: nodes, submitted: submitted, isHeard: isHeard))
    }

    /// Waits for the oldest batch to be durable, and forgets the nodes that have no later edits.
    private func settleFirst(_ committed: Committed) throws(Fault) {
        let batch = batches.removeFirst()
        let changes = try batch.submitted.wait()
        for node in batch.nodes where node.batch == batch.number && node.edits.isEmpty { nodes[node.name] = nil }
        committed(batch.nodes, changes, batch.isHeard)
    }
}
