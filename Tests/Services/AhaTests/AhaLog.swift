import Kernel
import Nexus
import Store
import TestSupport
import World

@testable import Aha
@testable import Nexus

/// The log of an AHA that leads alone: a change is checked and applied at once, or fails where the test wants it.
final class AhaLog: Issuing {
    let store: StoreEnvironment
    let tables: AhaTables
    private let changes: ChangeTable
    private let host: Host
    private let state = Locked((count: UInt64(0), events: [String](), failure: Fault?.none))

    init(_ directory: String, host: Host) throws {
        store = try StoreEnvironment.open(directory: directory + "/store")
        tables = try AhaTables(in: store)
        changes = tables.changes
        self.host = host
    }

    /// The events of the changes that were made, in order.
    var events: [String] { state.withLock(\.events) }

    /// Has all changes from now on fail.
    func fail(with fault: Fault) { state.withLock { $0.failure = fault } }

    func issue<C: Change>(_ change: C, request: Iden?) async throws(Fault) -> C.Outcome {
        if let failure = state.withLock(\.failure) { throw failure }
        let proposal = Proposal(
            target: C.target, event: C.event, arguments: change.packed,
            origin: Origin(run: Iden(high: 0, low: 1), request: request ?? host.iden()))
        let handler = try changes.handler(for: proposal)
        let index = state.withLock { state in
            state.count += 1
            return Index(state.count)
        }
        let context = ChangeContext(
            index: index, term: Term(1), time: host.clock.wallTime(), origin: proposal.origin, effects: Effects())
        let outcome = try store.write { (transaction) throws(Fault) in
            try handler.check(proposal.arguments, transaction)
            return try handler.apply(proposal.arguments, context, transaction)
        }
        state.withLock { $0.events.append(C.event) }
        return try C.Outcome(packed: outcome)
    }
}
