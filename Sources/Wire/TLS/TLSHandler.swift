import Kernel
import NIOCore

/// TLS 1.3 for one channel: plain bytes on the side of the application, encrypted ones on the side of the socket.
///
/// It fires `TLSHandshakeCompleted` once, before any data. Whatever fails comes as a `Fault` through `errorCaught`, and the channel
/// closes by itself soon after. An end of the connection without TLS's own end is such a fault, since data may be missing.
/// `close` sends what was flushed, then the end of TLS, and waits a bounded time for the peer's. One direction cannot be closed alone.
public final class TLSHandler: ChannelDuplexHandler {
    public typealias InboundIn = ByteBuffer
    public typealias InboundOut = ByteBuffer
    public typealias OutboundIn = ByteBuffer
    public typealias OutboundOut = ByteBuffer

    private enum Phase {
        /// The channel is not connected yet.
        case idle
        case handshaking
        case open
        /// One side has ended TLS; waiting for the other, and for the last bytes to be sent.
        case closing
        /// Waiting for the peer to read why.
        case failed
        case closed
    }

    /// Encrypted bytes given to the channel at a time: enough for one system call to pay, few enough to stay in the cache.
    private static let chunkBytesMax = 128 * 1024
    /// First bytes of the records that can begin a connection, and the major version that follows.
    private static let recordKinds: ClosedRange<UInt8> = 0x15...0x16
    private static let recordVersion: UInt8 = 0x03

    private let tls: TLSContext
    private let expectation: TLSExpectation?
    private let limits: TLSLimits
    private let now: Timestamp?

    private var phase = Phase.idle
    private var session: TLSSession?
    private var queue = WriteQueue()
    private var timer: Scheduled<Void>?
    private var closePromises: [EventLoopPromise<Void>] = []
    private var isPumping = false
    private var hasSeenFirstBytes = false
    /// The application asked for data, and has got none since.
    private var isReadWanted = false
    private var hasReportedFault = false
    private var isEndSent = false
    private var hasPeerEnded = false

    private init(_ tls: TLSContext, _ expectation: TLSExpectation?, _ limits: TLSLimits, _ now: Timestamp?) {
        self.tls = tls
        self.expectation = expectation
        self.limits = limits
        self.now = now
    }

    /// The side that listens. `now` replaces the system's clock when certificates are judged.
    public static func server(_ context: TLSContext, limits: TLSLimits = TLSLimits(), now: Timestamp? = nil) -> TLSHandler {
        precondition(context.role == .server, "a listener needs a server context")
        return TLSHandler(context, nil, limits, now)
    }

    /// The side that connects. `now` replaces the system's clock when certificates are judged.
    public static func client(
        _ context: TLSContext, expecting expectation: TLSExpectation, limits: TLSLimits = TLSLimits(), now: Timestamp? = nil
    ) -> TLSHandler {
        precondition(context.role == .client, "a connection needs a client context")
        return TLSHandler(context, expectation, limits, now)
    }

    private var peerRole: String { tls.role == .server ? "client" : "server" }

    // MARK: Life of the channel

    public func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    public func handlerRemoved(context: ChannelHandlerContext) {
        cancelTimer()
        failWrites(ChannelError.ioOnClosedChannel)
        settleClosePromises()
        phase = .closed
    }

    public func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    public func channelInactive(context: ChannelHandlerContext) {
        endOfStream(context)
        phase = .closed
        cancelTimer()
        failWrites(ChannelError.ioOnClosedChannel)
        settleClosePromises()
        context.fireChannelInactive()
    }

    public func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent {
            endOfStream(context)
            forceClose(context)
        }
        context.fireUserInboundEventTriggered(event)
    }

    public func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if error is Fault {
            context.fireErrorCaught(error)
            return
        }
        report(context, Fault(.linkDown, "the connection to the \(peerRole) broke: \(error)"))
    }

    /// The peer ended TCP: a fault, unless it ended TLS first.
    private func endOfStream(_ context: ChannelHandlerContext) {
        switch phase {
        case .handshaking:
            report(
                context,
                Fault(
                    .linkDown, "the \(peerRole) closed the connection during the TLS handshake",
                    advice: "The log of the \(peerRole) may say why."))
        case .open:
            report(context, Fault(.linkDown, "the connection to the \(peerRole) broke off: data that it sent last may be missing"))
        case .idle, .closing, .failed, .closed: break
        }
    }

    /// Tells the application, once; later faults only follow from the first.
    private func report(_ context: ChannelHandlerContext, _ fault: Fault) {
        if hasReportedFault { return }
        hasReportedFault = true
        let address = context.remoteAddress.map { Value.string("\($0)") }
        let complete = address.map { fault.with("peer", $0) } ?? fault
        failWrites(complete)
        context.fireErrorCaught(complete)
    }

    // MARK: Handshake

    private func begin(_ context: ChannelHandlerContext) {
        guard phase == .idle else { return }
        phase = .handshaking
        schedule(context, limits.handshakeTimeoutMs) { handler, context in
            let seconds = Double(handler.limits.handshakeTimeoutMs) / 1000
            handler.fail(
                context,
                Fault(
                    .deadline, "the \(handler.peerRole) did not finish the TLS handshake within \(seconds) s",
                    advice: "Look whether the port belongs to this service, and whether the network is up."))
        }
        do throws(Fault) {
            session = try TLSSession(tls, expectation: expectation, now: now)
        } catch {
            fail(context, error)
            return
        }
        shakeHands(context)
    }

    private func shakeHands(_ context: ChannelHandlerContext) {
        guard let session, phase == .handshaking else { return }
        do throws(Fault) {
            let progress = try session.handshake()
            emit(context)
            guard case .done = progress else {
                context.read()
                return
            }
            let completion = try session.completion()
            phase = .open
            cancelTimer()
            context.fireUserInboundEventTriggered(completion)
            pump(context)
        } catch {
            fail(context, error)
        }
    }

    /// Whether the first bytes can be the start of TLS; plain text of another protocol is told apart here.
    private func looksLikeTLS(_ bytes: ByteBuffer) -> Bool {
        hasSeenFirstBytes = true
        let view = bytes.readableBytesView
        guard let kind = view.first, Self.recordKinds.contains(kind) else { return false }
        return view.dropFirst().first.map { $0 == Self.recordVersion } ?? true
    }

    // MARK: From the peer

    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        guard bytes.readableBytes > 0, let session else { return }
        switch phase {
        case .idle, .failed, .closed: return
        case .handshaking, .open, .closing: break
        }
        if !hasSeenFirstBytes, !looksLikeTLS(bytes) {
            fail(context, SessionFailure.notTLS(peer: peerRole))
            return
        }
        if session.inbound.readableBytes == 0 { session.inbound = bytes } else { session.inbound.writeBuffer(&bytes) }
        if phase == .handshaking { shakeHands(context) }
        if phase == .open || phase == .closing { decrypt(context, session) }
    }

    public func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        switch phase {
        case .handshaking, .closing, .failed: context.read()
        case .open: if isReadWanted { context.read() }
        case .idle, .closed: break
        }
    }

    public func read(context: ChannelHandlerContext) {
        isReadWanted = true
        context.read()
    }

    private func decrypt(_ context: ChannelHandlerContext, _ session: TLSSession) {
        // A record whose first part came earlier can add its length once.
        let count = session.inbound.readableBytes
        let carried = count >= TLSSession.recordBytesMax ? TLSSession.recordBytesMax : 0
        var plain = context.channel.allocator.buffer(capacity: count + carried)
        var outcome = TLSSession.ReadOutcome.bytes
        var fault: Fault?
        do throws(Fault) {
            while case .bytes = outcome { outcome = try session.read(into: &plain) }
        } catch {
            fault = error
        }
        if fault == nil { emit(context) }
        if plain.readableBytes > 0, phase == .open {
            isReadWanted = false
            context.fireChannelRead(wrapInboundOut(plain))
        }
        if let fault { fail(context, fault) } else if case .closed = outcome { peerEnded(context) }
    }

    // MARK: To the peer

    public func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let bytes = unwrapOutboundIn(data)
        switch phase {
        case .closing, .failed, .closed: promise?.fail(ChannelError.ioOnClosedChannel)
        case .idle, .handshaking:
            guard queue.byteCount + bytes.readableBytes <= limits.earlyWriteBytesMax else {
                promise?.fail(
                    Fault(
                        .limit, "more than \(limits.earlyWriteBytesMax) bytes were written before the TLS handshake was over",
                        advice: "Write after the handshake."))
                return
            }
            queue.append(bytes, promise)
        case .open: queue.append(bytes, promise)
        }
    }

    public func flush(context: ChannelHandlerContext) {
        queue.markFlushed()
        if phase == .open { pump(context) } else { context.flush() }
    }

    public func channelWritabilityChanged(context: ChannelHandlerContext) {
        if phase == .open, context.channel.isWritable { pump(context) }
        context.fireChannelWritabilityChanged()
    }

    /// Encrypts and sends what was flushed, as long as the channel takes it: what it does not take stays plain in the queue.
    private func pump(_ context: ChannelHandlerContext) {
        if isPumping { return }
        isPumping = true
        defer { isPumping = false }
        while phase == .open, queue.hasFlushed {
            guard sendChunk(context, bytesMax: Self.chunkBytesMax) else { return }
            context.flush()
            if !context.channel.isWritable { return }
        }
    }

    /// Encrypts one chunk and hands it to the channel; false if that failed.
    private func sendChunk(_ context: ChannelHandlerContext, bytesMax: Int) -> Bool {
        guard let session else { return false }
        var promises: [EventLoopPromise<Void>] = []
        do throws(Fault) {
            try queue.encrypt(with: session, bytesMax: bytesMax, promises: &promises)
        } catch {
            for promise in promises { promise.fail(error) }
            fail(context, error)
            return false
        }
        let last = promises.popLast()
        for promise in promises { last?.futureResult.cascade(to: promise) }
        guard let bytes = session.takeOutbound() else {
            // Only empty writes: there is nothing to wait for.
            last?.succeed(())
            return true
        }
        context.write(wrapOutboundOut(bytes), promise: last)
        return true
    }

    /// Sends what OpenSSL has to say by itself.
    private func emit(_ context: ChannelHandlerContext, promise: EventLoopPromise<Void>? = nil) {
        guard let bytes = session?.takeOutbound() else {
            promise?.succeed(())
            return
        }
        context.writeAndFlush(wrapOutboundOut(bytes), promise: promise)
    }

    // MARK: The end

    public func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard mode == .all else {
            promise?.fail(ChannelError.operationUnsupported)
            return
        }
        switch phase {
        case .closed: context.close(mode: .all, promise: promise)
        case .idle, .handshaking:
            if let promise { closePromises.append(promise) }
            forceClose(context)
        case .open:
            if let promise { closePromises.append(promise) }
            end(context)
        case .closing, .failed:
            if let promise { closePromises.append(promise) }
        }
    }

    /// The peer ended TLS: whatever was flushed still goes, then our own end.
    private func peerEnded(_ context: ChannelHandlerContext) {
        hasPeerEnded = true
        if phase == .open { end(context) } else { closeIfBothEnded(context) }
    }

    private func end(_ context: ChannelHandlerContext) {
        while queue.hasFlushed {
            // Past the limit of the channel: nothing is added after this, and the close timeout bounds how long it stays.
            guard sendChunk(context, bytesMax: Self.chunkBytesMax) else { return }
        }
        guard phase == .open else { return }
        phase = .closing
        failWrites(ChannelError.ioOnClosedChannel)
        schedule(context, limits.closeTimeoutMs) { handler, context in handler.forceClose(context) }
        session?.sendCloseNotify()
        let sent = context.eventLoop.makePromise(of: Void.self)
        sent.futureResult.assumeIsolated().whenComplete { [weak self] _ in
            self?.isEndSent = true
            self?.closeIfBothEnded(context)
        }
        emit(context, promise: sent)
        if phase == .closing { context.read() }
    }

    private func closeIfBothEnded(_ context: ChannelHandlerContext) {
        if phase == .closing, isEndSent, hasPeerEnded { forceClose(context) }
    }

    /// Ends a connection that cannot go on: tells the peer why if OpenSSL has an alert for it, and the application.
    private func fail(_ context: ChannelHandlerContext, _ fault: Fault) {
        switch phase {
        case .failed, .closed: return
        case .closing:
            // Both sides had said all that they wanted.
            forceClose(context)
            return
        case .idle, .handshaking, .open: break
        }
        phase = .failed
        if let alert = session?.takeOutbound() {
            context.writeAndFlush(wrapOutboundOut(alert), promise: nil)
            schedule(context, limits.failureLingerMs) { handler, context in handler.forceClose(context) }
            report(context, fault)
            if phase == .failed { context.read() }
        } else {
            report(context, fault)
            forceClose(context)
        }
    }

    private func forceClose(_ context: ChannelHandlerContext) {
        guard phase != .closed else { return }
        phase = .closed
        cancelTimer()
        failWrites(ChannelError.ioOnClosedChannel)
        let promises = closePromises
        closePromises = []
        for promise in promises.dropFirst() { promises.first?.futureResult.cascade(to: promise) }
        context.close(mode: .all, promise: promises.first)
    }

    private func failWrites(_ error: any Error) {
        for promise in queue.removeAll() { promise.fail(error) }
    }

    private func settleClosePromises() {
        let promises = closePromises
        closePromises = []
        for promise in promises { promise.succeed(()) }
    }

    private func cancelTimer() {
        timer?.cancel()
        timer = nil
    }

    private func schedule(
        _ context: ChannelHandlerContext, _ delayMs: Int64, _ action: @escaping (TLSHandler, ChannelHandlerContext) -> Void
    ) {
        cancelTimer()
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(delayMs)) { [weak self] in
            if let self { action(self, context) }
        }
    }
}
