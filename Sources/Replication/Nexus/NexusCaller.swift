import Kernel

/// One write that waits at this server.
struct NexusCaller {
    let proposal: Proposal
    let continuation: CheckedContinuation<Result<IssueRequest.Reply, Fault>, Never>
    /// What the change answered, once it was applied here or at the leader.
    var outcome: [UInt8]?

    func resume(_ result: Result<IssueRequest.Reply, Fault>) { continuation.resume(returning: result) }
}
