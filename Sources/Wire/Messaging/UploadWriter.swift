import Kernel
import NIOCore
import Synchronization

/// The sending end of an upload: bytes, then ``finish()`` for the reply. Letting go of it before cancels the upload.
public final class UploadWriter<Reply: Sendable>: Sendable {
    private let sink: any ItemSink<ByteBuffer>
    private let awaitReply: @Sendable () async throws(Fault) -> Reply
    private let isOver = Mutex(false)

    public init(_ sink: any ItemSink<ByteBuffer>, reply: @escaping @Sendable () async throws(Fault) -> Reply) {
        self.sink = sink
        awaitReply = reply
    }

    deinit { cancel() }

    /// Sends bytes; returns when they have room.
    /// - Throws: the fault of the receiver where it gave up, `LinkShutDown`, `Cancelled`.
    public nonisolated(nonsending) func write(_ bytes: ByteBuffer) async throws(Fault) {
        if bytes.readableBytes > 0 { try await sink.send(bytes) }
    }

    /// As ``write(_:)-(ByteBuffer)``.
    public nonisolated(nonsending) func write(_ bytes: [UInt8]) async throws(Fault) { try await write(ByteBuffer(bytes: bytes)) }

    /// Says that all bytes were sent, and waits for the reply.
    /// - Throws: the fault of the receiver, `LinkShutDown`, `Cancelled`.
    public nonisolated(nonsending) func finish() async throws(Fault) -> Reply {
        isOver.withLock { $0 = true }
        sink.finish()
        return try await awaitReply()
    }

    /// Gives the upload up: the receiver's reader ends with `Cancelled`. Does nothing after ``finish()``.
    public func cancel() {
        let isFirst = isOver.withLock { over in
            defer { over = true }
            return !over
        }
        if isFirst { sink.fail(Fault(.cancelled, "the sender cancelled the upload")) }
    }
}
