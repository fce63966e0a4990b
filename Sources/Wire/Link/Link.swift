import Kernel
import MessagePack
import Messaging
import NIOCore
import Synchronization
import World

/// One connection to a peer which carries many calls and streams, both ways, at once.
///
/// Tasks leave commands in a mailbox; the driver on the event loop empties it once a turn, so that all frames of the turn share one write.
public final class Link: Sendable {
    /// What a task asks of the driver.
    enum Command: Sendable {
        case open(LinkStream, [UInt8], deadline: Instant?)
        case reply(LinkStream, [UInt8], more: Bool)
        /// The stream has something to send.
        case output(LinkStream)
        /// The reader of the stream took bytes.
        case taken(LinkStream, Int)
        case cancel(LinkStream, Fault)
        case drain(Fault)
        case close(Fault)
    }

    struct Mailbox {
        var commands: [Command] = []
        /// Whether the driver will look here without being told.
        var isAwake = false
        var driver: NIOLoopBound<LinkDriver>?
        /// Why the link is over.
        var closed: Fault?
        var peer: Hello?
        var isDraining = false
        var openWaiters: [CheckedContinuation<Void, Never>] = []
        var closeWaiters: [CheckedContinuation<Void, Never>] = []
    }

    let mailbox = Locked(Mailbox())
    let loop: any EventLoop
    let settings: LinkSettings
    /// Runs tasks on the event loop of this link. A task that makes many small calls one after the other saves two thread switches each
    /// there; while it computes, the link stands still.
    public let executor: any TaskExecutor
    /// Handlers that have not returned, those of cancelled calls included.
    let running = Atomic<Int>(0)
    /// The largest payload that the peer takes, apart because it is read for every call.
    let peerFrameMax = Atomic<Int>(Hello.frameMin)

    init(loop: any EventLoop, settings: LinkSettings) {
        self.loop = loop
        self.settings = settings
        executor = LoopExecutor(loop)
    }

    /// What the peer said of itself.
    public var peer: Hello { mailbox.withLock(\.peer) ?? Hello() }

    /// Whether calls can be begun.
    public var isOpen: Bool { mailbox.withLock { $0.closed == nil && $0.peer != nil && !$0.isDraining } }

    /// Waits until the peer has said hello.
    /// - Throws: why the link ended before.
    func whenReady() async throws(Fault) {
        await withCheckedContinuation { continuation in
            let isSettled = mailbox.withLock { box in
                if box.peer != nil || box.closed != nil { return true }
                box.openWaiters.append(continuation)
                return false
            }
            if isSettled { continuation.resume() }
        }
        let (peer, fault) = mailbox.withLock { ($0.peer, $0.closed) }
        if peer == nil, let fault { throw fault }
    }

    /// Waits until the link is over, and returns why.
    public func closed() async -> Fault {
        await withCheckedContinuation { continuation in
            let isOver = mailbox.withLock { box in
                if box.closed != nil { return true }
                box.closeWaiters.append(continuation)
                return false
            }
            if isOver { continuation.resume() }
        }
        return mailbox.withLock(\.closed) ?? Fault(.linkDown, "the link is over")
    }

    /// Takes and begins no more calls; the link closes when those that run have ended.
    public func drain(_ reason: Fault = Fault(.stopped, "the peer is stopping")) { submit(.drain(reason)) }

    /// Ends the link now; calls that run fail on both sides.
    public func close(_ reason: Fault = Fault(.linkDown, "the link was closed")) { submit(.close(reason)) }

    /// Leaves a command for the driver, and wakes it where it sleeps.
    func submit(_ command: Command) {
        let (driver, closed) = mailbox.withLock { box -> (NIOLoopBound<LinkDriver>?, Fault?) in
            if let closed = box.closed { return (nil, closed) }
            box.commands.append(command)
            if box.isAwake { return (nil, nil) }
            box.isAwake = box.driver != nil
            return (box.driver, nil)
        }
        if let driver { loop.execute { driver.value.turn() } }
        if let closed, case .open(let stream, _, _) = command { stream.end(closed, isOver: true, untouched: true) }
    }
}
