import Kernel
import MessagePack
import Messaging
import NIOCore

/// Items of a stream, unpacked by the task that reads them.
struct LinkItemSource<Item: Packable>: ItemSource {
    let stream: LinkStream

    nonisolated(nonsending) func nextBatch() async throws(Fault) -> [Item]? {
        guard let frames = try await stream.nextItems() else { return nil }
        var items: [Item] = []
        for frame in frames {
            var unpacker = Unpacker(frame)
            while !unpacker.isAtEnd { items.append(try Item(unpacking: &unpacker)) }
        }
        return items
    }

    func cancel() { stream.stopReading() }
}

/// Items to a stream, packed by the task that writes them.
struct LinkItemSink<Item: Packable>: ItemSink {
    let stream: LinkStream

    nonisolated(nonsending) func send(_ item: Item) async throws(Fault) { try await stream.send(item) }
    nonisolated(nonsending) func send(contentsOf items: [Item]) async throws(Fault) { try await stream.send(contentsOf: items) }
    func finish() { stream.finish(.finish) }
    func fail(_ fault: Fault) { stream.giveUp(fault) }
}

/// Bulk bytes of a stream.
struct LinkByteSource: ItemSource {
    let stream: LinkStream

    nonisolated(nonsending) func nextBatch() async throws(Fault) -> [ByteBuffer]? { try await stream.nextChunks() }
    func cancel() { stream.stopReading() }
}

/// Bulk bytes to a stream.
struct LinkByteSink: ItemSink {
    let stream: LinkStream

    nonisolated(nonsending) func send(_ chunk: ByteBuffer) async throws(Fault) { try await stream.send(chunk) }
    nonisolated(nonsending) func send(contentsOf chunks: [ByteBuffer]) async throws(Fault) {
        for chunk in chunks { try await stream.send(chunk) }
    }
    func finish() { stream.finish(.finish) }
    func fail(_ fault: Fault) { stream.giveUp(fault) }
}
