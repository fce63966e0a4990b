import Kernel
import Leadership
import MessagePack
import Store

extension NexusDriver {
    /// The open write transaction, begun if there is none.
    func writing() throws(Fault) -> WriteTransaction {
        if let transaction { return transaction }
        let begun = try store.beginWrite()
        transaction = begun
        return begun
    }

    /// Makes durable what the open transaction holds, and tells the machine. The writer's thread calls it whenever it has nothing else to
    /// do.
    func commit() {
        guard let open = transaction, !hasEnded else { return }
        transaction = nil
        holdsRecord = false
        let begun = host.clock.now()
        do throws(Fault) {
            try open.commit()
        } catch {
            return endFatally(Fault(
                error.code, "the store could not make changes durable: \(error.message)", fields: error.fields,
                advice: error.advice, cause: error))
        }
        metrics.committed(end.index.number - committed.number, in: host.clock.now().since(begun))
        committed = end.index
        effects.run()
        applied.advance(to: end.index)
        handle(.durable(end))
    }

    /// Changes tables that only this server keeps; returns when the change is durable. The body throws before it changes anything.
    public func writeLocally(_ body: @Sendable (WriteTransaction) throws(Fault) -> Void) throws(Fault) {
        if hasEnded { throw Fault(.stopped, "the service is stopping", advice: "Ask again in a moment") }
        try body(try writing())
        commit()
        if hasEnded { throw Fault(.stopped, "the service had to stop while it made the change durable", advice: "See its log") }
    }

    /// Writes the machine's record down; it is durable before anything is done that others can see.
    func persist(_ record: ReplicaRecord) throws(Fault) {
        try log.memorise("replica", record.packed, try writing())
        holdsRecord = true
    }

    // MARK: As the leader

    /// Checks a write, orders it, appends and applies it, unless its origin is in the log already.
    func append(_ ticket: Ticket) throws(Fault) {
        guard let proposal = callers[ticket]?.proposal else {
            return handle(.appendRefused(ticket, Fault(.cancelled, "the caller is gone")))
        }
        let transaction = try writing()
        if let known = try transaction.reading({ (look) throws(Fault) in try log.outcome(of: proposal.origin, look) }) {
            callers[ticket]?.outcome = known.outcome
            return handle(.appended(ticket, at: known.index, end: end))
        }
        let handler: ChangeTable.Handler
        do throws(Fault) {
            handler = try changes.handler(for: proposal)
            try handler.check(proposal.arguments, transaction)
        } catch {
            return handle(.appendRefused(ticket, error))
        }
        let entry = Entry(
            after: end, term: term, time: host.clock.wallTime(), level: handler.level, proposal: proposal)
        let outcome = try enter(entry, handler, transaction)
        callers[ticket]?.outcome = outcome
        handle(.appended(ticket, at: entry.position.index, end: end))
    }

    /// Appends the entry that opens a term. It changes nothing, but once it is durable everything before it is this leader's too.
    func appendTermStart(_ term: Term) throws(Fault) {
        let proposal = Proposal(
            target: TermStart.target, event: TermStart.event, arguments: TermStart().packed,
            origin: Origin(run: options.run, request: host.iden()))
        let entry = Entry(after: end, term: term, time: host.clock.wallTime(), level: 1, proposal: proposal)
        _ = try enter(entry, try changes.handler(for: proposal), try writing())
        handle(.termStarted(end: end))
    }

    /// Appends an entry and applies it. What fails here fails the service: an entry that was checked and ordered must apply.
    private func enter(_ entry: Entry, _ handler: ChangeTable.Handler, _ transaction: WriteTransaction) throws(Fault) -> [UInt8] {
        let index = entry.position.index
        try log.append(entry.packed, at: index, transaction)
        let context = ChangeContext(
            index: index, term: entry.position.term, time: entry.time, origin: entry.proposal.origin, effects: effects)
        let outcome: [UInt8]
        do throws(Fault) {
            outcome = try handler.apply(entry.proposal.arguments, context, transaction)
        } catch {
            throw Fault(
                error.code, "entry \(index) (\(entry.proposal.target)/\(entry.proposal.event)) could not be applied: \(error.message)",
                fields: error.fields, advice: "Nothing of it was kept. Keep the directory and the log for a report", cause: error)
        }
        try log.remember(
            IssueRequest.Reply(index: index, term: entry.position.term, outcome: outcome), of: entry.proposal.origin, transaction)
        end = entry.position
        return outcome
    }

    // MARK: As a follower

    /// Appends and applies the batch that the machine has accepted.
    func appendOffered() throws(Fault) {
        let entries = offered
        offered = []
        let transaction = try writing()
        for entry in entries { _ = try enter(entry, try changes.handler(for: entry.proposal), transaction) }
    }

    /// What the durable log says about an index.
    func knowledge(of index: Index) throws(Fault) -> LogKnowledge {
        try store.read { (transaction) throws(Fault) in
            if let position = try log.position(at: index, transaction) { return .position(position) }
            return index < (try log.start(transaction)).index ? .trimmed : .beyond
        }
    }
}

/// The first entry of a leader's term.
struct TermStart: Change {
    static let target = "nexus"
    static let event = "term"
    typealias Outcome = Bool

    init() {}
    func pack(into packer: inout Packer) { packer.packRecord(0) }
    init(unpacking unpacker: inout Unpacker) throws(Fault) { try unpacker.skip() }
}

extension ReplicaAction {
    /// Whether nobody but the open transaction and the log file of the service sees the action.
    var staysInside: Bool {
        switch self {
        case .persist, .roleChanged, .append, .appendTermStart, .appendBatch: true
        default: false
        }
    }
}
