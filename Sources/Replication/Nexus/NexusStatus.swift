import Kernel
import Leadership

/// The state of replication on one server.
public struct NexusStatus: Sendable {
    /// What the server does now, in which term, and who leads as far as it knows.
    public let role: ReplicaRole
    public let term: Term
    public let leader: String?
    /// The end of the log.
    public let position: Position
    /// The end of the log as far as it is durable.
    public let durable: Position
    /// The first index that the log holds.
    public let start: Index
    /// Whether a registry grants the terms.
    public let fenced: Bool
    /// What is left of the lease; nil for a server that does not lead, or without a registry.
    public let lease: Instant.Span?
    public let acks: Int
    /// Whether it leads, or follows in step.
    public let ready: Bool
    /// Whether the bytes that log and state name are here too.
    public let complete: Bool
    /// The servers below this one, by name, and how far each is durable.
    public let followers: [(name: String, durable: Index)]
    /// Why the server waits for a rejoin; nil while it is sound.
    public let condition: String?
}

extension NexusDriver {
    /// The state now.
    public func status() throws(Fault) -> NexusStatus {
        let now = host.clock.now()
        let start = try store.read { (transaction) throws(Fault) in try log.start(transaction).index.next }
        return NexusStatus(
            role: machine.role, term: machine.record.term, leader: machine.leads ? options.name : machine.leader, position: end,
            durable: machine.durable, start: start, fenced: options.fenced,
            lease: machine.leads && options.fenced ? (machine.lease.until?.since(now) ?? .zero) : nil, acks: options.acks,
            ready: machine.leads || machine.isInStep && machine.isComplete, complete: machine.isComplete,
            followers: machine.progress.map { ($0.key, $0.value.durable) }.sorted { $0.0 < $1.0 }, condition: condition)
    }

    private var condition: String? {
        switch machine.record.condition {
        case .sound: nil
        case .fenced:
            "term \(machine.record.ledTerm), which this server led, was ended by force; \(machine.leader ?? "another server") leads now. "
                + "Run `synctl rejoin`: it exports what was not replicated, and rebuilds"
        case .diverged(let divergence): divergence.fault.description
        }
    }

    /// Returns when this server leads `term` or a later one.
    /// - Throws: `TimeOut` when it does not within the time that a handoff may take.
    public func waitToLead(_ term: Term) async throws(Fault) {
        let deadline = host.clock.now() + options.times.handoff
        while !(machine.leads && machine.record.term >= term) {
            guard host.clock.now() < deadline, !hasEnded else {
                throw Fault(
                    .deadline, "AHA granted term \(term) to this server, which does not lead it yet",
                    advice: "It will when it hears from AHA: synctl nexus status")
            }
            if let known = machine.leader, machine.record.term > term, known != options.name { return }
            try await host.clock.sleep(for: .milliseconds(5))
        }
    }

    /// Where a rejoin writes the entries that only this server has.
    public nonisolated var exportPath: String {
        SnapshotSwap.parent(of: store.directory) + "/unreplicated-\(options.run).jsonl"
    }

    /// The registry can be reached again: it is told at once, and does not have to wait for the next report.
    public func registryReached() { registry.send(.report(machine.report, nil)) }
}
