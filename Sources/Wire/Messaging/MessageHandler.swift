import Kernel
import MessagePack
import NIOCore

/// One entry of a ``MessageTable``, of any message.
public protocol MessageHandler: Sendable {
    var permission: String? { get }
    var placement: HandlerPlacement { get }
    /// Unpacks the message, runs the handler, and answers through `stream`. Returning ends the stream; the transport sends what is thrown.
    func serve(_ arguments: Unpacker, _ context: CallContext, _ stream: any IncomingStream) async throws(Fault)
}

/// The receiver's side of one call, as a transport gives it to a handler.
public protocol IncomingStream: Sendable {
    /// Sends the one reply; nothing follows it.
    func reply(_ reply: some Packable) throws(Fault)
    /// Sends the head of a download; bytes follow.
    func begin(_ head: some Packable) throws(Fault)
    /// Items to the caller.
    func itemSink<Item: Packable>(_ type: Item.Type) -> any ItemSink<Item>
    /// Items from the caller.
    func itemSource<Item: Packable>(_ type: Item.Type) -> any ItemSource<Item>
    /// Bytes to the caller.
    var byteSink: any ItemSink<ByteBuffer> { get }
    /// Bytes from the caller.
    var byteSource: any ItemSource<ByteBuffer> { get }
}

struct RequestHandler<M: Request>: MessageHandler {
    let placement: HandlerPlacement
    let handle: @Sendable (M, CallContext) async throws(Fault) -> M.Reply
    var permission: String? { M.permission }

    func serve(_ arguments: Unpacker, _ context: CallContext, _ stream: any IncomingStream) async throws(Fault) {
        var arguments = arguments
        let message = try M(unpacking: &arguments)
        try stream.reply(try await handle(message, context))
    }
}

struct SubscriptionHandler<M: Subscription>: MessageHandler {
    let placement: HandlerPlacement
    let handle: @Sendable (M, CallContext, ItemWriter<M.Item>) async throws(Fault) -> Void
    var permission: String? { M.permission }

    func serve(_ arguments: Unpacker, _ context: CallContext, _ stream: any IncomingStream) async throws(Fault) {
        var arguments = arguments
        let message = try M(unpacking: &arguments)
        try await handle(message, context, ItemWriter(stream.itemSink(M.Item.self)))
    }
}

struct UploadHandler<M: Upload>: MessageHandler {
    let placement: HandlerPlacement
    let handle: @Sendable (M, CallContext, ByteReader) async throws(Fault) -> M.Reply
    var permission: String? { M.permission }

    func serve(_ arguments: Unpacker, _ context: CallContext, _ stream: any IncomingStream) async throws(Fault) {
        var arguments = arguments
        let message = try M(unpacking: &arguments)
        try stream.reply(try await handle(message, context, ByteReader(stream.byteSource)))
    }
}

struct DownloadHandler<M: Download>: MessageHandler {
    let placement: HandlerPlacement
    let handle: @Sendable (M, CallContext, ByteWriter<M.Head>) async throws(Fault) -> Void
    var permission: String? { M.permission }

    func serve(_ arguments: Unpacker, _ context: CallContext, _ stream: any IncomingStream) async throws(Fault) {
        var arguments = arguments
        let message = try M(unpacking: &arguments)
        let writer = ByteWriter<M.Head>(stream.byteSink) { head throws(Fault) in try stream.begin(head) }
        try await handle(message, context, writer)
        precondition(writer.isBegun, "the handler of a download returned without a head")
    }
}

struct ConversationHandler<M: Conversation>: MessageHandler {
    let placement: HandlerPlacement
    let handle: @Sendable (M, CallContext, ItemReader<M.Outgoing>, ItemWriter<M.Incoming>) async throws(Fault) -> Void
    var permission: String? { M.permission }

    func serve(_ arguments: Unpacker, _ context: CallContext, _ stream: any IncomingStream) async throws(Fault) {
        var arguments = arguments
        let message = try M(unpacking: &arguments)
        let reader = ItemReader(stream.itemSource(M.Outgoing.self))
        try await handle(message, context, reader, ItemWriter(stream.itemSink(M.Incoming.self)))
    }
}
