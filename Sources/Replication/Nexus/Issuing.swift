import Kernel
import Store

/// Where a service hands in changes. On the leader they are ordered and applied; on a mirror they are forwarded.
public protocol Issuing: Sendable {
    /// Makes a change, exactly once however often it is asked for with the same label.
    ///
    /// Returns when the change is durable, replicated as configured, and applied on this server, so that the caller reads its own write.
    /// - Parameter request: the caller's label for the request; nil draws a new one.
    /// - Throws: what the check of the change throws; `LeaseLost`, `NoLeader`, `UnknownOutcome`, `IsReadOnly`, `IsFini`.
    func issue<C: Change>(_ change: C, request: Iden?) async throws(Fault) -> C.Outcome
}

extension Issuing {
    /// Issues a change that nobody will ask for again by an identifier.
    public func issue<C: Change>(_ change: C) async throws(Fault) -> C.Outcome { try await issue(change, request: nil) }
}

/// Makes sure that bytes named by entries are on this server before the entries are applied (AXON-5).
public protocol AttachmentStore: Sendable {
    /// Fetches those that are missing from the upstream, verifies them and makes them durable.
    /// - Throws: `NoSuchFile` where the upstream does not hold one of them, `BadDataValu` where bytes are not what was named, and what the
    ///   link throws. The entries are then not applied, and asked for again.
    func fetch(_ attachments: [Attachment], from upstream: Upstream) async throws(Fault)

    /// What the state names and this server lacks, as after a snapshot: in the order of digests, from behind `digest` on.
    func missing(after digest: Digest?, countMax: Int, _ transaction: borrowing ReadTransaction) throws(Fault) -> [Attachment]

    /// Notes where fetched bytes lie that the state named already.
    func enter(_ attachments: [Attachment], _ transaction: WriteTransaction) throws(Fault)
}
