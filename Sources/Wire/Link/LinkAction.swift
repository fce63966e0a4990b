import Kernel
import NIOCore

/// What a ``LinkMachine`` asks its driver to do.
enum LinkAction: Sendable, Equatable {
    /// The peer said hello: calls may begin.
    case ready(Hello)
    /// The peer calls. The payload holds the packed message at `header.arguments`.
    case incoming(stream: UInt32, header: CallHeader, payload: [UInt8])
    /// Our call was answered; with `more` bytes follow, else the stream is over.
    case reply(stream: UInt32, payload: [UInt8], more: Bool)
    /// Our call ended with a fault. `untouched`: the peer has done nothing about it.
    case failed(stream: UInt32, fault: Fault, untouched: Bool)
    /// Packed items came.
    case items(stream: UInt32, payload: [UInt8])
    /// Bulk bytes came.
    case bytes(stream: UInt32, chunk: ByteBuffer)
    /// The peer sends nothing more on this stream; where the call was ours, the stream is over.
    case ended(stream: UInt32)
    /// The peer no longer wants the answer to its call, or its deadline passed: the stream is over.
    case cancelled(stream: UInt32, fault: Fault)
    /// So many payload bytes of the stream went on the wire: its writer has room again.
    case wrote(stream: UInt32, count: Int)
    /// The peer will take no more calls.
    case draining(Fault)
    /// Write what is queued, then close; all streams are over. Nil after an orderly end.
    case close(Fault)
}
