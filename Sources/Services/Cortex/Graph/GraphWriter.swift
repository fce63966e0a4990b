import Kernel
import Model
import Store
import World

/// Applies edits on a thread of its own while the queries that hand them over compute the next ones.
///
/// Edits are applied in the order in which they come, many of them in one write transaction. It is committed when somebody waits for an
/// edit in it, when it has grown large, and when another thread wants to write; never by a timer. What cannot be applied fails alone: the
/// others in its transaction are applied again without it.
public final class GraphWriter: Sendable {
    private let shared: Shared

    /// The thread starts with the first edits, and ends when nothing refers to the writer any more and all edits are committed.
    public init(_ graph: GraphStore) {
        shared = Shared(graph)
        let shared = shared
        graph.store.onWaitingWriter { [weak shared] in shared?.wake() }
    }

    deinit { shared.stop() }

    /// Hands edits over. Blocks while too many wait to be applied. Throws where the system gives no thread.
    /// Without `listsChanges` what is reported of the nodes that changed is their names and numbers.
    public func submit(_ edits: [LayerEdits], model: DataModel, listsChanges: Bool) throws(Fault) -> any SubmittedEdits {
        try shared.submit(edits, model, listsChanges)
    }
}

extension GraphWriter {
    /// Edits on their way, and what became of them.
    fileprivate final class Batch: SubmittedEdits {
        /// Counts up from one.
        let number: UInt64
        let edits: [LayerEdits]
        let forms: [EditForms]
        let model: DataModel
        let listsChanges: Bool
        private let shared: Shared
        private let outcome = Locked<Outcome>(Outcome())

        private struct Outcome: Sendable {
            var result: Result<[LayerChanges], Fault>?
            var waiters: [ThreadSemaphore] = []
        }

        init(
            _ number: UInt64, _ edits: [LayerEdits], _ forms: [EditForms], _ model: DataModel, _ listsChanges: Bool, _ shared: Shared
        ) {
            (self.number, self.edits, self.forms, self.model) = (number, edits, forms, model)
            (self.listsChanges, self.shared) = (listsChanges, shared)
        }

        var nodeCount: Int { edits.reduce(0) { $0 + $1.nodes.count } }

        var isSettled: Bool { outcome.withLock { $0.result != nil } }

        func hurry() { shared.hurry(number) }

        func wait() throws(Fault) -> [LayerChanges] {
            let semaphore = ThreadSemaphore()
            let settled = outcome.withLock { outcome in
                if outcome.result == nil { outcome.waiters.append(semaphore) }
                return outcome.result
            }
            if let settled { return try settled.get() }
            hurry()
            semaphore.wait()
            guard let result = outcome.withLock({ $0.result }) else { preconditionFailure("edits were woken before they were settled") }
            return try result.get()
        }

        func settle(_ result: Result<[LayerChanges], Fault>) {
            let waiters = outcome.withLock { outcome in
                outcome.result = result
                defer { outcome.waiters = [] }
                return outcome.waiters
            }
            for waiter in waiters { waiter.signal() }
        }
    }

    /// What the threads share.
    fileprivate final class Shared: Sendable {
        /// Batches that wait to be applied: enough that the thread does not run dry, few enough to bound the memory.
        private static let queueMax = 64
        /// Nodes in a transaction before it is committed without anybody waiting: enough that neighbours in the store are written together.
        private static let transactionNodesMax = 16_384
        /// Values of data are nested, though not deeply; memory is taken only where it is used.
        private static let stackBytes = 8 << 20

        private let graph: GraphStore
        private let state = Locked(State())
        private let work = ThreadSemaphore()
        private let room = ThreadSemaphore()

        private struct State: Sendable {
            var queue: [Batch] = []
            var isRunning = false
            var isStopping = false
            var lastNumber: UInt64 = 0
            /// Batches up to this one are waited for.
            var hurried: UInt64 = 0
        }

        /// A transaction and what was applied in it.
        private struct Group {
            let transaction: WriteTransaction
            var batches: [Batch] = []
            var changes: [[LayerChanges]] = []
            var nodeCount = 0
        }

        private enum Step { case apply(Batch), commit, sleep, end }

        init(_ graph: GraphStore) {
            self.graph = graph
            for _ in 0..<Self.queueMax { room.signal() }
        }

        // MARK: From any thread

        func submit(_ edits: [LayerEdits], _ model: DataModel, _ listsChanges: Bool) throws(Fault) -> Batch {
            // Worked out here, since the thread that applies has more to do than those that hand over.
            let forms = edits.map { EditForms($0, model) }
            room.wait()
            let (batch, starts) = state.withLock { state in
                state.lastNumber += 1
                let batch = Batch(state.lastNumber, edits, forms, model, listsChanges, self)
                state.queue.append(batch)
                defer { state.isRunning = true }
                return (batch, !state.isRunning)
            }
            if starts { try start() }
            work.signal()
            return batch
        }

        func hurry(_ number: UInt64) {
            state.withLock { $0.hurried = max($0.hurried, number) }
            work.signal()
        }

        func wake() { work.signal() }

        func stop() {
            state.withLock { $0.isStopping = true }
            work.signal()
        }

        private func start() throws(Fault) {
            do throws(Fault) {
                try SystemThread.start(name: "graph-writer", stackBytes: Self.stackBytes) { self.run() }
            } catch {
                let failed = state.withLock { state in
                    state.isRunning = false
                    defer { state.queue = [] }
                    return state.queue
                }
                for batch in failed {
                    batch.settle(.failure(error))
                    room.signal()
                }
                throw error
            }
        }

        // MARK: On the thread

        private func run() {
            var group: Group?
            while true {
                switch nextStep(group) {
                case .apply(let batch):
                    room.signal()
                    apply(batch, &group)
                case .commit: commit(&group)
                case .sleep: work.wait()
                case .end: return
                }
            }
        }

        private func nextStep(_ group: Group?) -> Step {
            state.withLock { state in
                if let group, let first = group.batches.first, let last = group.batches.last {
                    let isWaitedFor = first.number <= state.hurried && (state.hurried <= last.number || state.queue.isEmpty)
                    if isWaitedFor || group.nodeCount >= Self.transactionNodesMax || graph.store.hasWaitingWriter { return .commit }
                }
                if !state.queue.isEmpty { return .apply(state.queue.removeFirst()) }
                guard state.isStopping else { return .sleep }
                return group == nil ? .end : .commit
            }
        }

        private func apply(_ batch: Batch, _ group: inout Group?) {
            guard var open = group else {
                group = applied([batch])
                return
            }
            do throws(Fault) {
                try add(batch, to: &open)
                group = open
            } catch {
                // The transaction of the others is lost to this fault, so they are applied again.
                open.transaction.abort()
                batch.settle(.failure(error))
                group = applied(open.batches)
            }
        }

        private func add(_ batch: Batch, to group: inout Group) throws(Fault) {
            let changes = try graph.apply(
                batch.edits, batch.forms, model: batch.model, listsChanges: batch.listsChanges, in: group.transaction)
            group.batches.append(batch)
            group.changes.append(changes)
            group.nodeCount += batch.nodeCount
        }

        /// A transaction in which the batches are applied, but for those that cannot be; nil where there are none.
        private func applied(_ batches: [Batch]) -> Group? {
            var left = batches
            while !left.isEmpty {
                var group: Group
                do throws(Fault) {
                    group = Group(transaction: try graph.store.beginWrite())
                } catch {
                    for batch in left { batch.settle(.failure(error)) }
                    return nil
                }
                var failed: Int?
                for (position, batch) in left.enumerated() {
                    do throws(Fault) {
                        try add(batch, to: &group)
                    } catch {
                        batch.settle(.failure(error))
                        failed = position
                        break
                    }
                }
                guard let failed else { return group }
                group.transaction.abort()
                left.remove(at: failed)
            }
            return nil
        }

        private func commit(_ group: inout Group?) {
            guard let done = group else { return }
            group = nil
            do throws(Fault) {
                try done.transaction.commit()
                for (batch, changes) in zip(done.batches, done.changes) { batch.settle(.success(changes)) }
            } catch {
                for batch in done.batches { batch.settle(.failure(error)) }
            }
        }
    }
}
