import Kernel
import Model
import Store

/// A running lift. It holds a snapshot of its own, so edits made while it runs do not show in it. Used by one thread.
public final class LiftCursor {
    private let session: GraphSession
    private let snapshot: Snapshot
    /// The session's when the lift began: nodes look again when it has changed since.
    private let serial: UInt64
    private let layers: [LayerNumber?]
    private let sources: [LiftSource]
    private let isReversed: Bool
    /// Whether nodes come that the view does not show.
    private let showsAll: Bool
    /// Whether rows without index form are left out: tags without times.
    private let needsForm: Bool
    private var steps: ArraySlice<LiftPlan.Step>
    private var residual: ValuePredicate?
    private var runs: [IndexRun] = []
    private var isMerged = false
    /// The last row of a merge, which other layers may repeat.
    private var lastRow: Row?

    /// A row of an index, on its way to become a node.
    private struct Row {
        let id: UInt64
        let source: Int
        let form: [UInt8]
    }

    /// Rows that are read of each run at once where several are merged.
    private static let mergeChunk = 256
    /// Rows that are read at once where nodes are only counted.
    private static let countChunk = 1_024

    init(_ session: GraphSession, _ lift: Lift) throws(Fault) {
        self.session = session
        serial = session.serial
        isReversed = lift.isReversed
        let snapshot = try session.graph.store.snapshot()
        self.snapshot = snapshot
        let planner = try snapshot.read { transaction throws(Fault) in
            var planner = LiftPlanner(session, try session.numbers(in: transaction))
            try planner.plan(lift.source, in: transaction)
            return planner
        }
        layers = planner.layers
        sources = planner.sources
        steps = LiftPlanner.steps(lift.source)[...]
        if case .touched = lift.source { showsAll = true } else { showsAll = false }
        if case .tagBy = lift.source { needsForm = true } else { needsForm = false }
    }

    /// The next nodes, at most `count`; none at the end.
    public func next(_ count: Int) throws(Fault) -> [Node] {
        var nodes: [Node] = []
        while nodes.count < count {
            let wanted = count - nodes.count
            var isAtEnd = false
            try snapshot.read { transaction throws(Fault) in
                let rows = try take(wanted, in: transaction)
                if rows.isEmpty {
                    isAtEnd = try !beginStep(in: transaction)
                } else {
                    try make(rows, &nodes, in: transaction)
                }
            }
            if isAtEnd { break }
        }
        return nodes
    }

    // MARK: Rows

    /// Begins the next step; false when there is none.
    private func beginStep(in transaction: borrowing ReadTransaction) throws(Fault) -> Bool {
        guard let step = steps.popFirst() else { return false }
        residual = step.residual
        isMerged = sources.count > 1
        lastRow = nil
        let isItems = sources.first?.part.itemType != nil
        runs = []
        for (place, source) in sources.enumerated() {
            runs.append(
                IndexRun(
                    step.range, source: place, prefix: GraphKey.index(source.number, source.label), isReversed: isReversed,
                    keepsKeys: isMerged || needsForm || (isItems && residual != nil)))
        }
        return true
    }

    /// The next rows of the step, at most `count`, in the order of their values; none at its end.
    private func take(_ count: Int, in transaction: borrowing ReadTransaction) throws(Fault) -> [Row] {
        if runs.isEmpty { return [] }
        if isMerged { return try merge(count, in: transaction) }
        if runs[0].isEmpty { try runs[0].fill(count, session.graph.tables, in: transaction) }
        var rows: [Row] = []
        rows.reserveCapacity(min(count, runs[0].ids.count))
        while rows.count < count, !runs[0].isEmpty {
            rows.append(Row(id: runs[0].id, source: 0, form: runs[0].form))
            runs[0].advance()
        }
        return rows
    }

    private func merge(_ count: Int, in transaction: borrowing ReadTransaction) throws(Fault) -> [Row] {
        var rows: [Row] = []
        while rows.count < count {
            var best: Int?
            for place in runs.indices {
                if runs[place].isEmpty { try runs[place].fill(Self.mergeChunk, session.graph.tables, in: transaction) }
                if runs[place].isAtEnd || runs[place].isEmpty { continue }
                if let other = best, !isBefore(runs[place], runs[other]) { continue }
                best = place
            }
            guard let best else { break }
            let row = Row(id: runs[best].id, source: runs[best].source, form: runs[best].form)
            runs[best].advance()
            // The same row of a lower layer.
            if let lastRow, lastRow.id == row.id, lastRow.form == row.form, sources[lastRow.source].layer != sources[row.source].layer {
                continue
            }
            lastRow = row
            rows.append(row)
        }
        return rows
    }

    /// Whether the next row of one run comes before that of another. Of equal rows that of the upper layer comes first.
    private func isBefore(_ one: IndexRun, _ other: IndexRun) -> Bool {
        if one.form != other.form { return one.form.lexicographicallyPrecedes(other.form) != isReversed }
        if one.id != other.id { return (one.id < other.id) != isReversed }
        return sources[one.source].layer < sources[other.source].layer
    }

    // MARK: Nodes

    /// Makes the nodes of rows, leaving out those that upper layers or the predicate hide.
    private func make(_ rows: [Row], _ nodes: inout [Node], in transaction: borrowing ReadTransaction) throws(Fault) {
        let isStale = session.serial != serial
        nodes.reserveCapacity(nodes.count + rows.count)
        try transaction.withCursor(session.graph.tables.nodes) { cursor throws(Fault) in
            for row in rows {
                guard let node = try session.node(row.id, layers, cursor, in: transaction) else { continue }
                let isShown = try showsAll ? true : node.showsRow(of: sources[row.source])
                guard isShown, try passes(node, row) else { continue }
                if isStale { node.distrustRows() }
                nodes.append(node)
            }
        }
    }

    private func passes(_ node: Node, _ row: Row) throws(Fault) -> Bool {
        if needsForm, row.form.isEmpty { return false }
        guard let residual else { return true }
        let source = sources[row.source]
        let value: ModelValue? =
            switch source.part {
            case .primary, .membership, .primaryItem: node.value
            default: try source.part.value(node.row(source.layer))
            }
        guard let value else { return false }
        guard let type = source.part.itemType else { return try residual(value) }
        for item in value.list ?? [] where try residual(item) && type.index(item, in: session.model) == row.form { return true }
        return false
    }

    // MARK: Counting

    /// How many nodes are left; the cursor is then at its end. Makes no nodes where it need not.
    public func count() throws(Fault) -> Int {
        var total = 0
        let isPlain = try snapshot.read { transaction throws(Fault) in try isCountable(in: transaction) }
        while true {
            var isAtEnd = false
            let counted = try snapshot.read { transaction throws(Fault) -> Int in
                if isPlain, residual == nil, !needsForm, !runs.isEmpty { return try countStep(in: transaction) }
                let rows = try take(Self.countChunk, in: transaction)
                if rows.isEmpty {
                    isAtEnd = try !beginStep(in: transaction)
                    return 0
                }
                var nodes: [Node] = []
                try make(rows, &nodes, in: transaction)
                return nodes.count
            }
            total += counted
            if isAtEnd { return total }
        }
    }

    /// Whether each row is a node of its own that the view shows, apart from rows that several layers have alike.
    private func isCountable(in transaction: borrowing ReadTransaction) throws(Fault) -> Bool {
        if showsAll { return true }
        for source in sources {
            if !source.part.isPrimary, try session.graph.count(source.number, Label.orphans, in: transaction) > 0 { return false }
            guard source.part.isHidable, source.layer > 0 else { continue }
            for upper in sources where upper.layer < source.layer && upper.label == source.label {
                if try session.graph.hasRows(upper.number, upper.label, in: transaction) { return false }
            }
        }
        return true
    }

    /// Counts what is left of the step, which then ends.
    private func countStep(in transaction: borrowing ReadTransaction) throws(Fault) -> Int {
        defer { runs = [] }
        let tables = session.graph.tables
        if isMerged, Set(sources.map(\.layer)).count > 1 {
            var total = 0
            while true {
                let rows = try merge(Self.countChunk, in: transaction)
                if rows.isEmpty { return total }
                total += rows.count
            }
        }
        var total = 0
        for place in runs.indices { total += try runs[place].countRest(tables, in: transaction) }
        return total
    }
}
