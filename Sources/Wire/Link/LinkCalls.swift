import Kernel
import MessagePack
import Messaging
import NIOCore

/// Calls to the peer.
extension Link: Endpoint {
    /// The event loop of this link.
    public var preferredExecutor: (any TaskExecutor)? { executor }

    /// Sends a request over this link and waits for the reply.
    public nonisolated(nonsending) func ask<M: Request>(_ message: M, target: String, options: CallOptions) async throws(Fault) -> M.Reply {
        let stream = try open(message, target: target, options: options)
        return try M.Reply(packed: try await stream.awaitReply().get())
    }

    /// Opens a stream of items from the peer over this link.
    public nonisolated(nonsending) func subscribe<M: Subscription>(
        _ message: M, target: String, options: CallOptions
    ) async throws(Fault) -> ItemReader<M.Item> {
        ItemReader(LinkItemSource<M.Item>(stream: try open(message, target: target, options: options)))
    }

    /// Sends bytes to the peer over this link.
    public nonisolated(nonsending) func upload<M: Upload>(
        _ message: M, target: String, options: CallOptions
    ) async throws(Fault) -> UploadWriter<M.Reply> {
        let stream = try open(message, target: target, options: options)
        return UploadWriter(LinkByteSink(stream: stream)) { () async throws(Fault) -> M.Reply in
            try M.Reply(packed: try await stream.awaitReply().get())
        }
    }

    /// Receives bytes from the peer over this link.
    public nonisolated(nonsending) func download<M: Download>(
        _ message: M, target: String, options: CallOptions
    ) async throws(Fault) -> (head: M.Head, bytes: ByteReader) {
        let stream = try open(message, target: target, options: options)
        let bytes = ByteReader(LinkByteSource(stream: stream))
        return (try M.Head(packed: try await stream.awaitReply().get()), bytes)
    }

    /// Opens a stream each way over this link.
    public nonisolated(nonsending) func converse<M: Conversation>(
        _ message: M, target: String, options: CallOptions
    ) async throws(Fault) -> (reader: ItemReader<M.Incoming>, writer: ItemWriter<M.Outgoing>) {
        let stream = try open(message, target: target, options: options)
        return (
            ItemReader(LinkItemSource<M.Incoming>(stream: stream)), ItemWriter(LinkItemSink<M.Outgoing>(stream: stream))
        )
    }

    /// Packs a call and hands it to the driver.
    /// - Throws: `HitLimit` where the message is larger than the peer takes; `TimeOut` where the deadline has passed.
    func open<M: Message>(_ message: M, target: String, options: CallOptions) throws(Fault) -> LinkStream {
        var remaining: Instant.Span?
        if let deadline = options.deadline {
            let span = deadline.since(settings.host.clock.now())
            guard span > .zero else { throw Fault(.deadline, "the deadline of the call passed before it was sent") }
            remaining = span
        }
        let payload = CallHeader.pack(message, name: M.name, target: target, remaining: remaining, options: options)
        let frameMax = peerFrameMax.load(ordering: .relaxed)
        guard payload.count <= frameMax else {
            throw Fault(
                .limit, "the message \(M.name) has \(payload.count) packed bytes, the peer takes at most \(frameMax)",
                fields: ["size": .int(Int64(payload.count)), "limit": .int(Int64(frameMax))])
        }
        let stream = LinkStream(link: self, isOurs: true, frameMax: frameMax, window: settings.limits.window)
        submit(.open(stream, payload, deadline: options.deadline))
        return stream
    }
}
