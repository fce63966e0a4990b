import Graph
import Kernel
import Model

/// Merging a fork into its parent.
extension CortexHost {
    /// Nodes whose edits share one commit: large enough that a commit costs little per node.
    private static let mergeBatch = 1_000

    /// Throws `CantMergeView` with the reason, `IsReadOnly`, `NoSuchView`.
    public func requireMergeable(_ iden: Iden, force: Bool) throws(Fault) -> (view: View, parent: View) {
        let state = current
        let view = try state.requireView(iden)
        guard let parent = view.parent.flatMap({ state.views[$0] }) else {
            throw Fault(.cannotMerge, "Cannot merge view (\(iden)) that has not been forked.", fields: ["iden": .string("\(iden)")])
        }
        if parent.info["quorum"] != nil {
            throw Fault(.cannotMerge, "Merging view (\(iden)) requires approval by quorum.", fields: ["iden": .string("\(iden)")])
        }
        if view.info.flag("protected") {
            throw Fault(.cannotMerge, "Cannot merge view (\(iden)) that has protected set.", fields: ["iden": .string("\(iden)")])
        }
        guard state.children(of: iden).isEmpty else {
            throw Fault(.cannotMerge, "Cannot merge view (\(iden)) that has children.", fields: ["iden": .string("\(iden)")])
        }
        guard state.views(using: view.layers[0]).count == 1 else {
            throw Fault(
                .cannotMerge, "Cannot merge view (\(iden)): its layer is used by another view.", fields: ["iden": .string("\(iden)")])
        }
        if let layer = state.layers[parent.layers[0]], layer.isReadOnly {
            throw Fault(FaultCode("ReadOnlyLayer"), "May not merge if the parent's write layer is read-only")
        }
        return (view, parent)
    }

    /// Writes all that the fork's layer says into the top layer of its parent. `allowed` is asked about each edit first, and throws
    /// where the user may not make it. The fork keeps what it has.
    public func merge(
        _ iden: Iden, force: Bool = false, user: Iden, allowed: (NodeName, NodeEdit) throws(Fault) -> Void
    ) throws(Fault) {
        let (view, parent) = try requireMergeable(iden, force: force)
        let target = parent.layers[0]
        try forEachEdit(of: view.layers[0], in: view.iden, user: user) { name, edits throws(Fault) in
            for edit in edits { try allowed(name, edit) }
        }
        let sink = CoreEditSink(host: self)
        var batch: [NodeEdits] = []
        func flush() throws(Fault) {
            if batch.isEmpty { return }
            _ = try sink.commit([LayerEdits(layer: target, nodes: batch)], listsChanges: false)
            batch = []
        }
        try forEachEdit(of: view.layers[0], in: view.iden, user: user) { name, edits throws(Fault) in
            batch.append(NodeEdits(node: name, edits: edits))
            if batch.count >= Self.mergeBatch { try flush() }
        }
        try flush()
    }

    /// What a layer says, as the edits that would say it again.
    private func forEachEdit(
        of layer: Iden, in view: Iden, user: Iden, _ body: (NodeName, [NodeEdit]) throws(Fault) -> Void
    ) throws(Fault) {
        let state = current
        let layers = state.layers(of: try state.requireView(view))
        let session = GraphSession(graph, layers: layers, sink: CoreEditSink(host: self), model: state.model)
        let cursor = try session.lift(Lift(.touched(layer)))
        while true {
            let nodes = try cursor.next(Self.mergeBatch)
            if nodes.isEmpty { return }
            for node in nodes {
                let edits = try Self.edits(of: node, in: layer, session)
                if !edits.isEmpty { try body(node.name, edits) }
            }
        }
    }

    /// What one layer says of a node, as edits.
    public static func edits(of node: Node, in layer: Iden, _ session: GraphSession) throws(Fault) -> [NodeEdit] {
        var edits: [NodeEdit] = []
        if let state = try node.state(in: layer) {
            if state.isAdded { edits.append(.addNode) }
            for property in state.properties { edits.append(.setProperty(property.name, property.value)) }
            for tag in state.tags { edits.append(.setTag(tag.name, tag.times)) }
            for tag in state.tagProperties {
                for value in tag.values { edits.append(.setTagProperty(tag: tag.tag, name: value.name, value.value)) }
            }
        }
        for data in try node.data(in: layer) { edits.append(.setData(data.name, data.value)) }
        for edge in try node.edgesOut(in: layer) {
            if let other = try session.node(edge.other) { edits.append(.addEdge(verb: edge.verb, to: other.name)) }
        }
        return edits
    }
}
