import Kernel
import Synchronization

/// The receiving end of a stream of items. Letting go of it cancels the stream.
public final class ItemReader<Item: Sendable>: Sendable, AsyncSequence {
    public typealias Element = Item

    private struct State {
        var batch: [Item] = []
        var position = 0
        var isOver = false
    }

    private let source: any ItemSource<Item>
    private let state = Mutex(State())

    /// Reads from `source`, which it cancels when it is released before the end.
    public init(_ source: any ItemSource<Item>) { self.source = source }

    deinit {
        if !state.withLock(\.isOver) { source.cancel() }
    }

    /// The next item; nil at the end. One task at a time may read.
    /// - Throws: the fault with which the sender ended, `LinkShutDown`, `Cancelled`.
    public nonisolated(nonsending) func next() async throws(Fault) -> Item? {
        while true {
            let item: Item? = state.withLock { state in
                guard state.position < state.batch.count else { return nil }
                state.position += 1
                return state.batch[state.position - 1]
            }
            if let item { return item }
            guard let batch = try await fetch() else { return nil }
            state.withLock { state in
                state.batch = batch
                state.position = 0
            }
        }
    }

    /// All items that have come, at least one; nil at the end. Cheaper than asking for each.
    /// - Throws: as ``next()``.
    public nonisolated(nonsending) func nextBatch() async throws(Fault) -> [Item]? {
        let rest: [Item]? = state.withLock { state in
            guard state.position < state.batch.count else { return nil }
            defer {
                state.batch = []
                state.position = 0
            }
            return state.position == 0 ? state.batch : Array(state.batch[state.position...])
        }
        if let rest { return rest }
        return try await fetch()
    }

    /// Tells the sender to stop, and forgets what has come.
    public func cancel() {
        state.withLock { $0 = State(isOver: true) }
        source.cancel()
    }

    private nonisolated(nonsending) func fetch() async throws(Fault) -> [Item]? {
        if state.withLock(\.isOver) { return nil }
        do throws(Fault) {
            guard let batch = try await source.nextBatch() else {
                state.withLock { $0.isOver = true }
                return nil
            }
            return batch
        } catch {
            source.cancel()
            state.withLock { $0.isOver = true }
            throw error
        }
    }

    public func makeAsyncIterator() -> Iterator { Iterator(reader: self) }

    /// Gives the items one by one, in the order in which they were sent.
    public struct Iterator: AsyncIteratorProtocol {
        let reader: ItemReader<Item>

        public nonisolated(nonsending) func next() async throws(Fault) -> Item? { try await reader.next() }

        public func next(isolation actor: isolated (any Actor)?) async throws(Fault) -> Item? { try await reader.next() }
    }
}
