import Kernel
import Model
import Store

/// A node as a view shows it: each property, tag and datum from the topmost layer that has it, edges from all. Used by one thread.
///
/// It keeps the rows that it read, and looks again after an edit or a commit of its session.
public final class Node {
    /// Nil for a node that was made at query time.
    public let session: GraphSession?
    public let form: FormDefinition
    /// The normalised primary value.
    public let value: ModelValue

    private var number: UInt64
    private var top: [UInt8]?
    private var lower: [[UInt8]?]
    /// When the rows were read, and when pending edits were looked for.
    private var rowsSerial: UInt64
    private var serial: UInt64
    private var pending: PendingNode?
    private var isFrozen = false
    private let runtimeProperties: [(name: String, value: ModelValue)]

    /// No node has this number.
    private static let noNumber: UInt64 = 0

    /// A node that is made at query time (`syn:form` and the like) and never stored.
    public init(runtime form: FormDefinition, value: ModelValue, properties: [(name: String, value: ModelValue)]) {
        session = nil
        self.form = form
        self.value = value
        runtimeProperties = properties.sorted { $0.name < $1.name }
        (number, lower, rowsSerial, serial) = (Self.noNumber, [], 0, 0)
    }

    init(_ session: GraphSession, _ form: FormDefinition, _ value: ModelValue, _ rows: NodeRows?, pending: PendingNode?) {
        self.session = session
        self.form = form
        self.value = value
        self.pending = pending
        number = rows?.id ?? Self.noNumber
        top = rows?.top
        lower = rows?.lower ?? []
        runtimeProperties = []
        rowsSerial = session.commitSerial
        serial = session.serial
    }

    /// Makes the node look again when it is first asked: its rows come from a snapshot that may be older than the session's last commit.
    func distrustRows() {
        guard let session else { return }
        rowsSerial = session.commitSerial &- 1
        serial = session.serial &- 1
    }

    /// Makes the node look for pending edits when it is first asked: it was read by its number, under which they are not found.
    func expectEdits() {
        if let session { serial = session.serial &- 1 }
    }

    /// The node as the view shows it now, whatever is edited later: properties and tags. Data and edges are those at the time of asking.
    public func frozen() throws(Fault) -> Node {
        guard let session else { return self }
        try refresh()
        let rows = knownID.map { NodeRows(id: $0, top: top, lower: lower) }
        let copy = Node(session, form, value, rows, pending: pending?.copy())
        copy.isFrozen = true
        return copy
    }

    /// Whether it was made at query time and is not stored.
    public var isRuntime: Bool { session == nil }

    /// The form and primary value.
    public var name: NodeName { NodeName(form: form.name, value: value) }

    /// The number; nil for a runtime node, and for one whose first edits are not committed.
    public var id: NodeID? { knownID.map(NodeID.init) }

    var knownID: UInt64? {
        if number == Self.noNumber, let id = pending?.id { number = id }
        return number == Self.noNumber ? nil : number
    }

    /// SHA-256 over form and value, by which other systems know the node.
    public func iden() throws(Fault) -> Digest {
        guard let session else {
            throw Fault(.refused, "a node of the form \(form.name) is made for the query and has no identity in a store")
        }
        return try NodeIdentity.iden(form: form.name, value: value, session.model.environment)
    }

    // MARK: What is current

    /// Reads the rows again after a commit, and looks for pending edits again after an edit.
    @inline(__always)
    private func refresh() throws(Fault) {
        guard let session, serial != session.serial else { return }
        try refresh(session)
    }

    private func refresh(_ session: GraphSession) throws(Fault) {
        if isFrozen { return }
        let id = knownID
        if rowsSerial != session.commitSerial {
            let rows =
                if let id { try session.rows(id, form, value) } else { try session.stored(form, value) }
            number = rows?.id ?? Self.noNumber
            top = rows?.top
            lower = rows?.lower ?? []
            rowsSerial = session.commitSerial
        }
        pending = session.pendingNode(name)
        serial = session.serial
    }

    /// What the top layer says in the store, without pending edits.
    func storedTop() throws(Fault) -> NodeState {
        try refresh()
        guard let session, let top else { return NodeState() }
        return try session.state(top)
    }

    /// Whether the view shows the node: whether any layer has its primary value. Changes when the node is deleted.
    public func isVisible() throws(Fault) -> Bool {
        if session == nil { return true }
        try refresh()
        if let pending {
            if pending.isAdded { return true }
        } else if let top, try LayerState.flags(top).contains(.isAdded) {
            return true
        }
        for case let row? in lower where try LayerState.flags(row).contains(.isAdded) { return true }
        return false
    }

    /// The first of what the layers have, from the top down: of pending edits, then of the rows.
    @inline(__always)
    private func first<R>(
        _ name: String, pending ofPending: (NodeState) -> R?, rows ofRow: (UInt64, [UInt8]) throws(Fault) -> R?
    ) throws(Fault) -> R? {
        guard let session else { return nil }
        try refresh()
        if let pending, let found = ofPending(pending.top) { return found }
        guard let label = try session.number(ofName: name) else { return nil }
        if pending == nil, let top, let found = try ofRow(label, top) { return found }
        for case let row? in lower {
            if let found = try ofRow(label, row) { return found }
        }
        return nil
    }

    /// What all layers say together, sorted.
    private func merged() throws(Fault) -> NodeState {
        guard let session else { return NodeState() }
        try refresh()
        var state = NodeState()
        if let pending { state = pending.top } else if let top { state = try session.state(top) }
        for case let row? in lower { state = state.over(try session.state(row)) }
        return state.sorted()
    }

    /// What a layer said of the node when its rows were read, by the layer's place in the session.
    func row(_ place: Int) -> [UInt8]? { place == 0 ? top : lower[place - 1] }

    /// Whether the view shows the node in the row of an index: it has the node, and no upper layer another value. Of a node just read.
    func showsRow(of source: LiftSource) throws(Fault) -> Bool {
        if source.part.isPrimary { return true }
        if source.layer > 0, source.part.isHidable {
            for place in 0..<source.layer {
                if let row = row(place), try source.part.isIn(row) { return false }
            }
        }
        return try isVisible()
    }

    // MARK: Parts

    /// The property with this name, without the form; universal ones with their dot. Nil where no layer has it.
    public func property(_ name: String) throws(Fault) -> ModelValue? {
        if session == nil { return runtimeProperties.first { $0.name == name }?.value }
        return try first(name, pending: { $0.property(name) }, rows: LayerState.property)
    }

    /// All properties, sorted by name.
    public func properties() throws(Fault) -> [(name: String, value: ModelValue)] {
        session == nil ? runtimeProperties : try merged().properties
    }

    /// The times of a tag; nil where the node does not have it.
    public func tag(_ name: String) throws(Fault) -> TagTimes? {
        try first(
            name, pending: { $0.tag(name) }, rows: { label, row throws(Fault) in try LayerState.tag(label, in: row)?.times })
    }

    /// All tags, sorted by name.
    public func tags() throws(Fault) -> [(name: String, times: TagTimes)] { try merged().tags }

    /// The value of a property of a tag, from the uppermost layer that has one; nil where none has, and for a runtime node.
    /// Throws what the store throws.
    public func tagProperty(tag: String, name: String) throws(Fault) -> ModelValue? {
        guard let session else { return nil }
        let property = try session.number(ofName: name)
        return try first(
            tag, pending: { $0.tagProperty(tag: tag, name: name) },
            rows: { label, row throws(Fault) in
                try LayerState.tag(label, in: row)?.properties.first { $0.name == property }?.value
            })
    }

    /// All tag properties, sorted by tag, then by name.
    public func tagProperties() throws(Fault) -> [(tag: String, values: [(name: String, value: ModelValue)])] {
        try merged().tagProperties
    }

    /// The topmost layer that has a part. Nil where none has.
    public func layer(of part: NodePart) throws(Fault) -> LayerID? {
        guard let session else { return nil }
        for layer in session.layers where try has(part, in: layer) { return layer }
        return nil
    }

    private func has(_ part: NodePart, in layer: LayerID) throws(Fault) -> Bool {
        if case .data(let name) = part { return try data(in: layer).contains { $0.name == name } }
        guard let state = try state(in: layer) else { return false }
        switch part {
        case .primary: return state.isAdded
        case .property(let name): return state.property(name) != nil
        case .tag(let name): return state.tag(name) != nil
        case .tagProperty(let tag, let name): return state.tagProperty(tag: tag, name: name) != nil
        case .data: return false
        }
    }

    /// What one layer of the view says, sorted; nil where it says nothing. Sees pending edits.
    public func state(in layer: LayerID) throws(Fault) -> NodeState? {
        guard let session, let place = session.layers.firstIndex(of: layer) else { return nil }
        try refresh()
        if place == 0, let pending { return pending.top.isEmpty ? nil : pending.top.sorted() }
        let row = place == 0 ? top : place <= lower.count ? lower[place - 1] : nil
        return try row.map { row throws(Fault) in try session.state(row).sorted() }
    }

    // MARK: Data and edges

    /// The data of that name, from the uppermost layer that has it; nil where none has, and for a runtime node.
    /// Throws what the store throws.
    public func data(_ name: String) throws(Fault) -> ModelValue? {
        guard let session else { return nil }
        try refresh()
        if let set = pending?.data[name], let set { return set }
        // Deleted in the top layer: what a lower layer has shows.
        let isTopHidden = pending.map { $0.isDataWiped || $0.data[name] != nil } ?? false
        guard let id = knownID, let label = try session.number(ofName: name) else { return nil }
        let tables = session.graph.tables
        return try session.graph.store.read { transaction throws(Fault) in
            for (place, number) in try session.numbers(in: transaction).enumerated() where !(place == 0 && isTopHidden) {
                guard let number else { continue }
                if let row = try transaction.get(tables.data, GraphKey.node(id, number, label)) { return try ModelValue(packed: row) }
            }
            return nil
        }
    }

    /// The names of all data, in the order in which the store first heard them; those that it has not yet heard of come last, as they were
    /// set.
    public func dataNames() throws(Fault) -> [String] {
        guard let session else { return [] }
        try refresh()
        var numbers: [String: UInt64] = [:]
        if let id = knownID {
            try session.graph.store.read { transaction throws(Fault) in
                for (place, number) in try session.numbers(in: transaction).enumerated() {
                    guard let number, !(place == 0 && pending?.isDataWiped == true) else { continue }
                    for label in try session.graph.dataLabels(id, number, in: transaction) {
                        let name = try session.labels.name(label, in: transaction)
                        // What the top layer no longer has may still show from a lower one.
                        if place == 0, let change = pending?.data[name], change == nil { continue }
                        numbers[name] = label
                    }
                }
            }
        }
        var new: [String] = []
        for name in pending?.dataNames ?? [] where numbers[name] == nil {
            guard let set = pending?.data[name], set != nil else { continue }
            if let number = try session.number(ofName: name) { numbers[name] = number } else { new.append(name) }
        }
        return numbers.sorted { $0.value < $1.value }.map(\.key) + new
    }

    /// The data that one layer of the view has of the node, sorted by name. Commits the session's pending edits first.
    public func data(in layer: LayerID) throws(Fault) -> [(name: String, value: ModelValue)] {
        guard let session else { return [] }
        try session.flush()
        try refresh()
        guard let id = knownID else { return [] }
        let tables = session.graph.tables
        let found = try session.graph.store.read { transaction throws(Fault) -> [(name: String, value: ModelValue)] in
            guard let number = try session.graph.layerNumber(layer, in: transaction) else { return [] }
            var found: [(name: String, value: ModelValue)] = []
            for label in try session.graph.dataLabels(id, number, in: transaction) {
                guard let row = try transaction.get(tables.data, GraphKey.node(id, number, label)) else { continue }
                found.append((try session.labels.name(label, in: transaction), try ModelValue(packed: row)))
            }
            return found
        }
        return found.sorted { $0.name < $1.name }
    }

    /// Edges of one verb or of all. Commits the session's pending edits first when there are edges among them.
    public func edges(_ direction: EdgeDirection, verb: String? = nil) throws(Fault) -> EdgeCursor {
        try edges(direction, verb, layers: session?.layers ?? [])
    }

    private func edges(_ direction: EdgeDirection, _ verb: String?, layers: [LayerID]) throws(Fault) -> EdgeCursor {
        guard let session else { return EdgeCursor() }
        try session.flushEdges()
        try refresh()
        guard let id = knownID else { return EdgeCursor() }
        return try EdgeCursor(session, id, direction, verb: verb, layers: layers)
    }

    /// All edges that go out. For nodes with few; ``edges(_:verb:)`` has no bound.
    public func edgesOut(verb: String? = nil) throws(Fault) -> [NodeEdge] { try edges(.out, verb: verb).next(.max) }

    /// All edges that come in. For nodes with few; ``edges(_:verb:)`` has no bound.
    public func edgesIn(verb: String? = nil) throws(Fault) -> [NodeEdge] { try edges(.into, verb: verb).next(.max) }

    /// The edges that go out in one layer.
    public func edgesOut(in layer: LayerID) throws(Fault) -> [NodeEdge] { try edges(.out, nil, layers: [layer]).next(.max) }
}

/// A part of a node that a layer may have.
public enum NodePart: Hashable, Sendable {
    /// The primary value.
    case primary
    case property(String)
    case tag(String)
    case tagProperty(tag: String, name: String)
    case data(String)
}
