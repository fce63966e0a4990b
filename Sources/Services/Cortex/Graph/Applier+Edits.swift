import Kernel
import MessagePack
import Model
import Store

/// What one layer says of one node, while edits change it.
struct NodeEditing {
    let id: UInt64
    let form: FormSlot
    let value: ModelValue
    /// The row of its name.
    let row: [UInt8]
    let layer: LayerNumber
    var state: LayerState
    var forms: NodeForms
    /// Nil where nobody asks for them.
    var changes: [NodeChange]?
    /// Whether anything changed.
    var isChanged = false
}

/// The index forms of one node's edits.
struct NodeForms {
    private let forms: EditForms
    private let node: Int
    private var next = 0

    init(_ forms: EditForms, _ node: Int) {
        self.forms = forms
        self.node = node
    }

    var primary: ArraySlice<UInt8> { forms.primary(node) }

    /// The form of the next property that is set.
    mutating func takeProperty() -> ArraySlice<UInt8> {
        defer { next += 1 }
        return forms.property(node, next)
    }
}

extension Applier {
    /// Applies edits to one node and returns what changed, if that is asked for; nil where nothing did.
    func apply(
        _ edits: NodeEdits, _ target: Target, _ layer: LayerNumber, _ forms: NodeForms
    ) throws(Fault) -> [NodeChange]? {
        let isNew = try isNew(target.id)
        let row = isNew ? nil : try transaction.get(tables.nodes, GraphKey.node(target.id, layer))
        var node = NodeEditing(
            id: target.id, form: target.form, value: edits.node.value, row: target.row, layer: layer,
            state: try row.map(LayerState.init(packed:)) ?? LayerState(), forms: forms, changes: listsChanges ? [] : nil)
        node.changes?.reserveCapacity(edits.edits.count)
        node.state.properties.reserveCapacity(node.state.properties.count + edits.edits.count)
        let wasOrphan = row != nil && !node.state.isAdded
        for edit in edits.edits { try apply(edit, &node) }
        if node.isChanged { try write(node, existed: row != nil, wasOrphan: wasOrphan) }
        if node.state.isEmpty { losers.insert(node.id) }
        return node.isChanged ? node.changes ?? [] : nil
    }

    private func write(_ node: NodeEditing, existed: Bool, wasOrphan: Bool) throws(Fault) {
        let (id, layer, exists) = (node.id, node.layer, !node.state.isEmpty)
        if exists {
            var packer = Packer()
            node.state.pack(name: node.row, into: &packer)
            try putNode(id, layer, packer.bytes)
        } else if existed {
            try transaction.delete(tables.nodes, GraphKey.node(id, layer))
        }
        if exists != existed {
            operations.add(layer, Label.touched, [], id, isInsert: exists)
            operations.gain(layer, Label.touched, exists ? 1 : -1)
        }
        let isOrphan = exists && !node.state.isAdded
        if isOrphan != wasOrphan { operations.gain(layer, Label.orphans, isOrphan ? 1 : -1) }
    }

    private func apply(_ edit: NodeEdit, _ node: inout NodeEditing) throws(Fault) {
        switch edit {
        case .addNode: try addNode(edit, &node)
        case .deleteNode: try deleteNode(edit, &node)
        case .setProperty(let name, let value): try setProperty(edit, name, value, &node)
        case .deleteProperty(let name): try deleteProperty(name, &node)
        case .setTag(let name, let times): try setTag(edit, name, times, &node)
        case .deleteTag(let name): try deleteTag(name, &node)
        case .setTagProperty(let tag, let name, let value): try setTagProperty(edit, tag, name, value, &node)
        case .deleteTagProperty(let tag, let name): try deleteTagProperty(tag, name, &node)
        case .setData(let name, let value): try setData(edit, name, value, &node)
        case .deleteData(let name): try deleteData(name, &node)
        case .addEdge(let verb, let target): try addEdge(edit, verb, target, &node)
        case .deleteEdge(let verb, let target): try deleteEdge(verb, target, &node)
        }
    }

    // MARK: The node

    private func addNode(_ edit: NodeEdit, _ node: inout NodeEditing) throws(Fault) {
        guard !node.state.isAdded else { return }
        node.state.isAdded = true
        indexPrimary(node, isInsert: true)
        try note(NodeChange(edit), &node)
    }

    private func indexPrimary(_ node: NodeEditing, isInsert: Bool) {
        let form = node.form
        change(node.forms.primary, form.label, node, isInsert)
        operations.gain(node.layer, form.label, isInsert ? 1 : -1)
        if let items = form.items { changeItems(items, node.value, node, isInsert) }
    }

    private func deleteNode(_ edit: NodeEdit, _ node: inout NodeEditing) throws(Fault) {
        for tag in node.state.tags { try deleteTag(try name(tag.name), &node) }
        for property in node.state.properties { try deleteProperty(try name(property.name), &node) }
        if node.state.flags.contains(.hasData) {
            for name in try dataNames(node) { try deleteData(name, &node) }
        }
        if node.state.flags.contains(.hasEdges) {
            for edge in try edgesOut(node) { try deleteEdge(edge.verb, try nodeName(edge.other.number), &node) }
        }
        guard node.state.isAdded else { return }
        indexPrimary(node, isInsert: false)
        node.state.isAdded = false
        try note(NodeChange(edit), &node)
    }

    private func note(_ change: @autoclosure () throws(Fault) -> NodeChange, _ node: inout NodeEditing) throws(Fault) {
        node.isChanged = true
        try node.changes?.append(change())
    }

    // MARK: Rows of the index

    private func change(_ form: some Collection<UInt8>, _ label: UInt64, _ node: NodeEditing, _ isInsert: Bool) {
        operations.add(node.layer, label, form, node.id, isInsert: isInsert)
    }

    private func changeItems(_ items: ItemsSlot, _ value: ModelValue, _ node: NodeEditing, _ isInsert: Bool) {
        for item in value.list ?? [] { change(items.type.index(item, in: model), items.label, node, isInsert) }
    }

    /// `form`: the index form of the value, where it is known.
    private func index(
        _ slot: PropertySlot, _ value: ModelValue, _ node: NodeEditing, _ isInsert: Bool, form: ArraySlice<UInt8>? = nil
    ) throws(Fault) {
        guard let type = slot.type else { return try deleteRows(slot.label, node) }
        change(form ?? type.index(value, in: model)[...], slot.label, node, isInsert)
        if let items = slot.items { changeItems(items, value, node, isInsert) }
    }

    /// Deletes the rows of a node in an index whose property the model no longer has, so that its index forms are not known.
    private func deleteRows(_ label: UInt64, _ node: NodeEditing) throws(Fault) {
        var keys: [[UInt8]] = []
        try transaction.forEach(tables.index, .prefix(StoreKey(GraphKey.index(node.layer, label)))) { key, value in
            if value.bigEndian() == node.id { keys.append(key.copied) }
            return true
        }
        for key in keys { operations.delete(key, node.id) }
    }

    // MARK: Properties

    private func setProperty(_ edit: NodeEdit, _ name: String, _ value: ModelValue, _ node: inout NodeEditing) throws(Fault) {
        let form = node.forms.takeProperty()
        let slot = try property(name, of: node.form, isKnown: true)
        let place = node.state.properties.firstIndex { $0.name == slot.name }
        let old = place.map { node.state.properties[$0].value }
        if old == value { return }
        if let old { try index(slot, old, node, false) } else { operations.gain(node.layer, slot.label, 1) }
        try index(slot, value, node, true, form: form)
        if let place {
            node.state.properties[place].value = value
        } else {
            node.state.properties.append(.init(name: slot.name, value: value))
        }
        try note(NodeChange(edit, old: old), &node)
    }

    private func deleteProperty(_ name: String, _ node: inout NodeEditing) throws(Fault) {
        let slot = try property(name, of: node.form, isKnown: false)
        guard let place = node.state.properties.firstIndex(where: { $0.name == slot.name }) else { return }
        let old = node.state.properties.remove(at: place).value
        try index(slot, old, node, false)
        operations.gain(node.layer, slot.label, -1)
        try note(NodeChange(.deleteProperty(name), old: old), &node)
    }

    // MARK: Tags

    private func setTag(_ edit: NodeEdit, _ name: String, _ times: TagTimes, _ node: inout NodeEditing) throws(Fault) {
        let slot = try tag(name, of: node.form)
        let place = node.state.tags.firstIndex { $0.name == slot.name }
        let old = place.flatMap { node.state.tags[$0].times }
        if old == times { return }
        if let old { change(try TagIndex.form(old, model), slot.label, node, false) } else { operations.gain(node.layer, slot.label, 1) }
        change(try TagIndex.form(times, model), slot.label, node, true)
        if let place {
            node.state.tags[place].times = times
        } else {
            node.state.tags.append(.init(name: slot.name, times: times))
        }
        try note(NodeChange(edit, oldTimes: old), &node)
    }

    private func deleteTag(_ name: String, _ node: inout NodeEditing) throws(Fault) {
        let slot = try tag(name, of: node.form)
        guard let found = node.state.tags.first(where: { $0.name == slot.name }) else { return }
        for property in found.properties { try deleteTagProperty(name, try self.name(property.name), &node) }
        guard let times = found.times else { return }
        node.state.tags.removeAll { $0.name == slot.name }
        change(try TagIndex.form(times, model), slot.label, node, false)
        operations.gain(node.layer, slot.label, -1)
        try note(NodeChange(.deleteTag(name), oldTimes: times), &node)
    }

    private func setTagProperty(
        _ edit: NodeEdit, _ tag: String, _ name: String, _ value: ModelValue, _ node: inout NodeEditing
    ) throws(Fault) {
        let slot = try tagProperty(tag, name, of: node.form, isKnown: true)
        let tagName = try self.tag(tag, of: node.form).name
        if !node.state.tags.contains(where: { $0.name == tagName }) { node.state.tags.append(.init(name: tagName, times: nil)) }
        guard let position = node.state.tags.firstIndex(where: { $0.name == tagName }) else { return }
        let place = node.state.tags[position].properties.firstIndex { $0.name == slot.name }
        let old = place.map { node.state.tags[position].properties[$0].value }
        if old == value { return }
        if let old { try index(slot, old, node, false) } else { operations.gain(node.layer, slot.label, 1) }
        try index(slot, value, node, true)
        if let place {
            node.state.tags[position].properties[place].value = value
        } else {
            node.state.tags[position].properties.append(.init(name: slot.name, value: value))
        }
        try note(NodeChange(edit, old: old), &node)
    }

    private func deleteTagProperty(_ tag: String, _ name: String, _ node: inout NodeEditing) throws(Fault) {
        let slot = try tagProperty(tag, name, of: node.form, isKnown: false)
        let tagName = try self.tag(tag, of: node.form).name
        guard let position = node.state.tags.firstIndex(where: { $0.name == tagName }),
            let place = node.state.tags[position].properties.firstIndex(where: { $0.name == slot.name })
        else { return }
        let old = node.state.tags[position].properties.remove(at: place).value
        if node.state.tags[position].times == nil, node.state.tags[position].properties.isEmpty { node.state.tags.remove(at: position) }
        try index(slot, old, node, false)
        operations.gain(node.layer, slot.label, -1)
        try note(NodeChange(.deleteTagProperty(tag: tag, name: name), old: old), &node)
    }

    // MARK: Data

    private func setData(_ edit: NodeEdit, _ name: String, _ value: ModelValue, _ node: inout NodeEditing) throws(Fault) {
        let key = GraphKey.node(node.id, node.layer, try number(.name(name)))
        let new = value.packed
        let old = try transaction.get(tables.data, key)
        if old == new { return }
        try transaction.put(tables.data, key, new)
        if old == nil {
            let label = try number(.data(name))
            change([], label, node, true)
            operations.gain(node.layer, label, 1)
        }
        node.state.flags.insert(.hasData)
        try note(NodeChange(edit, old: try old.map(ModelValue.init(packed:))), &node)
    }

    private func deleteData(_ name: String, _ node: inout NodeEditing) throws(Fault) {
        let key = GraphKey.node(node.id, node.layer, try number(.name(name)))
        guard let old = try transaction.get(tables.data, key) else { return }
        try transaction.delete(tables.data, key)
        let label = try number(.data(name))
        change([], label, node, false)
        operations.gain(node.layer, label, -1)
        if try transaction.firstRow(tables.data, .prefix(GraphKey.node(node.id, node.layer))) == nil {
            node.state.flags.remove(.hasData)
        }
        try note(NodeChange(.deleteData(name), old: try ModelValue(packed: old)), &node)
    }

    private func dataNames(_ node: NodeEditing) throws(Fault) -> [String] {
        try transaction.reading { reading throws(Fault) in
            var names: [String] = []
            for label in try graph.dataLabels(node.id, node.layer, in: reading) { names.append(try labels.name(label, in: reading)) }
            return names
        }
    }

    // MARK: Edges

    private func addEdge(_ edit: NodeEdit, _ verb: String, _ target: NodeName, _ node: inout NodeEditing) throws(Fault) {
        let verbName = try number(.name(verb))
        let other = try resolve(target)
        let key = GraphKey.node(node.id, node.layer, verbName)
        let isFirst = try !transaction.contains(tables.edgesOut, key)
        if !isFirst, try transaction.contains(tables.edgesOut, key, value: StoreKey.bigEndian(other)) { return }
        try transaction.put(tables.edgesOut, key, StoreKey.bigEndian(other))
        try transaction.put(tables.edgesIn, GraphKey.node(other, node.layer, verbName), StoreKey.bigEndian(node.id))
        if isFirst {
            let label = try number(.edge(verb))
            change([], label, node, true)
            operations.gain(node.layer, label, 1)
        }
        node.state.flags.insert(.hasEdges)
        try note(NodeChange(edit), &node)
    }

    private func deleteEdge(_ verb: String, _ target: NodeName, _ node: inout NodeEditing) throws(Fault) {
        let verbName = try number(.name(verb))
        let key = GraphKey.node(node.id, node.layer, verbName)
        guard let other = try find(target), try transaction.delete(tables.edgesOut, key, value: StoreKey.bigEndian(other)) else { return }
        try transaction.delete(tables.edgesIn, GraphKey.node(other, node.layer, verbName), value: StoreKey.bigEndian(node.id))
        losers.insert(other)
        if try !transaction.contains(tables.edgesOut, key) {
            let label = try number(.edge(verb))
            change([], label, node, false)
            operations.gain(node.layer, label, -1)
        }
        if try transaction.firstRow(tables.edgesOut, .prefix(GraphKey.node(node.id, node.layer))) == nil {
            node.state.flags.remove(.hasEdges)
        }
        try note(NodeChange(.deleteEdge(verb: verb, to: target)), &node)
    }

    private func edgesOut(_ node: NodeEditing) throws(Fault) -> [NodeEdge] {
        try transaction.reading { reading throws(Fault) in
            var edges: [NodeEdge] = []
            for (label, other) in try graph.edges(tables.edgesOut, node.id, node.layer, nil, in: reading) {
                edges.append(NodeEdge(verb: try labels.name(label, in: reading), other: NodeID(other)))
            }
            return edges
        }
    }
}
