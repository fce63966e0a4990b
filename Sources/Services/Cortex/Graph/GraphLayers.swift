import Kernel
import Model
import Store

/// Whole layers.
extension GraphStore {
    /// How many rows are read before those that follow from them are written.
    private static let batch = 4_096

    /// Deletes all that the layer says of any node, and forgets the nodes that nothing else speaks of. Returns how many nodes the layer
    /// spoke of.
    @discardableResult
    public func deleteLayer(_ layer: LayerID, model: DataModel, in transaction: WriteTransaction) throws(Fault) -> Int {
        let found = try transaction.reading { reading throws(Fault) in try layerNumber(layer, in: reading) }
        guard let number = found else { return 0 }
        var deleted = 0
        while true {
            let ids = try touched(number, after: nil, in: transaction)
            if ids.isEmpty { break }
            let applier = try Applier(self, model: model, in: transaction)
            for id in ids { try delete(id, number, applier) }
            try applier.finish()
            deleted += ids.count
        }
        try transaction.delete(tables.index, .prefix(StoreKey(number.bytes)))
        try transaction.delete(tables.counts, .prefix(StoreKey(number.bytes)))
        try transaction.delete(tables.layers, StoreKey.iden(layer))
        return deleted
    }

    /// Deletes what a layer says of one node, all but its index, and the node's row among those that the layer touched.
    private func delete(_ id: UInt64, _ layer: LayerNumber, _ applier: Applier) throws(Fault) {
        let transaction = applier.transaction
        let key = GraphKey.node(id, layer)
        try transaction.delete(tables.nodes, key)
        try transaction.delete(tables.data, .prefix(key))
        let edges = try transaction.reading { reading throws(Fault) in try self.edges(tables.edgesOut, id, layer, nil, in: reading) }
        for (verb, other) in edges {
            try transaction.delete(tables.edgesIn, GraphKey.node(other, layer, verb), value: StoreKey.bigEndian(id))
            applier.losers.insert(other)
        }
        try transaction.delete(tables.edgesOut, .prefix(key))
        applier.operations.add(layer, Label.touched, [], id, isInsert: false)
        applier.losers.insert(id)
    }

    /// The numbers of nodes that a layer speaks of, in order.
    private func touched(_ layer: LayerNumber, after last: UInt64?, in transaction: WriteTransaction) throws(Fault) -> [UInt64] {
        var ids: [UInt64] = []
        let key = GraphKey.index(layer, Label.touched)
        try transaction.withCursor(tables.index) { cursor throws(Fault) in
            var isInside = try cursor.seek(key, atOrAfter: StoreKey.bigEndian((last ?? 0) + 1))
            while isInside, ids.count < Self.batch {
                if let id = try cursor.row({ _, value in value.bigEndian() }), let id { ids.append(id) }
                isInside = try cursor.move(.nextDuplicate)
            }
        }
        return ids
    }

    /// Copies all that one layer says into another. Throws `.refused` where the other says anything already.
    public func copyLayer(from source: LayerID, to target: LayerID, in transaction: WriteTransaction) throws(Fault) {
        let (found, existing) = try transaction.reading { reading throws(Fault) in
            (try layerNumber(source, in: reading), try layerNumber(target, in: reading))
        }
        guard let from = found else { return }
        if let existing, try transaction.firstRow(tables.index, .prefix(StoreKey(existing.bytes))) != nil {
            throw Fault(
                .refused, "the layer \(target) is not empty", fields: ["layer": .string(target.description)],
                advice: "Copy into a new layer")
        }
        var counters = try transaction.reading { reading throws(Fault) in try Counters(tables, in: reading) }
        let number = existing?.number ?? counters.nextLayer
        if existing == nil { counters.nextLayer += 1 }
        let to = LayerNumber(number)
        try counters.write(tables, in: transaction)
        try transaction.put(tables.layers, StoreKey.iden(target), StoreKey.bigEndian(number))
        var last: UInt64?
        while true {
            let ids = try touched(from, after: last, in: transaction)
            for id in ids { try copy(id, from, to, in: transaction) }
            guard let end = ids.last else { break }
            last = end
        }
        try copyRows(tables.index, from, to, in: transaction)
        try copyRows(tables.counts, from, to, in: transaction)
    }

    private func copy(_ id: UInt64, _ from: LayerNumber, _ to: LayerNumber, in transaction: WriteTransaction) throws(Fault) {
        if let row = try transaction.get(tables.nodes, GraphKey.node(id, from)) {
            try transaction.put(tables.nodes, GraphKey.node(id, to), row)
        }
        var data: [(key: [UInt8], value: [UInt8])] = []
        let start = 8 + from.bytes.count
        try transaction.forEach(tables.data, .prefix(GraphKey.node(id, from))) { key, value in
            data.append((Array(key.copied.dropFirst(start)), value.copied))
            return true
        }
        for (key, value) in data { try transaction.put(tables.data, GraphKey.node(id, to).with(bytes: key), value) }
        let edges = try transaction.reading { reading throws(Fault) in try self.edges(tables.edgesOut, id, from, nil, in: reading) }
        for (verb, other) in edges {
            try transaction.put(tables.edgesOut, GraphKey.node(id, to, verb), StoreKey.bigEndian(other))
            try transaction.put(tables.edgesIn, GraphKey.node(other, to, verb), StoreKey.bigEndian(id))
        }
    }

    /// Copies the rows whose keys start with one layer's number to keys that start with the other's.
    private func copyRows(_ table: Table, _ from: LayerNumber, _ to: LayerNumber, in transaction: WriteTransaction) throws(Fault) {
        var last: (key: [UInt8], value: [UInt8])?
        while true {
            var rows: [(key: [UInt8], value: [UInt8])] = []
            let isDuplicated = table.kind != .plain
            try transaction.withCursor(table) { cursor throws(Fault) in
                var isInside = try cursor.seek(last?.key ?? from.bytes)
                if let last, isInside {
                    if isDuplicated { _ = try cursor.seek(last.key, exactly: last.value) }
                    isInside = try cursor.move(.next)
                }
                while isInside, rows.count < Self.batch {
                    guard let row = try cursor.row(), row.key.starts(with: from.bytes) else { return }
                    rows.append((row.key, row.value))
                    isInside = try cursor.move(.next)
                }
            }
            for row in rows { try transaction.put(table, to.bytes + row.key.dropFirst(from.bytes.count), row.value) }
            guard let end = rows.last else { return }
            last = end
        }
    }
}
