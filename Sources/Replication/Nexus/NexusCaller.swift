import Kernel
import Leadership

/// What a write that waits is told.
enum CallerStep: Sendable {
    /// How it ended.
    case answered(Result<IssueRequest.Reply, Fault>)
    /// Its own task passes it on to this server, and comes back with the answer.
    case forward(leader: String)
}

/// One write that waits at this server.
struct NexusCaller {
    let proposal: Proposal
    /// Nil while the caller's task asks another server.
    var continuation: CheckedContinuation<CallerStep, Never>?
    /// What it is told when it comes back.
    var due: CallerStep?
    /// What the change answered, once it was applied here or at the leader.
    var outcome: [UInt8]?
}

extension NexusDriver {
    /// Tells a caller how its write ended.
    func answer(_ ticket: Ticket, _ result: Result<IssueRequest.Reply, Fault>) {
        guard let continuation = callers[ticket]?.continuation else {
            callers[ticket]?.due = .answered(result)
            return
        }
        callers[ticket] = nil
        continuation.resume(returning: .answered(result))
    }

    /// Has a caller's task pass its write on.
    func forward(_ ticket: Ticket, to leader: String) {
        guard let continuation = callers[ticket]?.continuation else {
            callers[ticket]?.due = .forward(leader: leader)
            return
        }
        callers[ticket]?.continuation = nil
        continuation.resume(returning: .forward(leader: leader))
    }

    /// Tells every caller that the service ends.
    func answerAll(_ fault: Fault) {
        for ticket in Array(callers.keys) { answer(ticket, .failure(fault)) }
    }
}
