import Kernel

/// The sending end of a stream of items. Sending waits while the reader is behind, so nothing grows.
public struct ItemWriter<Item: Sendable>: Sendable {
    private let sink: any ItemSink<Item>

    public init(_ sink: any ItemSink<Item>) { self.sink = sink }

    /// Sends one item; returns when it has room, not when it was read.
    /// - Throws: `Cancelled` when the reader or this task is gone, `LinkShutDown`, `HitLimit` for an item larger than a frame.
    public nonisolated(nonsending) func send(_ item: Item) async throws(Fault) { try await sink.send(item) }

    /// Sends items in order; cheaper than one by one.
    /// - Throws: as ``send(_:)``.
    public nonisolated(nonsending) func send(contentsOf items: [Item]) async throws(Fault) { try await sink.send(contentsOf: items) }

    /// Says that nothing follows. A handler need not: returning says it.
    public func finish() { sink.finish() }

    /// Gives up: the reader sees `fault` after what was sent.
    public func fail(_ fault: Fault) { sink.fail(fault) }
}
