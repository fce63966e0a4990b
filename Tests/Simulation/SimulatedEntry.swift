import Kernel
import Leadership
import Simulator

/// An entry of a simulated log. Its index is its place. `word` is the running hash, `digest` the same in the form that positions have.
struct SimulatedEntry: Equatable {
    let term: UInt64
    /// The request id; 0 for the first entry of a term.
    let request: UInt64
    let word: UInt64
    let digest: Digest

    init(term: UInt64, request: UInt64, after previous: UInt64) {
        self.init(term: term, request: request, word: Self.chain(previous, term, request))
    }

    init(term: UInt64, request: UInt64, word: UInt64) {
        self.term = term
        self.request = request
        self.word = word
        var bytes = [UInt8](repeating: 0, count: Digest.byteCount)
        for place in 0..<8 { bytes[place] = UInt8(truncatingIfNeeded: word >> UInt64(place * 8)) }
        digest = Digest(bytes: bytes) ?? .zero
    }

    static func chain(_ previous: UInt64, _ term: UInt64, _ request: UInt64) -> UInt64 {
        Mixing.mix(Mixing.mix(previous, term), request)
    }

    static func == (left: SimulatedEntry, right: SimulatedEntry) -> Bool { left.word == right.word && left.request == right.request }
}

extension Array where Element == SimulatedEntry {
    /// The position after the first `count` entries.
    func position(_ count: Int) -> Position {
        guard count > 0 else { return .origin }
        let entry = self[count - 1]
        return Position(term: Term(entry.term), index: Kernel.Index(UInt64(count)), hash: entry.digest)
    }
}

/// What travels between nodes.
enum SimulatedMessage {
    case arbiter(ArbiterEvent)
    case standing(Standing)
    case commitAnswer(Iden, CommitAnswer)
    case follow(FollowRequest)
    case followAnswer(FollowAnswer)
    case batch(BatchHeader, [SimulatedEntry])
    case snapshot(feed: UInt64, [SimulatedEntry])
    case heartbeat(Heartbeat)
    case progress(ProgressReport)
    case handoff(HandoffMessage)
    case probe(Index, nonce: UInt64)
    case probed(Index, word: UInt64?, nonce: UInt64)
    case rebuild(nonce: UInt64)
    case rebuilt([SimulatedEntry], nonce: UInt64)
    /// A write: of a client, or forwarded. `call` tells the sender which of its calls is answered.
    case write(request: UInt64, call: UInt64)
    /// `term`: the term of the leader that acknowledged.
    case answer(call: UInt64, Result<Index, Fault>, term: Term)
}
