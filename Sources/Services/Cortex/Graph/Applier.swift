import Kernel
import MessagePack
import Model
import Store

/// Applies edits inside one write transaction: finds or makes the nodes, changes what the layer says of each, and keeps the indexes.
final class Applier {
    let graph: GraphStore
    let tables: GraphTables
    let model: DataModel
    let transaction: WriteTransaction
    /// Whether it is reported what changed at each node.
    let listsChanges: Bool
    let identities: Identities
    var labels: LabelCache
    var counters: Counters
    var operations = IndexOperations()
    /// Nodes that lost something: those that nothing refers to any more are forgotten in the end.
    var losers: Set<UInt64> = []
    private var forms = NameMap<FormSlot>()

    /// A node that this transaction made.
    struct Fresh {
        let form: FormSlot
        let value: ModelValue
        /// The row of its name.
        let row: [UInt8]
        let iden: Digest?
        var isWritten = false
    }

    private let firstFresh: UInt64
    private var fresh: [Fresh] = []
    /// The last row that was put behind all others in the table of nodes.
    private var lastNode: (id: UInt64, layer: UInt64)

    init(_ graph: GraphStore, model: DataModel, listsChanges: Bool = true, in transaction: WriteTransaction) throws(Fault) {
        self.graph = graph
        self.listsChanges = listsChanges
        tables = graph.tables
        self.model = model
        self.transaction = transaction
        identities = Identities(tables: graph.tables)
        labels = LabelCache(graph.tables)
        counters = try transaction.reading { reading throws(Fault) in try Counters(graph.tables, in: reading) }
        firstFresh = counters.nextNode
        lastNode = (counters.nextNode - 1, .max)
    }

    /// Applies the edits of one layer, in order.
    func apply(_ edits: LayerEdits, _ forms: EditForms) throws(Fault) -> LayerChanges {
        let layer = try layerNumber(edits.layer)
        let targets = try resolve(edits.nodes, forms)
        var changes = LayerChanges(layer: edits.layer, nodes: [])
        changes.nodes.reserveCapacity(edits.nodes.count)
        for (position, node) in edits.nodes.enumerated() {
            let target = targets[position]
            if let changed = try apply(node, target, layer, NodeForms(forms, position)) {
                changes.nodes.append(NodeChanges(node: node.node, id: NodeID(target.id), changes: changed))
            }
            if operations.isFull { try operations.perform(tables, in: transaction) }
        }
        return changes
    }

    /// Writes what was gathered. Nothing may be applied afterwards.
    func finish() throws(Fault) {
        for position in fresh.indices { try writeName(position) }
        try operations.perform(tables, in: transaction)
        let forgotten = try forgetLosers()
        var new: [(iden: Digest, id: UInt64)] = []
        new.reserveCapacity(fresh.count)
        for (position, node) in fresh.enumerated() {
            let id = firstFresh + UInt64(position)
            if forgotten.contains(id) { continue }
            if let iden = node.iden {
                new.append((iden, id))
            } else {
                new.append((try identity(node.form.definition.name, node.value), id))
            }
        }
        try identities.add(new, &counters, in: transaction)
        try counters.write(tables, in: transaction)
    }

    func identity(_ form: String, _ value: ModelValue) throws(Fault) -> Digest {
        try NodeIdentity.iden(form: form, value: value, model.environment)
    }

    // MARK: Numbers

    /// The number of a layer, a new one where it has none.
    private func layerNumber(_ layer: LayerID) throws(Fault) -> LayerNumber {
        if let known = try transaction.reading({ reading throws(Fault) in try graph.layerNumber(layer, in: reading) }) { return known }
        let number = counters.nextLayer
        guard number < OrderedNumber.max else { throw Fault(.limit, "the store has no numbers left for layers") }
        counters.nextLayer += 1
        try transaction.put(tables.layers, StoreKey.iden(layer), StoreKey.bigEndian(number))
        return LayerNumber(number)
    }

    /// The number of a label, a new one where it has none. Throws `.limit` for names too long for a key.
    func number(_ label: Label) throws(Fault) -> UInt64 {
        if let known = try transaction.reading({ reading throws(Fault) in try labels.number(label, in: reading) }) { return known }
        guard label.bytes.count <= Label.byteCountMax else {
            throw Fault(
                .limit, "a name of \(label.bytes.count) bytes is too long to be indexed",
                advice: "Use names and tags of at most \(Label.partsBytesMax) bytes together")
        }
        let number = counters.nextLabel
        guard number < OrderedNumber.max else { throw Fault(.limit, "the store has no numbers left for names") }
        counters.nextLabel += 1
        try transaction.put(tables.labels, LabelCache.key(label), StoreKey.bigEndian(number))
        try transaction.put(tables.labels, LabelCache.key(number), label.bytes)
        labels.keep(label, number)
        return number
    }

    func name(_ number: UInt64) throws(Fault) -> String {
        try transaction.reading { reading throws(Fault) in try labels.name(number, in: reading) }
    }

    // MARK: Slots

    func form(_ name: String) throws(Fault) -> FormSlot {
        if let known = forms[name] { return known }
        let definition = try model.requireForm(name)
        var items: ItemsSlot?
        if let type = try definition.type.elementType(in: model) { items = ItemsSlot(label: try number(.formItems(name)), type: type) }
        let slot = FormSlot(definition, label: try number(.form(name)), items: items)
        forms[name] = slot
        return slot
    }

    /// The labels of a property. `isKnown`: throws `NoSuchProp` where the model lacks it.
    func property(_ name: String, of form: FormSlot, isKnown: Bool) throws(Fault) -> PropertySlot {
        if let slot = form.properties[name] { return slot }
        let definition = form.definition.property(name)
        guard definition != nil || !isKnown else { throw EditRefusal.noProperty(name, form.definition) }
        var items: ItemsSlot?
        if let type = try definition?.type.elementType(in: model) {
            items = ItemsSlot(label: try number(.propertyItems(name, form: form.definition.name)), type: type)
        }
        let slot = PropertySlot(
            name: try number(.name(name)), label: try number(.property(name, form: form.definition.name)), type: definition?.type,
            items: items)
        form.properties[name] = slot
        return slot
    }

    func tag(_ name: String, of form: FormSlot) throws(Fault) -> TagSlot {
        if let slot = form.tags[name] { return slot }
        let slot = TagSlot(name: try number(.name(name)), label: try number(.tag(name, form: form.definition.name)))
        form.tags[name] = slot
        return slot
    }

    func tagProperty(_ tag: String, _ name: String, of form: FormSlot, isKnown: Bool) throws(Fault) -> PropertySlot {
        if let slot = form.tags[tag]?.properties[name] { return slot }
        _ = try self.tag(tag, of: form)
        let definition = model.tagProperty(name)
        guard definition != nil || !isKnown else { throw EditRefusal.noTagProperty(name) }
        let slot = PropertySlot(
            name: try number(.name(name)), label: try number(.tagProperty(name, tag: tag, form: form.definition.name)),
            type: definition?.type)
        form.tags[tag]?.properties[name] = slot
        return slot
    }

    // MARK: Nodes

    /// A node that edits are for.
    struct Target {
        let id: UInt64
        let form: FormSlot
        /// The row of its name.
        let row: [UInt8]
    }

    /// A node that is looked for in the order of its key.
    private struct Wanted {
        let key: [UInt8]
        let row: [UInt8]
        let form: FormSlot
        let value: ModelValue
        /// Nil where it was not worked out.
        let iden: Digest?
        var id: UInt64?
        /// Of the key.
        let start: UInt64

        init(key: [UInt8], row: [UInt8], form: FormSlot, value: ModelValue, iden: Digest?) {
            self.key = key
            self.row = row
            self.form = form
            self.value = value
            self.iden = iden
            start = KeyStart.of(key)
        }

        func isBefore(_ other: Wanted) -> Bool {
            start == other.start ? key.lexicographicallyPrecedes(other.key) : start < other.start
        }
    }

    private func wanted(_ name: NodeName) throws(Fault) -> Wanted {
        let form = try form(name.form)
        return wanted(name, form, form.definition.type.index(name.value, in: model)[...], nil)
    }

    private func wanted(_ name: NodeName, _ form: FormSlot, _ index: ArraySlice<UInt8>, _ iden: Digest?) -> Wanted {
        Wanted(
            key: GraphKey.name(form.label, index), row: StoredName.pack(form.label, name.value), form: form, value: name.value, iden: iden)
    }

    /// The numbers of nodes, new ones for those that are not in the store. Looks them up in the order of their keys, gives out numbers in
    /// the order of the edits.
    private func resolve(_ nodes: [NodeEdits], _ forms: EditForms) throws(Fault) -> [Target] {
        var all: [Wanted] = []
        all.reserveCapacity(nodes.count)
        for (position, node) in nodes.enumerated() {
            all.append(wanted(node.node, try form(node.node.form), forms.primary(position), forms.identities[position]))
        }
        // Sorting keeps equal ones in the order in which they came.
        let order = all.indices.sorted { left, right in all[left].isBefore(all[right]) }
        // Equal names stand side by side in `order`: each points at the first of them.
        var first = Array(all.indices)
        var heads: [Int] = []
        for position in order {
            let twin = heads.last { all[$0].key == all[position].key && all[$0].row == all[position].row }
            if let twin {
                first[position] = twin
                continue
            }
            if let last = heads.last, all[last].key != all[position].key { heads.removeAll(keepingCapacity: true) }
            heads.append(position)
            all[position].id = try find(all[position].key, all[position].row)
        }
        var new: [Int] = []
        for position in all.indices where first[position] == position && all[position].id == nil {
            all[position].id = makeFresh(all[position])
            new.append(position)
        }
        new.sort { all[$0].isBefore(all[$1]) }
        for position in new { try putName(all[position]) }
        var targets: [Target] = []
        targets.reserveCapacity(all.count)
        for position in all.indices {
            targets.append(Target(id: all[first[position]].id ?? 0, form: all[position].form, row: all[position].row))
        }
        return targets
    }

    /// The number of the node at the other end of an edge, a new one where it is not in the store.
    func resolve(_ name: NodeName) throws(Fault) -> UInt64 {
        var one = try wanted(name)
        if let id = try find(one.key, one.row) { return id }
        let id = makeFresh(one)
        one.id = id
        try putName(one)
        return id
    }

    /// The number of a node, nil where it is not in the store.
    func find(_ name: NodeName) throws(Fault) -> UInt64? {
        let one = try wanted(name)
        return try find(one.key, one.row)
    }

    /// The node with this key whose name is `row`: index forms that were cut can be those of several nodes.
    private func find(_ key: [UInt8], _ row: [UInt8]) throws(Fault) -> UInt64? {
        guard let read = try transaction.get(tables.names, key, { bytes in bytes.bigEndian() }), let only = read else { return nil }
        if try isName(only, row) { return only }
        var others: [UInt64] = []
        try transaction.forEach(tables.names, .key(StoreKey(key))) { _, value in
            if let id = value.bigEndian() { others.append(id) }
            return true
        }
        for id in others where try isName(id, row) { return id }
        return nil
    }

    private func isName(_ id: UInt64, _ row: [UInt8]) throws(Fault) -> Bool {
        if id >= firstFresh { return fresh[Int(id - firstFresh)].row == row }
        return try transaction.get(tables.nodes, GraphKey.node(id)) { bytes in bytes.equals(row.span.bytes) } ?? false
    }

    private func makeFresh(_ wanted: Wanted) -> UInt64 {
        let id = counters.nextNode
        counters.nextNode += 1
        fresh.append(Fresh(form: wanted.form, value: wanted.value, row: wanted.row, iden: wanted.iden))
        return id
    }

    private func putName(_ wanted: Wanted) throws(Fault) {
        guard let id = wanted.id else { return }
        try transaction.put(tables.names, wanted.key, StoreKey.bigEndian(id))
    }

    /// Writes the row of a fresh node's name, unless that was done.
    private func writeName(_ position: Int) throws(Fault) {
        guard !fresh[position].isWritten else { return }
        fresh[position].isWritten = true
        try putNode(firstFresh + UInt64(position), nil, fresh[position].row)
    }

    /// Makes sure that the row of a node's name is there. Returns whether it had to be written: then the node has no other rows.
    func isNew(_ id: UInt64) throws(Fault) -> Bool {
        guard id >= firstFresh, !fresh[Int(id - firstFresh)].isWritten else { return false }
        try writeName(Int(id - firstFresh))
        return true
    }

    /// Puts a row into the table of nodes; behind all others without a search, where it belongs there.
    func putNode(_ id: UInt64, _ layer: LayerNumber?, _ row: [UInt8]) throws(Fault) {
        let number = layer?.number ?? 0
        let key = layer.map { GraphKey.node(id, $0) } ?? GraphKey.node(id)
        let isLast = (id, number) > lastNode
        if isLast { lastNode = (id, number) }
        try transaction.put(tables.nodes, key, row, mode: isLast ? .append : .overwrite)
    }

    /// The name of a node by its number.
    func nodeName(_ id: UInt64) throws(Fault) -> NodeName {
        if id >= firstFresh {
            let node = fresh[Int(id - firstFresh)]
            return NodeName(form: node.form.definition.name, value: node.value)
        }
        return try transaction.reading { reading throws(Fault) in
            guard let name = try graph.name(of: id, in: reading) else { throw .damagedGraph("an edge leads to no node") }
            return name
        }
    }

    // MARK: Forgetting

    /// Forgets the nodes among the losers that no layer says anything of and no edge leads to.
    private func forgetLosers() throws(Fault) -> Set<UInt64> {
        var forgotten: Set<UInt64> = []
        for id in losers.sorted() where try isForgettable(id) {
            let name = try nodeName(id)
            guard let form = try? form(name.form) else { continue }
            let key = GraphKey.name(form.label, form.definition.type.index(name.value, in: model))
            try transaction.delete(tables.names, key, value: StoreKey.bigEndian(id))
            try transaction.delete(tables.nodes, GraphKey.node(id))
            try identities.remove(try identity(name.form, name.value), id, in: transaction)
            forgotten.insert(id)
        }
        losers = []
        return forgotten
    }

    private func isForgettable(_ id: UInt64) throws(Fault) -> Bool {
        let key = GraphKey.node(id)
        guard try transaction.contains(tables.nodes, key) else { return false }
        // The row of the name is the only one that has nothing behind the number.
        if try transaction.firstRow(tables.nodes, .between(key.with(byte: 0), GraphKey.node(id + 1))) != nil { return false }
        return try transaction.firstRow(tables.edgesIn, .prefix(key)) == nil
    }
}
