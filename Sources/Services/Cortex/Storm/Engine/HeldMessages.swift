import Graph
import Kernel

/// Hands the messages of a run over, but none before the edits that it may depend on are durable: who is told of a node will find it.
///
/// Messages wait while any session of the run has pending edits. They go on when those are durable, which is seen to when too many wait,
/// when they have waited long, before the query sleeps, and at its end. Nodes are kept as they were when the query gave them.
final class HeldMessages {
    /// How many may wait, and for how long before the edits are made durable for their sake.
    static let countMax = 8_192
    static let waitMs: Int64 = 100

    private let output: (StormMessage) throws -> Void
    private let now: () -> Timestamp
    private var held: [StormMessage] = []
    private var since = Timestamp(milliseconds: 0)
    private var sessions: [WeakSession] = []
    /// How many sessions there may be before those that are gone are looked for.
    private var sessionsMax = 16

    private struct WeakSession {
        weak var session: GraphSession?
    }

    init(now: @escaping () -> Timestamp, output: @escaping (StormMessage) throws -> Void) {
        self.now = now
        self.output = output
    }

    /// From now on edits of this session hold messages back.
    func track(_ session: GraphSession) {
        if sessions.count >= sessionsMax {
            sessions.removeAll { $0.session == nil }
            sessionsMax = max(16, sessions.count * 2)
        }
        sessions.append(WeakSession(session: session))
    }

    private var hasPending: Bool { sessions.contains { $0.session?.hasPending == true } }

    /// Hands a message over, now or later. Throws what the receiver throws, and what the edits' commit throws.
    func emit(_ message: StormMessage) throws {
        guard hasPending else {
            try release()
            return try output(message)
        }
        if held.isEmpty { since = now() }
        if case .node(let item) = message { held.append(.node(NodePath(try item.node.frozen(), item.path))) } else { held.append(message) }
        if held.count >= Self.countMax { try settle() }
    }

    /// To be called now and then: hands over what has waited long.
    func look() throws {
        if !held.isEmpty, now().milliseconds - since.milliseconds >= Self.waitMs { try settle() }
    }

    /// Makes all pending edits durable and hands over what waited for them. Where that fails, what waited is never told.
    func settle() throws {
        do {
            for session in sessions { try session.session?.flush() }
        } catch {
            held = []
            throw error
        }
        try release()
    }

    private func release() throws {
        if held.isEmpty { return }
        let ready = held
        held = []
        for message in ready { try output(message) }
    }
}
