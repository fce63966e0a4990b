import Kernel
import MessagePack

/// The messages that an actor answers, with their handlers. Built once, then immutable.
///
/// The permission of a message is checked before its handler runs.
public struct MessageTable: Sendable {
    private var handlers: [String: any MessageHandler] = [:]

    public init() {}

    /// Builds a table in place.
    public init(_ build: (inout MessageTable) -> Void) { build(&self) }

    /// The names of all messages, sorted.
    public var names: [String] { handlers.keys.sorted() }

    /// Answers a request.
    public mutating func on<M: Request>(
        _ message: M.Type, runs placement: HandlerPlacement = .pool,
        handle: @escaping @Sendable (M, CallContext) async throws(Fault) -> M.Reply
    ) {
        add(RequestHandler<M>(placement: placement, handle: handle), named: M.name)
    }

    /// Answers a subscription; returning ends the stream.
    public mutating func on<M: Subscription>(
        _ message: M.Type, runs placement: HandlerPlacement = .pool,
        handle: @escaping @Sendable (M, CallContext, ItemWriter<M.Item>) async throws(Fault) -> Void
    ) {
        add(SubscriptionHandler<M>(placement: placement, handle: handle), named: M.name)
    }

    /// Takes an upload.
    public mutating func on<M: Upload>(
        _ message: M.Type, runs placement: HandlerPlacement = .pool,
        handle: @escaping @Sendable (M, CallContext, ByteReader) async throws(Fault) -> M.Reply
    ) {
        add(UploadHandler<M>(placement: placement, handle: handle), named: M.name)
    }

    /// Answers a download: the head, then bytes; returning ends the stream.
    public mutating func on<M: Download>(
        _ message: M.Type, runs placement: HandlerPlacement = .pool,
        handle: @escaping @Sendable (M, CallContext, ByteWriter<M.Head>) async throws(Fault) -> Void
    ) {
        add(DownloadHandler<M>(placement: placement, handle: handle), named: M.name)
    }

    /// Takes part in a conversation; returning ends both directions.
    public mutating func on<M: Conversation>(
        _ message: M.Type, runs placement: HandlerPlacement = .pool,
        handle: @escaping @Sendable (M, CallContext, ItemReader<M.Outgoing>, ItemWriter<M.Incoming>) async throws(Fault) -> Void
    ) {
        add(ConversationHandler<M>(placement: placement, handle: handle), named: M.name)
    }

    /// Takes over all messages of `other`; no name may be in both.
    public mutating func include(_ other: MessageTable) {
        for (name, handler) in other.handlers { add(handler, named: name) }
    }

    /// The handler of a message.
    /// - Throws: `NoSuchMeth` naming the message; `AuthDeny` where the caller lacks its permission.
    public func handler(of name: String, for caller: Caller) throws(Fault) -> any MessageHandler {
        guard let handler = handlers[name] else {
            throw Fault(
                .noSuchMessage, "this actor has no message \(name.prefix(Self.nameShownMax))",
                fields: ["name": .string(String(name.prefix(Self.nameShownMax)))],
                advice: "The peer may be of another version, or the message belongs to another actor")
        }
        if let permission = handler.permission { try caller.require(permission) }
        return handler
    }

    /// A hostile name is shown up to here.
    private static let nameShownMax = 128

    private mutating func add(_ handler: any MessageHandler, named name: String) {
        precondition(handlers[name] == nil, "two handlers for the message \(name)")
        handlers[name] = handler
    }
}

/// Where a handler of a call that came over a link runs.
public enum HandlerPlacement: Sendable {
    /// On the shared pool of threads: for everything that computes or waits.
    case pool
    /// On the event loop of the link, which saves two thread switches: only for handlers that are done in a few microseconds
    /// between their waits, such as a look-up. While one runs, its link and others on the loop stand still. Calls with a long message
    /// go to the pool all the same.
    case loop
}
