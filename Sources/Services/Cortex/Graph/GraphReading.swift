import Kernel
import Model
import Store

/// Look-ups that need neither a view nor a session.
extension GraphStore {
    /// The number of a layer; nil where no edit was made in it.
    func layerNumber(_ layer: LayerID, in transaction: borrowing ReadTransaction) throws(Fault) -> LayerNumber? {
        guard let read = try transaction.get(tables.layers, StoreKey.iden(layer), { bytes in bytes.bigEndian() }), let number = read else {
            return nil
        }
        return LayerNumber(number)
    }

    /// The name of a node; nil where there is none with this number.
    func name(of id: UInt64, in transaction: borrowing ReadTransaction) throws(Fault) -> NodeName? {
        guard let row = try transaction.get(tables.nodes, GraphKey.node(id)) else { return nil }
        let (form, value) = try StoredName.read(row)
        guard let label = try LabelCache.label(form, tables, in: transaction), let name = label.parts.first else {
            throw .damagedGraph("a node has an unknown form")
        }
        return NodeName(form: name, value: value)
    }

    /// The labels of the names of a node's data in one layer.
    func dataLabels(_ id: UInt64, _ layer: LayerNumber, in transaction: borrowing ReadTransaction) throws(Fault) -> [UInt64] {
        var labels: [UInt64] = []
        let start = 8 + layer.bytes.count
        try transaction.forEach(tables.data, .prefix(GraphKey.node(id, layer))) { key, _ throws(Fault) in
            var position = start
            labels.append(try OrderedNumber.read(key.copied, &position))
            return true
        }
        return labels
    }

    /// The edges of a node in one layer, of one verb or of all, in the order of labels and numbers, at most `count` of them.
    func edges(
        _ table: Table, _ id: UInt64, _ layer: LayerNumber, _ verb: UInt64?, after last: (verb: UInt64, other: UInt64)? = nil,
        count: Int = .max, in transaction: borrowing ReadTransaction
    ) throws(Fault) -> [(verb: UInt64, other: UInt64)] {
        var found: [(UInt64, UInt64)] = []
        let start = 8 + layer.bytes.count
        if let last {
            // The rest of the verb where the last call stopped.
            try transaction.withCursor(table) { cursor throws(Fault) in
                let key = GraphKey.node(id, layer, last.verb)
                var isInside = try cursor.seek(key, atOrAfter: StoreKey.bigEndian(last.other + 1))
                while isInside, found.count < count {
                    if let other = try cursor.row({ _, value in value.bigEndian() }), let other { found.append((last.verb, other)) }
                    isInside = try cursor.move(.nextDuplicate)
                }
            }
        }
        guard found.count < count, verb == nil || last == nil else { return found }
        let range: StoreRange
        if let verb {
            range = .key(GraphKey.node(id, layer, verb))
        } else if let last {
            range = .between(
                StoreKey(GraphKey.end(of: GraphKey.node(id, layer, last.verb).bytes)),
                StoreKey(GraphKey.end(of: GraphKey.node(id, layer).bytes)))
        } else {
            range = .prefix(GraphKey.node(id, layer))
        }
        try transaction.forEach(table, range) { key, value throws(Fault) in
            var position = start
            let label = try OrderedNumber.read(key.copied, &position)
            guard let other = value.bigEndian() else { throw .damagedGraph("an edge leads nowhere") }
            found.append((label, other))
            return found.count < count
        }
        return found
    }
}
