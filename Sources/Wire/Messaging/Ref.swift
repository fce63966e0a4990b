import Kernel
import MessagePack

/// The address of an actor, in this process or behind a link, which answers the messages of `Contract`.
public struct Ref<Contract>: Sendable {
    /// The transport.
    public let endpoint: any Endpoint
    /// The path of the actor in its service; empty for the service itself.
    public let target: String

    public init(_ endpoint: any Endpoint, target: String = "") {
        self.endpoint = endpoint
        self.target = target
    }

    /// The same address, for the messages of another contract which the same actor answers.
    public func answering<Other>(_ contract: Other.Type) -> Ref<Other> { Ref<Other>(endpoint, target: target) }

    /// The reply to `message`.
    /// - Throws: the fault of the receiver; `AuthDeny`, `NoSuchMeth`, `NoSuchObj`, `TimeOut`, `LinkShutDown`, `Cancelled`.
    public nonisolated(nonsending) func ask<M: Request>(_ message: M, options: CallOptions = .none) async throws(Fault) -> M.Reply
    where M.Contract == Contract {
        try await endpoint.ask(message, target: target, options: options)
    }

    /// The items that answer `message`. Letting go of the reader cancels.
    public nonisolated(nonsending) func subscribe<M: Subscription>(
        _ message: M, options: CallOptions = .none
    ) async throws(Fault) -> ItemReader<M.Item>
    where M.Contract == Contract {
        try await endpoint.subscribe(message, target: target, options: options)
    }

    /// Opens an upload: write, then finish for the reply.
    public nonisolated(nonsending) func upload<M: Upload>(
        _ message: M, options: CallOptions = .none
    ) async throws(Fault) -> UploadWriter<M.Reply>
    where M.Contract == Contract {
        try await endpoint.upload(message, target: target, options: options)
    }

    /// The head and the bytes that answer `message`. Letting go of the reader cancels.
    public nonisolated(nonsending) func download<M: Download>(
        _ message: M, options: CallOptions = .none
    ) async throws(Fault) -> (head: M.Head, bytes: ByteReader) where M.Contract == Contract {
        try await endpoint.download(message, target: target, options: options)
    }

    /// Opens items in both directions. The receiver's end ends both; letting go of the reader cancels both.
    public nonisolated(nonsending) func converse<M: Conversation>(
        _ message: M, options: CallOptions = .none
    ) async throws(Fault) -> (reader: ItemReader<M.Incoming>, writer: ItemWriter<M.Outgoing>) where M.Contract == Contract {
        try await endpoint.converse(message, target: target, options: options)
    }
}
