import Kernel
import NIOCore

/// The receiving end of bulk bytes. Letting go of it cancels the stream.
public final class ByteReader: Sendable {
    private let items: ItemReader<ByteBuffer>

    public init(_ source: any ItemSource<ByteBuffer>) { items = ItemReader(source) }

    /// The next bytes, never empty; nil at the end.
    /// - Throws: the fault with which the sender ended, `LinkShutDown`, `Cancelled`.
    public nonisolated(nonsending) func next() async throws(Fault) -> ByteBuffer? { try await items.next() }

    /// Everything up to the end.
    /// - Throws: `HitLimit` when there are more than `bytesMax` bytes; as ``next()`` otherwise.
    public nonisolated(nonsending) func collect(bytesMax: Int) async throws(Fault) -> [UInt8] {
        var bytes: [UInt8] = []
        while let chunk = try await next() {
            guard bytes.count + chunk.readableBytes <= bytesMax else {
                cancel()
                throw Fault(.limit, "more than \(bytesMax) bytes came", fields: ["limit": .int(Int64(bytesMax))])
            }
            bytes.append(contentsOf: chunk.readableBytesView)
        }
        return bytes
    }

    /// Tells the sender to stop.
    public func cancel() { items.cancel() }
}
