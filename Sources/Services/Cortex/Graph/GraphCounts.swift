import Kernel
import Model
import Store

/// Counts that are kept with the edits, so that none of these walks an index unless it says so.
extension GraphStore {
    /// The count of one label in one layer.
    func count(_ layer: LayerNumber, _ label: UInt64, in transaction: borrowing ReadTransaction) throws(Fault) -> Int {
        let found = try transaction.get(tables.counts, CountKey(layer.number, label).key) { bytes in bytes.bigEndian() }
        return Int(clamping: (found ?? 0) ?? 0)
    }

    /// Whether the index of a label has any rows in a layer.
    func hasRows(_ layer: LayerNumber, _ label: UInt64, in transaction: borrowing ReadTransaction) throws(Fault) -> Bool {
        try transaction.firstRow(tables.index, .prefix(StoreKey(GraphKey.index(layer, label)))) != nil
    }

    private func count(_ layer: LayerID, _ label: Label, in transaction: borrowing ReadTransaction) throws(Fault) -> Int {
        var labels = LabelCache(tables)
        guard let layer = try layerNumber(layer, in: transaction), let label = try labels.number(label, in: transaction) else { return 0 }
        return try count(layer, label, in: transaction)
    }

    /// The sum over all labels that start alike.
    private func count(
        _ layer: LayerID, startingWith start: Label, in transaction: borrowing ReadTransaction,
        where isMeant: (Label) -> Bool = { _ in true }
    ) throws(Fault) -> Int {
        guard let layer = try layerNumber(layer, in: transaction) else { return 0 }
        var total = 0
        for (label, number) in try LabelCache.labels(startingWith: start, tables, in: transaction) where isMeant(label) {
            total += try count(layer, number, in: transaction)
        }
        return total
    }

    /// All counts of a layer whose labels are of one kind.
    private func counts(
        _ layer: LayerID, kind: Label, in transaction: borrowing ReadTransaction
    ) throws(Fault) -> [(label: Label, count: Int)] {
        guard let layer = try layerNumber(layer, in: transaction) else { return [] }
        var found: [(Label, Int)] = []
        try transaction.forEach(tables.counts, .prefix(StoreKey(layer.bytes))) { key, value throws(Fault) in
            var position = layer.bytes.count
            let number = try OrderedNumber.read(key.copied, &position)
            guard number >= Label.firstNumber, let count = value.bigEndian() else { return true }
            guard let label = try LabelCache.label(number, tables, in: transaction) else { throw .damagedGraph("a count has no label") }
            if label.kind == kind.kind { found.append((label, Int(clamping: count))) }
            return true
        }
        return found
    }

    /// How many nodes the layer says anything of.
    public func nodeCount(_ layer: LayerID, in transaction: borrowing ReadTransaction) throws(Fault) -> Int {
        guard let layer = try layerNumber(layer, in: transaction) else { return 0 }
        return try count(layer, Label.touched, in: transaction)
    }

    /// Nodes added in the layer, by form.
    public func formCounts(_ layer: LayerID, in transaction: borrowing ReadTransaction) throws(Fault) -> [String: Int] {
        var counts: [String: Int] = [:]
        for (label, count) in try self.counts(layer, kind: .form(""), in: transaction) { counts[label.parts[0], default: 0] += count }
        return counts
    }

    /// Nodes of the form added in the layer.
    public func formCount(_ form: String, _ layer: LayerID, in transaction: borrowing ReadTransaction) throws(Fault) -> Int {
        try count(layer, .form(form), in: transaction)
    }

    /// Nodes that have the property in the layer. Without form: over all forms that have one of the name.
    public func propertyCount(
        form: String?, _ name: String, _ layer: LayerID, in transaction: borrowing ReadTransaction
    ) throws(Fault) -> Int {
        if let form { return try count(layer, .property(name, form: form), in: transaction) }
        return try count(layer, startingWith: .properties(name), in: transaction)
    }

    /// Nodes that have the tag in the layer, of one form or of all.
    public func tagCount(
        _ tag: String, form: String?, _ layer: LayerID, in transaction: borrowing ReadTransaction
    ) throws(Fault) -> Int {
        if let form { return try count(layer, .tag(tag, form: form), in: transaction) }
        return try count(layer, startingWith: .tags(tag), in: transaction)
    }

    /// Every tag of the layer, with how many nodes have it.
    public func tagCounts(_ layer: LayerID, in transaction: borrowing ReadTransaction) throws(Fault) -> [String: Int] {
        var counts: [String: Int] = [:]
        for (label, count) in try self.counts(layer, kind: .tag("", form: ""), in: transaction) {
            counts[label.parts[0], default: 0] += count
        }
        return counts
    }

    /// Nodes that have the tag property in the layer, of one tag and form or of all.
    public func tagPropertyCount(
        tag: String?, _ name: String, form: String?, _ layer: LayerID, in transaction: borrowing ReadTransaction
    ) throws(Fault) -> Int {
        try count(layer, startingWith: .tagProperties(name, tag: tag), in: transaction) { form == nil || $0.parts.last == form }
    }

    /// Nodes that edges of the verb go out from in the layer.
    public func edgeSourceCount(
        verb: String, _ layer: LayerID, in transaction: borrowing ReadTransaction
    ) throws(Fault) -> Int { try count(layer, .edge(verb), in: transaction) }

    /// The verbs of all edges in the layer, sorted.
    public func edgeVerbs(_ layer: LayerID, in transaction: borrowing ReadTransaction) throws(Fault) -> [String] {
        try counts(layer, kind: .edge(""), in: transaction).map { $0.label.parts[0] }.sorted()
    }
}
