import Kernel
import MessagePack
import NIOCore

/// Actors of this process: messages reach their handlers unpacked, with the same checks and the same back-pressure as over a link.
///
/// Deadlines are handed to the handler but not enforced: nothing can be lost on the way here.
public struct LocalEndpoint: Endpoint {
    private let router: Router
    private let caller: Caller

    /// Sends in the name of `caller`.
    public init(_ router: Router, caller: Caller = .root) {
        self.router = router
        self.caller = caller
    }

    /// Runs the handler of a request in this process and returns its reply.
    public nonisolated(nonsending) func ask<M: Request>(_ message: M, target: String, options: CallOptions) async throws(Fault) -> M.Reply {
        let handler = try handler(RequestHandler<M>.self, M.name, target)
        return try await handler.handle(message, context(target, options))
    }

    /// Runs the handler of a subscription in this process.
    public nonisolated(nonsending) func subscribe<M: Subscription>(
        _ message: M, target: String, options: CallOptions
    ) async throws(Fault) -> ItemReader<M.Item> {
        let handler = try handler(SubscriptionHandler<M>.self, M.name, target)
        let context = context(target, options)
        let pipe = Self.itemPipe(M.Item.self)
        let task = Task {
            do throws(Fault) {
                try await handler.handle(message, context, ItemWriter(pipe))
                pipe.finish()
            } catch {
                pipe.fail(error)
            }
        }
        pipe.whenCancelled { task.cancel() }
        return ItemReader(pipe)
    }

    /// Runs the handler of an upload in this process.
    public nonisolated(nonsending) func upload<M: Upload>(
        _ message: M, target: String, options: CallOptions
    ) async throws(Fault) -> UploadWriter<M.Reply> {
        let handler = try handler(UploadHandler<M>.self, M.name, target)
        let context = context(target, options)
        let pipe = Self.bytePipe()
        let task = Task { () -> Result<M.Reply, Fault> in
            do throws(Fault) {
                let reply = try await handler.handle(message, context, ByteReader(pipe))
                pipe.cancel()
                return .success(reply)
            } catch {
                pipe.fail(error)
                return .failure(error)
            }
        }
        return UploadWriter(pipe) { () async throws(Fault) -> M.Reply in
            let result = await withTaskCancellationHandler {
                await task.value
            } onCancel: {
                task.cancel()
            }
            return try result.get()
        }
    }

    /// Runs the handler of a download in this process.
    public nonisolated(nonsending) func download<M: Download>(
        _ message: M, target: String, options: CallOptions
    ) async throws(Fault) -> (head: M.Head, bytes: ByteReader) {
        let handler = try handler(DownloadHandler<M>.self, M.name, target)
        let context = context(target, options)
        let pipe = Self.bytePipe()
        let heads = Pipe<M.Head>(weightMax: 1) { _ in 1 }
        let task = Task {
            do throws(Fault) {
                // The pipe of the head never waits: it holds the one head.
                let writer = ByteWriter<M.Head>(pipe) { head in heads.offer(head) }
                try await handler.handle(message, context, writer)
                precondition(writer.isBegun, "the handler of a download returned without a head")
                pipe.finish()
            } catch {
                heads.fail(error)
                pipe.fail(error)
            }
        }
        pipe.whenCancelled { task.cancel() }
        let reader = ByteReader(pipe)
        guard let head = try await heads.nextBatch()?.first else { throw Fault(.cancelled, "the download was cancelled") }
        return (head, reader)
    }

    /// Runs the handler of a conversation in this process.
    public nonisolated(nonsending) func converse<M: Conversation>(
        _ message: M, target: String, options: CallOptions
    ) async throws(Fault) -> (reader: ItemReader<M.Incoming>, writer: ItemWriter<M.Outgoing>) {
        let handler = try handler(ConversationHandler<M>.self, M.name, target)
        let context = context(target, options)
        let outgoing = Self.itemPipe(M.Outgoing.self)
        let incoming = Self.itemPipe(M.Incoming.self)
        let task = Task {
            do throws(Fault) {
                try await handler.handle(message, context, ItemReader(outgoing), ItemWriter(incoming))
                incoming.finish()
            } catch {
                incoming.fail(error)
            }
            outgoing.cancel()
        }
        incoming.whenCancelled { task.cancel() }
        return (ItemReader(incoming), ItemWriter(outgoing))
    }

    private func context(_ target: String, _ options: CallOptions) -> CallContext {
        CallContext(
            caller: caller, target: target, deadline: options.deadline, request: options.request, metadata: options.metadata)
    }

    private func handler<H: MessageHandler>(_ type: H.Type, _ name: String, _ target: String) throws(Fault) -> H {
        guard let handler = try router.table(of: target).handler(of: name, for: caller) as? H else {
            throw Fault(.noSuchMessage, "the message \(name) of \"\(target)\" is of another type", fields: ["name": .string(name)])
        }
        return handler
    }

    /// Unread items before a sender waits: enough that neither side waits for each one.
    private static let itemsMax = 1024
    /// Unread bytes before a sender waits: as a stream of a link.
    private static let bytesMax = 1 << 20

    private static func itemPipe<Item: Sendable>(_ type: Item.Type) -> Pipe<Item> { Pipe(weightMax: itemsMax) { _ in 1 } }

    private static func bytePipe() -> Pipe<ByteBuffer> { Pipe(weightMax: bytesMax) { $0.readableBytes } }
}
