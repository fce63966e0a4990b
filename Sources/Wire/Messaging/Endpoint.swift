import Kernel
import MessagePack

/// The transport under a ``Ref``: the tables of this process, or a link to another.
public protocol Endpoint: Sendable {
    /// Where a task that mostly waits for this endpoint saves changes of threads; nil where it does not matter.
    var preferredExecutor: (any TaskExecutor)? { get }
    /// Sends a request and waits for the reply.
    nonisolated(nonsending) func ask<M: Request>(_ message: M, target: String, options: CallOptions) async throws(Fault) -> M.Reply
    /// Opens a stream of items. Faults of the receiver come from the reader.
    nonisolated(nonsending) func subscribe<M: Subscription>(
        _ message: M, target: String, options: CallOptions
    ) async throws(Fault) -> ItemReader<M.Item>
    /// Opens an upload.
    nonisolated(nonsending) func upload<M: Upload>(
        _ message: M, target: String, options: CallOptions
    ) async throws(Fault) -> UploadWriter<M.Reply>
    /// Opens a download; returns when its head has come.
    nonisolated(nonsending) func download<M: Download>(
        _ message: M, target: String, options: CallOptions
    ) async throws(Fault) -> (head: M.Head, bytes: ByteReader)
    /// Opens items in both directions.
    nonisolated(nonsending) func converse<M: Conversation>(
        _ message: M, target: String, options: CallOptions
    ) async throws(Fault) -> (reader: ItemReader<M.Incoming>, writer: ItemWriter<M.Outgoing>)
}

extension Endpoint {
    /// No preference.
    public var preferredExecutor: (any TaskExecutor)? { nil }
}
