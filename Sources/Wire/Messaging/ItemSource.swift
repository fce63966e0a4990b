import Kernel

/// Where a reader gets its elements from: a pipe in this process, or a stream of a link.
public protocol ItemSource<Item>: Sendable {
    associatedtype Item: Sendable
    /// The elements that have come, at least one; nil at the end. One task at a time may wait here.
    /// - Throws: the fault with which the sender ended; `LinkShutDown`; `Cancelled` when the task is cancelled.
    nonisolated(nonsending) func nextBatch() async throws(Fault) -> [Item]?
    /// Tells the sender that nobody reads any more. Does nothing after the end.
    func cancel()
}

/// Where a writer puts its elements.
public protocol ItemSink<Item>: Sendable {
    associatedtype Item: Sendable
    /// Returns when the element has room; that the reader has seen it is not said.
    /// - Throws: `Cancelled` when the reader or the task is gone; `LinkShutDown`.
    nonisolated(nonsending) func send(_ item: Item) async throws(Fault)
    /// Sends all of them, in order.
    nonisolated(nonsending) func send(contentsOf items: [Item]) async throws(Fault)
    /// Says that nothing follows.
    func finish()
    /// Gives up: the other side sees `fault` after what was sent.
    func fail(_ fault: Fault)
}
