/// The safety rules, one switch each. Production has no way to change them: only this package can build anything but ``Safety/full``.
/// The simulation takes each rule away in turn and must then find a lost or doubly acknowledged write.
public struct Safety: Sendable, Hashable {
    /// Feeds, progress and heartbeats of a lower term than the highest one seen are refused.
    package var termCheck = true
    /// A follower compares the running hash, not only the index, before it is fed and before it appends.
    package var hashCheck = true
    /// Without a current lease nothing is acknowledged that is not durable on every member.
    package var leaseRule = true
    /// Nothing is streamed, reported or acknowledged before it is durable on this server's disk.
    package var flush = true
    /// A forced promotion asks the members for their positions instead of trusting their last reports.
    package var freshPositions = true
    /// A leader acknowledges nothing before the first entry of its own term is durable on as many followers as `acks` says.
    package var termStart = true

    package init() {}

    /// Every rule in force.
    public static let full = Safety()
}
