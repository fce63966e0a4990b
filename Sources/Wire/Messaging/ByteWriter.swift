import Kernel
import NIOCore
import Synchronization

/// The sending end of a download: the head once, then bytes. Sending waits while the reader is behind.
public final class ByteWriter<Head: Sendable>: Sendable {
    private let sendHead: @Sendable (Head) throws(Fault) -> Void
    private let sink: any ItemSink<ByteBuffer>
    private let hasBegun = Mutex(false)

    public init(_ sink: any ItemSink<ByteBuffer>, head: @escaping @Sendable (Head) throws(Fault) -> Void) {
        self.sink = sink
        sendHead = head
    }

    /// Whether the head was sent.
    var isBegun: Bool { hasBegun.withLock { $0 } }

    /// Sends what is known before the first byte. Must come once, before any bytes.
    /// - Throws: `HitLimit` where the head is larger than a frame.
    public func begin(_ head: Head) throws(Fault) {
        let isFirst = hasBegun.withLock { begun in
            defer { begun = true }
            return !begun
        }
        precondition(isFirst, "the head of a download is sent once")
        try sendHead(head)
    }

    /// Sends bytes; returns when they have room, not when they were read.
    /// - Throws: `Cancelled` when the reader or this task is gone, `LinkShutDown`.
    public nonisolated(nonsending) func send(_ bytes: ByteBuffer) async throws(Fault) {
        precondition(isBegun, "the head of a download comes before its bytes")
        if bytes.readableBytes > 0 { try await sink.send(bytes) }
    }

    /// As ``send(_:)-(ByteBuffer)``.
    public nonisolated(nonsending) func send(_ bytes: [UInt8]) async throws(Fault) { try await send(ByteBuffer(bytes: bytes)) }
}
