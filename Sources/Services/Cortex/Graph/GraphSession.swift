import Kernel
import Model
import Store

/// One query's look at a view and its own changes to it. Used by one thread.
public final class GraphSession {
    /// Where nodes and edges are read.
    public let graph: GraphStore
    /// The layers of the view, the top one, which is written to, first.
    public let layers: [LayerID]
    public let sink: any EditSink
    /// To be replaced when the query extends the model.
    public var model: DataModel {
        didSet {
            forms = [:]
            lastForm = nil
        }
    }
    /// Asked when edits are handed over: whether ``takeChanges()`` is to tell what they change.
    public var keepsChanges: () -> Bool = { false }
    private var changes: [LayerChanges] = []
    /// How many nodes may have edits that are not durable yet. Beyond half as many the sink is told to hurry, beyond all the session waits.
    public var pendingMax: Int {
        get { pending.nodesMax }
        set { pending.nodesMax = newValue }
    }
    /// Bounds what a query keeps in memory, and gives a commit enough to write neighbours in the store together.
    public static let defaultPendingMax = 32_768
    /// Edits are handed over in batches of so many nodes: the sink applies one while the next is made.
    public var batchNodes: Int {
        get { pending.batchNodes }
        set { pending.batchNodes = newValue }
    }
    /// Small enough that little is left to do when a query ends, large enough that handing over costs little.
    public static let defaultBatchNodes = 128

    /// Changes with every edit and commit: what a node decoded before is then looked at again.
    private(set) var serial: UInt64 = 0
    /// Changes with every commit.
    private(set) var commitSerial: UInt64 = 0
    var labels: LabelCache
    private var layerNumbers: [LayerNumber?]
    private var forms: [UInt64: FormDefinition] = [:]
    private var lastForm: (label: UInt64, form: FormDefinition)?
    private var formLabels = NameMap<UInt64>()
    private var names: [String: UInt64] = [:]
    /// Names that the store had no number for at the last look.
    private var missingNames: Set<String> = []
    private var lastName: (text: String, number: UInt64) = ("", 0)
    private let pending: PendingEdits

    public init(_ graph: GraphStore, layers: [LayerID], sink: any EditSink, model: DataModel) {
        precondition(!layers.isEmpty, "a session needs a layer to look at")
        self.graph = graph
        self.layers = layers
        self.sink = sink
        self.model = model
        labels = LabelCache(graph.tables)
        layerNumbers = layers.map { _ in nil }
        pending = PendingEdits(layers[0], sink: sink)
    }

    // MARK: Look-ups

    /// The node with this normalised primary value; nil when the view does not show it. Sees pending edits without a commit.
    public func node(_ form: FormDefinition, _ value: ModelValue) throws(Fault) -> Node? {
        let found = try find(form, value)
        return try found.isVisible() ? node(found) : nil
    }

    /// What is known of the node with this normalised primary value, visible or not. Good until the next edit or commit.
    func find(_ form: FormDefinition, _ value: ModelValue) throws(Fault) -> FoundNode {
        let name = NodeName(form: form.name, value: value)
        return FoundNode(
            form: form, name: name, rows: try stored(form, value), pending: pending[name])
    }

    func node(_ found: FoundNode) -> Node { Node(self, found.form, found.name.value, found.rows, pending: found.pending) }

    /// The node with this number; nil when the view does not show it.
    public func node(_ id: NodeID) throws(Fault) -> Node? { try nodes([id])[0] }

    /// Several nodes at once, in the order asked for; nil for those that the view does not show.
    public func nodes(_ ids: [NodeID]) throws(Fault) -> [Node?] {
        forgetMissing()
        return try graph.store.read { transaction throws(Fault) in
            try transaction.withCursor(graph.tables.nodes) { cursor throws(Fault) in
                let numbers = try numbers(in: transaction)
                var found: [Node?] = []
                found.reserveCapacity(ids.count)
                for id in ids {
                    let node = try node(id.number, numbers, cursor, in: transaction)
                    if hasPending { node?.expectEdits() }
                    found.append(try node?.isVisible() == true ? node : nil)
                }
                return found
            }
        }
    }

    /// The node with this identity (SHA-256 over form and value); nil when the view does not show it. Commits pending edits first.
    public func node(iden: Digest) throws(Fault) -> Node? {
        try flush()
        let candidates = try graph.store.read { transaction throws(Fault) in
            try Identities(tables: graph.tables).candidates(iden, in: transaction)
        }
        for node in try nodes(candidates.map(NodeID.init)) {
            if let node, try node.iden() == iden { return node }
        }
        return nil
    }

    /// Starts a lift. Commits pending edits first, since the lift could miss them.
    public func lift(_ lift: Lift) throws(Fault) -> LiftCursor {
        try flush()
        forgetMissing()
        return try LiftCursor(self, lift)
    }

    // MARK: Edits

    /// Records edits for the top layer. Point look-ups and the node see them at once. They are handed over in batches and durable at the
    /// latest after ``flush()``, or a lift.
    ///
    /// Throws what applying them would throw (`NoSuchProp`, `NoSuchTagProp`, `.limit`), and `.refused` for a runtime node.
    public func record(_ edits: [NodeEdit], on node: Node) throws(Fault) {
        guard !node.isRuntime else {
            throw Fault(
                .refused, "a node of the form \(node.form.name) is made for the query and cannot be edited",
                fields: ["form": .string(node.form.name)])
        }
        for edit in edits { try EditRefusal.check(edit, on: node.form, in: model) }
        let target: PendingNode
        if let known = pending[node.name] {
            target = known
        } else {
            target = PendingNode(node.name, top: try node.storedTop())
            target.id = node.knownID
            pending.hold(target)
        }
        try record(edits, target)
    }

    /// Records edits of a node by its name, which may be new. Throws `NoSuchForm`, and as ``record(_:on:)``.
    public func record(new name: NodeName, _ edits: [NodeEdit]) throws(Fault) -> Node {
        let form = try model.requireForm(name.form)
        for edit in edits { try EditRefusal.check(edit, on: form, in: model) }
        return try record(checked: edits, on: try find(form, name.value))
    }

    /// Records a new node that was just looked for. Its edits set properties that its form has, and nothing else.
    func record(_ draft: NodeDraft, on found: FoundNode) throws(Fault) -> Node {
        for case .setProperty(_, let value) in draft.edits { try EditRefusal.check(value) }
        return try record(checked: draft.edits, on: found)
    }

    private func record(checked edits: [NodeEdit], on found: FoundNode) throws(Fault) -> Node {
        try EditRefusal.check(found.name.value)
        let target: PendingNode
        if let known = found.pending {
            target = known
        } else {
            target = PendingNode(found.name, top: try found.rows?.top.map { bytes throws(Fault) in try state(bytes) } ?? NodeState())
            target.id = found.rows?.id
            pending.hold(target)
        }
        let node = Node(self, found.form, found.name.value, found.rows, pending: target)
        try record(edits, target)
        return node
    }

    private func record(_ edits: [NodeEdit], _ target: PendingNode) throws(Fault) {
        serial += 1
        guard pending.record(edits, on: target) else { return }
        try discardingOnFault { () throws(Fault) in try pending.advance(isHeard: keepsChanges(), committed) }
    }

    private func discardingOnFault(_ body: () throws(Fault) -> Void) throws(Fault) {
        do throws(Fault) {
            try body()
        } catch {
            discard()
            throw error
        }
    }

    private func committed(_ nodes: [PendingNode], _ changes: [LayerChanges], _ isHeard: Bool) {
        serial += 1
        commitSerial += 1
        forgetMissing()
        giveNumbers(nodes, changes)
        if isHeard { self.changes += changes }
    }

    /// What edits really changed since the last call, as far as it was kept: see ``keepsChanges``.
    public func takeChanges() -> [LayerChanges] {
        defer { changes = [] }
        return changes
    }

    /// Makes what is pending durable. Throws what the sink throws; what was pending is then forgotten.
    public func flush() throws(Fault) {
        guard hasPending else { return }
        try discardingOnFault { () throws(Fault) in try pending.flush(isHeard: keepsChanges(), committed) }
    }

    /// Forgets what is pending, as after a fault. What was handed over is applied nevertheless, before this returns.
    public func discard() {
        pending.discard()
        serial += 1
        commitSerial += 1
    }

    /// Whether there are edits that are not known to be durable.
    public var hasPending: Bool { !pending.isEmpty }

    /// Makes what is pending durable where edges are among it.
    func flushEdges() throws(Fault) {
        if pending.touchesEdges { try flush() }
    }

    /// The changes come in the order of the edits, without the nodes that did not change.
    private func giveNumbers(_ order: [PendingNode], _ changes: [LayerChanges]) {
        var rest = (changes.first { $0.layer == layers[0] }?.nodes ?? [])[...]
        for node in order {
            guard let first = rest.first else { return }
            if first.node == node.name {
                node.id = first.id.number
                rest = rest.dropFirst()
            }
        }
    }

    func pendingNode(_ name: NodeName) -> PendingNode? { pending[name] }

    // MARK: Rows

    /// The numbers of the layers; nil for those that no edit was made in.
    func numbers(in transaction: borrowing ReadTransaction) throws(Fault) -> [LayerNumber?] {
        for place in layers.indices where layerNumbers[place] == nil {
            layerNumbers[place] = try graph.layerNumber(layers[place], in: transaction)
        }
        return layerNumbers
    }

    /// The rows of the node with this name; nil where there are none.
    func stored(_ form: FormDefinition, _ value: ModelValue) throws(Fault) -> NodeRows? {
        forgetMissing()
        return try graph.store.read { transaction throws(Fault) in
            guard let label = try label(form, in: transaction) else { return nil }
            let key = GraphKey.name(label, form.type.index(value, in: model))
            let read = try transaction.get(graph.tables.names, key) { bytes in bytes.bigEndian() }
            guard let read, let first = read else { return nil }
            let name = StoredName.pack(label, value)
            let numbers = try numbers(in: transaction)
            let found = try rows(first, numbers, in: transaction)
            // Most nodes are told by the row that is needed anyway.
            if found.areNamed(name) { return found }
            if try isName(first, name, in: transaction) { return found }
            var id: UInt64?
            try transaction.forEach(graph.tables.names, .key(StoreKey(key))) { _, bytes throws(Fault) in
                if let other = bytes.bigEndian(), try isName(other, name, in: transaction) { id = other }
                return id == nil
            }
            return try id.map { id throws(Fault) in try rows(id, numbers, in: transaction) }
        }
    }

    /// Whether a layer's row says that the node with this name is there, which tells that of most nodes and copies nothing. False where it
    /// takes a closer look, and while the node has pending edits.
    func showsPlainly(_ form: FormDefinition, _ name: NodeName) throws(Fault) -> Bool {
        if pending[name] != nil { return false }
        return try graph.store.read { transaction throws(Fault) in
            guard let label = try label(form, in: transaction) else { return false }
            let key = GraphKey.name(label, form.type.index(name.value, in: model))
            let read = try transaction.get(graph.tables.names, key) { bytes in bytes.bigEndian() }
            guard let read, let id = read else { return false }
            let row = StoredName.pack(label, name.value)
            for case let number? in try numbers(in: transaction) {
                let key = GraphKey.node(id, number)
                if try transaction.get(graph.tables.nodes, key, { bytes in LayerState.isNamed(row, in: bytes) }) == true { return true }
            }
            return false
        }
    }

    private func label(_ form: FormDefinition, in transaction: borrowing ReadTransaction) throws(Fault) -> UInt64? {
        if let known = formLabels[form.name] { return known }
        let found = try labels.number(.form(form.name), in: transaction)
        formLabels[form.name] = found
        return found
    }

    /// What was missing at an older look may be there now.
    private func forgetMissing() {
        if !missingNames.isEmpty { missingNames.removeAll() }
    }

    private func isName(_ id: UInt64, _ row: [UInt8], in transaction: borrowing ReadTransaction) throws(Fault) -> Bool {
        try transaction.get(graph.tables.nodes, GraphKey.node(id)) { bytes in bytes.equals(row.span.bytes) } ?? false
    }

    private func rows(
        _ id: UInt64, _ numbers: [LayerNumber?], in transaction: borrowing ReadTransaction
    ) throws(Fault) -> NodeRows {
        var rows = NodeRows(id: id)
        for (place, number) in numbers.enumerated() {
            let row = try number.flatMap { number throws(Fault) in try transaction.get(graph.tables.nodes, GraphKey.node(id, number)) }
            if place == 0 { rows.top = row } else { rows.lower.append(row) }
        }
        return rows
    }

    /// The rows of a node by its number, for one whose name may have got another since; nil where it is gone.
    func rows(_ id: UInt64, _ form: FormDefinition, _ value: ModelValue) throws(Fault) -> NodeRows? {
        forgetMissing()
        let found = try graph.store.read { transaction throws(Fault) -> NodeRows? in
            guard try transaction.contains(graph.tables.nodes, GraphKey.node(id)) else { return nil }
            return try rows(id, try numbers(in: transaction), in: transaction)
        }
        if let found { return found }
        return try stored(form, value)
    }

    /// The node with a number, whether visible or not; nil where there is none, or the model lacks its form.
    func node(
        _ id: UInt64, _ numbers: [LayerNumber?], _ cursor: borrowing Cursor, in transaction: borrowing ReadTransaction
    ) throws(Fault) -> Node? {
        var rows = NodeRows(id: id)
        var name: (form: UInt64, value: ModelValue)?
        for (place, number) in numbers.enumerated() {
            let row = try number.flatMap { number throws(Fault) in try read(GraphKey.node(id, number), cursor) }
            if name == nil, let row { name = try LayerState.name(in: row) }
            if place == 0 { rows.top = row } else { rows.lower.append(row) }
        }
        if name == nil, let row = try read(GraphKey.node(id), cursor) { name = try StoredName.read(row) }
        guard let name, let form = try form(name.form, in: transaction) else { return nil }
        return Node(self, form, name.value, rows, pending: nil)
    }

    private func read(_ key: StoreKey, _ cursor: borrowing Cursor) throws(Fault) -> [UInt8]? {
        guard try cursor.seek(exactly: key) else { return nil }
        var row: [UInt8]?
        _ = try cursor.row { _, value in row = value.copied }
        return row
    }

    // MARK: Names

    private func form(_ label: UInt64, in transaction: borrowing ReadTransaction) throws(Fault) -> FormDefinition? {
        if let lastForm, lastForm.label == label { return lastForm.form }
        if let known = forms[label] {
            lastForm = (label, known)
            return known
        }
        guard let name = try LabelCache.label(label, graph.tables, in: transaction)?.parts.first else {
            throw .damagedGraph("a node has an unknown form")
        }
        let form = model.form(name)
        forms[label] = form
        return form
    }

    /// The number of a name inside states; nil where no node ever had it.
    func number(ofName name: String) throws(Fault) -> UInt64? {
        if lastName.text == name, lastName.number != 0 { return lastName.number }
        if let known = names[name] {
            lastName = (name, known)
            return known
        }
        if missingNames.contains(name) { return nil }
        let found = try graph.store.read { transaction throws(Fault) in try labels.number(.name(name), in: transaction) }
        guard let found else {
            missingNames.insert(name)
            return nil
        }
        names[name] = found
        lastName = (name, found)
        return found
    }

    /// What a layer says of a node, with names.
    func state(_ packed: [UInt8]) throws(Fault) -> NodeState {
        let stored = try LayerState(packed: packed)
        var state = NodeState()
        state.isAdded = stored.isAdded
        try named { name throws(Fault) in
            for property in stored.properties { state.properties.append((try name(property.name), property.value)) }
            for tag in stored.tags {
                let text = try name(tag.name)
                if let times = tag.times { state.tags.append((text, times)) }
                if tag.properties.isEmpty { continue }
                var values: [(name: String, value: ModelValue)] = []
                for property in tag.properties { values.append((try name(property.name), property.value)) }
                state.tagProperties.append((text, values))
            }
        }
        return state
    }

    /// Calls `body` with a way to the names that numbers stand for, which reads the store where it must.
    func named<R>(_ body: ((UInt64) throws(Fault) -> String) throws(Fault) -> R) throws(Fault) -> R {
        try body { number throws(Fault) in
            if let known = labels.known(number) { return known }
            return try graph.store.read { transaction throws(Fault) in try labels.name(number, in: transaction) }
        }
    }
}
