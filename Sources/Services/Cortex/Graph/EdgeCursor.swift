import Kernel
import Model
import Store

/// Which edges of a node: those that go out from it, or those that come in.
public enum EdgeDirection: Sendable, Hashable {
    case out
    case into
}

/// An edge as a node sees it.
public struct NodeEdge: Hashable, Sendable {
    /// The kind of the edge, such as `refs`.
    public let verb: String
    /// The node at the other end.
    public let other: NodeID

    public init(verb: String, other: NodeID) {
        self.verb = verb
        self.other = other
    }
}

/// The edges of one node over all layers of a view, each once, in batches. It holds a snapshot of its own. Used by one thread.
public final class EdgeCursor {
    /// What it walks; nil for a node without edges.
    private struct Walk {
        let session: GraphSession
        let snapshot: Snapshot
        let table: Table
        let id: UInt64
        let verb: UInt64?
        let layers: [LayerNumber]
    }

    private let walk: Walk?
    private var layer = 0
    private var last: (verb: UInt64, other: UInt64)?

    /// How many edges are read at once.
    private static let batch = 1_024

    /// The cursor of a node without edges.
    init() { walk = nil }

    init(_ session: GraphSession, _ id: UInt64, _ direction: EdgeDirection, verb: String?, layers: [LayerID]) throws(Fault) {
        let label = try verb.map { verb throws(Fault) in try session.number(ofName: verb) }
        if let label, label == nil {
            walk = nil
            return
        }
        let snapshot = try session.graph.store.snapshot()
        let numbers = try snapshot.read { transaction throws(Fault) in
            var numbers: [LayerNumber] = []
            for layer in layers {
                if let number = try session.graph.layerNumber(layer, in: transaction) { numbers.append(number) }
            }
            return numbers
        }
        let tables = session.graph.tables
        walk = Walk(
            session: session, snapshot: snapshot, table: direction == .out ? tables.edgesOut : tables.edgesIn, id: id,
            verb: label ?? nil, layers: numbers)
    }

    /// The next edges, at most `count`; none at the end.
    public func next(_ count: Int) throws(Fault) -> [NodeEdge] {
        guard let walk else { return [] }
        var found: [NodeEdge] = []
        try walk.snapshot.read { transaction throws(Fault) in
            while found.count < count, layer < walk.layers.count {
                let wanted = min(Self.batch, count - found.count)
                let rows = try walk.session.graph.edges(
                    walk.table, walk.id, walk.layers[layer], walk.verb, after: last, count: wanted, in: transaction)
                last = rows.last
                for row in rows where try !isAbove(row, walk, in: transaction) {
                    found.append(NodeEdge(verb: try walk.session.labels.name(row.verb, in: transaction), other: NodeID(row.other)))
                }
                if rows.count < wanted {
                    layer += 1
                    last = nil
                }
            }
        }
        return found
    }

    /// Whether an upper layer had the edge too.
    private func isAbove(
        _ row: (verb: UInt64, other: UInt64), _ walk: Walk, in transaction: borrowing ReadTransaction
    ) throws(Fault) -> Bool {
        for upper in walk.layers[..<layer] {
            let key = GraphKey.node(walk.id, upper, row.verb)
            if try transaction.contains(walk.table, key, value: StoreKey.bigEndian(row.other)) { return true }
        }
        return false
    }
}
