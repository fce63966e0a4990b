import Kernel
import MessagePack
import Model
import Store

extension GraphStore {
    /// Walks every table both ways and compares each index with the nodes. Returns what does not agree, in sentences, at most
    /// ``checkFindingsMax`` of them; none when all agrees.
    public func check(model: DataModel, in snapshot: Snapshot) throws(Fault) -> [String] {
        let checker = GraphChecker(self, model)
        try snapshot.read { transaction throws(Fault) in try checker.run(in: transaction) }
        return checker.findings
    }

    /// A damaged store has one cause and a million symptoms.
    public static let checkFindingsMax = 100
}

/// Compares the tables of a graph with each other. The nodes are walked first: each row that follows from them must be there. Then the rows
/// of each index are counted: there must be no others.
private final class GraphChecker {
    private let graph: GraphStore
    private let tables: GraphTables
    private let model: DataModel
    private var labels: LabelCache
    private(set) var findings: [String] = []
    /// Rows that the indexes should have, and those that they have.
    private var expected: [CountKey: Int] = [:]
    /// Nodes that have the part, which is what counts are kept of; arrays have more rows than nodes.
    private var kept: [CountKey: Int] = [:]
    private var names = 0
    private var formNames: [UInt64: String] = [:]

    /// The node whose rows are walked.
    private struct Walked {
        let id: UInt64
        let name: NodeName
        let form: FormDefinition?
        var isUsed = false
    }

    init(_ graph: GraphStore, _ model: DataModel) {
        self.graph = graph
        tables = graph.tables
        self.model = model
        labels = LabelCache(graph.tables)
    }

    private func find(_ finding: String) {
        if findings.count < GraphStore.checkFindingsMax { findings.append(finding) }
    }

    func run(in transaction: borrowing ReadTransaction) throws(Fault) {
        try walkNodes(in: transaction)
        try walkIndex(in: transaction)
        try walkCounts(in: transaction)
        try walkData(in: transaction)
        try walkEdges(in: transaction)
        try walkIdentities(in: transaction)
        let rows = try transaction.count(tables.names)
        if rows != names { find("there are \(names) nodes and \(rows) rows of names") }
    }

    // MARK: Nodes

    private func walkNodes(in transaction: borrowing ReadTransaction) throws(Fault) {
        let counters = try Counters(tables, in: transaction)
        var walked: Walked?
        try transaction.forEach(tables.nodes) { key, value throws(Fault) in
            guard let id = key.bigEndian() else {
                find("a row of nodes has a key without number")
                return true
            }
            if id >= counters.nextNode { find("node \(id) has a number that was not given out") }
            if key.byteCount == 8 {
                try end(walked, in: transaction)
                walked = try checkName(id, value.copied, in: transaction)
                return true
            }
            guard var node = walked, node.id == id else {
                find("node \(id) has a state without a name")
                return true
            }
            var position = 8
            let layer = LayerNumber(try OrderedNumber.read(key.copied, &position))
            try checkState(node, layer, try LayerState(packed: value.copied), in: transaction)
            node.isUsed = true
            walked = node
            return true
        }
        try end(walked, in: transaction)
    }

    private func end(_ node: Walked?, in transaction: borrowing ReadTransaction) throws(Fault) {
        guard let node, !node.isUsed else { return }
        if try transaction.firstRow(tables.edgesIn, .prefix(GraphKey.node(node.id))) == nil {
            find("node \(node.id) is kept although nothing refers to it")
        }
    }

    private func checkName(_ id: UInt64, _ row: [UInt8], in transaction: borrowing ReadTransaction) throws(Fault) -> Walked? {
        names += 1
        guard let name = try graph.name(of: id, in: transaction) else { return nil }
        guard let form = model.form(name.form) else {
            find("node \(id) has the form \(name.form), which the model lacks")
            return Walked(id: id, name: name, form: nil)
        }
        var key = OrderedNumber.bytes(try StoredName.read(row).form)
        key += form.type.index(name.value, in: model)
        if try !transaction.contains(tables.names, key, value: StoreKey.bigEndian(id)) { find("node \(id) is not found by its name") }
        let iden = try NodeIdentity.iden(form: name.form, value: name.value, model.environment)
        let found = try Identities(tables: tables).candidates(iden, in: transaction)
        if !found.contains(id) { find("node \(id) is not found by its identity") }
        return Walked(id: id, name: name, form: form)
    }

    private func checkState(
        _ node: Walked, _ layer: LayerNumber, _ state: LayerState, in transaction: borrowing ReadTransaction
    ) throws(Fault) {
        if state.isEmpty { find("node \(node.id) has an empty state in layer \(layer.number)") }
        try expect(Label.touched, [[]], node, layer, in: transaction)
        if !state.isAdded { kept[CountKey(layer.number, Label.orphans), default: 0] += 1 }
        let hasData = try transaction.firstRow(tables.data, .prefix(GraphKey.node(node.id, layer))) != nil
        if hasData != state.flags.contains(.hasData) { find("node \(node.id) has a wrong mark for data in layer \(layer.number)") }
        let hasEdges = try transaction.firstRow(tables.edgesOut, .prefix(GraphKey.node(node.id, layer))) != nil
        if hasEdges != state.flags.contains(.hasEdges) { find("node \(node.id) has a wrong mark for edges in layer \(layer.number)") }
        guard let form = node.form else { return }
        if state.isAdded {
            try expect(.form(form.name), [form.type.index(node.name.value, in: model)], node, layer, in: transaction)
            try expectItems(.formItems(form.name), form.type, node.name.value, node, layer, in: transaction)
        }
        for property in state.properties {
            let name = try labels.name(property.name, in: transaction)
            guard let definition = form.property(name) else {
                find("node \(node.id) has the property \(name), which the model lacks")
                continue
            }
            let index = definition.type.index(property.value, in: model)
            try expect(.property(name, form: form.name), [index], node, layer, in: transaction)
            try expectItems(.propertyItems(name, form: form.name), definition.type, property.value, node, layer, in: transaction)
        }
        for tag in state.tags { try checkTag(tag, node, form, layer, in: transaction) }
    }

    private func checkTag(
        _ tag: LayerState.Tag, _ node: Walked, _ form: FormDefinition, _ layer: LayerNumber, in transaction: borrowing ReadTransaction
    ) throws(Fault) {
        let text = try labels.name(tag.name, in: transaction)
        if let times = tag.times {
            try expect(.tag(text, form: form.name), [try TagIndex.form(times, model)], node, layer, in: transaction)
        }
        for property in tag.properties {
            let name = try labels.name(property.name, in: transaction)
            guard let type = model.tagProperty(name)?.type else {
                find("node \(node.id) has the tag property \(name), which the model lacks")
                continue
            }
            let index = type.index(property.value, in: model)
            try expect(.tagProperty(name, tag: text, form: form.name), [index], node, layer, in: transaction)
        }
    }

    private func expectItems(
        _ label: Label, _ type: TypeDefinition, _ value: ModelValue, _ node: Walked, _ layer: LayerNumber,
        in transaction: borrowing ReadTransaction
    ) throws(Fault) {
        guard let element = try type.elementType(in: model) else { return }
        try expect(label, Set((value.list ?? []).map { element.index($0, in: model) }), node, layer, isKept: false, in: transaction)
    }

    private func expect(
        _ label: Label, _ forms: Set<[UInt8]>, _ node: Walked, _ layer: LayerNumber, isKept: Bool = true,
        in transaction: borrowing ReadTransaction
    ) throws(Fault) {
        if forms.isEmpty { return }
        guard let number = try labels.number(label, in: transaction) else {
            return find("node \(node.id) has \(label.parts.joined(separator: " ")), which has no index")
        }
        try expect(number, forms, node, layer, isKept: isKept, in: transaction)
    }

    private func expect(
        _ label: UInt64, _ forms: Set<[UInt8]>, _ node: Walked, _ layer: LayerNumber, isKept: Bool = true,
        in transaction: borrowing ReadTransaction
    ) throws(Fault) {
        let count = CountKey(layer.number, label)
        expected[count, default: 0] += forms.count
        if isKept { kept[count, default: 0] += 1 }
        for form in forms {
            if try !transaction.contains(tables.index, GraphKey.index(layer, label) + form, value: StoreKey.bigEndian(node.id)) {
                find("node \(node.id) is missing in the index \(label) of layer \(layer.number)")
            }
        }
    }

    // MARK: The other tables

    private func walkData(in transaction: borrowing ReadTransaction) throws(Fault) {
        try transaction.forEach(tables.data) { key, _ throws(Fault) in
            let bytes = key.copied
            var position = 8
            let layer = LayerNumber(try OrderedNumber.read(bytes, &position))
            let name = try labels.name(try OrderedNumber.read(bytes, &position), in: transaction)
            guard let id = key.bigEndian() else { return true }
            try checkOwner(id, layer, .data(name), in: transaction)
            return true
        }
    }

    private func walkEdges(in transaction: borrowing ReadTransaction) throws(Fault) {
        try transaction.forEach(tables.edgesOut) { key, value throws(Fault) in
            let bytes = key.copied
            var position = 8
            let layer = LayerNumber(try OrderedNumber.read(bytes, &position))
            let verb = try OrderedNumber.read(bytes, &position)
            guard let id = key.bigEndian(), let other = value.bigEndian() else { return true }
            if try !transaction.contains(tables.edgesIn, GraphKey.node(other, layer, verb), value: StoreKey.bigEndian(id)) {
                find("the edge from node \(id) to \(other) is not found from its end")
            }
            try checkOwner(id, layer, .edge(try labels.name(verb, in: transaction)), in: transaction)
            return true
        }
        let (out, into) = (try transaction.count(tables.edgesOut), try transaction.count(tables.edgesIn))
        if out != into { find("there are \(out) edges by their start and \(into) by their end") }
    }

    /// Data and edges must belong to a node that is there and be found by their name.
    private func checkOwner(
        _ id: UInt64, _ layer: LayerNumber, _ label: Label, in transaction: borrowing ReadTransaction
    ) throws(Fault) {
        if try !transaction.contains(tables.nodes, GraphKey.node(id, layer)) {
            find("data or edges belong to node \(id), of which layer \(layer.number) has no state")
        }
        guard let number = try labels.number(label, in: transaction) else {
            return find("data or edges of node \(id) have no index")
        }
        if try !transaction.contains(tables.index, GraphKey.index(layer, number), value: StoreKey.bigEndian(id)) {
            find("node \(id) is missing in the index \(number) of layer \(layer.number)")
        }
    }

    private func walkIndex(in transaction: borrowing ReadTransaction) throws(Fault) {
        var counted: [CountKey: Int] = [:]
        var isOwned: [UInt64: Bool] = [:]
        try transaction.forEach(tables.index) { key, value throws(Fault) in
            let bytes = key.copied
            var position = 0
            let layer = try OrderedNumber.read(bytes, &position)
            let label = try OrderedNumber.read(bytes, &position)
            counted[CountKey(layer, label), default: 0] += 1
            if isOwned[label] == nil {
                let kind = try LabelCache.label(label, tables, in: transaction)?.kind
                isOwned[label] = kind == Label.data("").kind || kind == Label.edge("").kind
            }
            guard isOwned[label] == true, let id = value.bigEndian() else { return true }
            // These follow from other tables than the states: they are counted here, and found from there.
            kept[CountKey(layer, label), default: 0] += 1
            expected[CountKey(layer, label), default: 0] += 1
            if try !hasOwn(id, LayerNumber(layer), label, in: transaction) { find("the index \(label) has node \(id) without cause") }
            return true
        }
        for key in Set(counted.keys).union(expected.keys) where counted[key] ?? 0 != expected[key] ?? 0 {
            find("index \(key.label) of layer \(key.layer) has \(counted[key] ?? 0) rows instead of \(expected[key] ?? 0)")
        }
    }

    /// Whether the node has data or edges of the label's name.
    private func hasOwn(
        _ id: UInt64, _ layer: LayerNumber, _ label: UInt64, in transaction: borrowing ReadTransaction
    ) throws(Fault) -> Bool {
        guard let found = try LabelCache.label(label, tables, in: transaction), let text = found.parts.first,
            let name = try labels.number(.name(text), in: transaction)
        else { return false }
        let table = found.kind == Label.data("").kind ? tables.data : tables.edgesOut
        return try transaction.contains(table, GraphKey.node(id, layer, name))
    }

    private func walkCounts(in transaction: borrowing ReadTransaction) throws(Fault) {
        var stored: [CountKey: Int] = [:]
        try transaction.forEach(tables.counts) { key, value throws(Fault) in
            let bytes = key.copied
            var position = 0
            let layer = try OrderedNumber.read(bytes, &position)
            stored[CountKey(layer, try OrderedNumber.read(bytes, &position))] = Int(clamping: value.bigEndian() ?? 0)
            return true
        }
        for key in Set(stored.keys).union(kept.keys) where stored[key] ?? 0 != kept[key] ?? 0 {
            find("the count of index \(key.label) of layer \(key.layer) is \(stored[key] ?? 0) instead of \(kept[key] ?? 0)")
        }
    }

    private func walkIdentities(in transaction: borrowing ReadTransaction) throws(Fault) {
        var placed = 0
        var recent: Set<UInt64> = []
        try Identities(tables: tables).forEach(in: transaction) { _, id, isRecent throws(Fault) in
            if isRecent {
                recent.insert(id)
                return
            }
            placed += 1
            if try !transaction.contains(tables.nodes, GraphKey.node(id)) { find("an identity leads to node \(id), which is gone") }
        }
        if placed + recent.count < names { find("there are \(names) nodes and \(placed + recent.count) identities") }
    }
}
