import Kernel
import NIOCore

/// What a ``LinkMachine`` knows about one open stream.
struct LinkStreamState: Sendable {
    /// What waits to be sent on the stream, in order.
    enum Outgoing: Sendable {
        case items([UInt8])
        case bytes(ByteBuffer)
        /// The last frame of a direction: `end`, `reply` or `error`.
        case last(FrameKind, [UInt8])

        var countsAsCredit: Bool {
            if case .last = self { false } else { true }
        }
    }

    /// Whether this side made the call.
    let isOurs: Bool
    /// Bytes that the peer lets us send; a frame may begin while it is positive.
    var sendCredit: Int
    /// Bytes that the peer may still send before it breaks the contract.
    var receiveCredit: Int
    /// The present size of the window towards us.
    var window: Int
    /// Bytes that our reader took and that were not yet granted again.
    var taken = 0
    /// Short: a writer is asked for more only when it is empty. Most streams never use it, so it takes no memory at first.
    var queue: [Outgoing] = []
    /// Whether the stream stands in the ring of those that may send.
    var isScheduled = false
    /// Whether our last frame was queued: nothing may follow.
    var isFinished = false
    /// Whether the peer said that nothing follows from it.
    var peerFinished = false
    var deadline: Instant?

    /// Whether the first of the queue may go on the wire.
    var maySend: Bool {
        guard let next = queue.first else { return false }
        return sendCredit > 0 || !next.countsAsCredit
    }
}
