import Kernel
import MessagePack
import NIOCore

/// One side of a link as a value: bytes and calls in, actions and bytes out. No clock, no socket, no task.
///
/// The side that connected is the initiator and gives its streams odd numbers, the acceptor even ones. A stream belongs to the call that
/// opened it. It is over when the receiver of the call has sent its last frame (`reply` without more, `end`, `error`) or either side
/// sent `cancel`; frames that were under way for it are then ignored.
struct LinkMachine: Sendable {
    enum Role: Sendable {
        case initiator
        case acceptor
    }

    enum Phase: Sendable, Equatable {
        case preamble
        case hello
        case ready
        case closed
    }

    let role: Role
    let limits: LinkLimits
    let hello: Hello
    var phase = Phase.preamble
    /// What the peer said; nil before its hello.
    private(set) var peer: Hello?
    /// The peer's limits, apart because they are read for every call.
    private(set) var peerFrameMax = Hello.frameMin
    private(set) var peerStreamsMax = 0
    private var peerWindow = 0
    /// What the driver is to do, in order; it takes them away.
    var actions: [LinkAction] = []

    var streams: [UInt32: LinkStreamState] = [:]
    var nextStream: UInt32
    /// How many of `streams` are ours, and how many are the peer's.
    var ourCount = 0
    var peerCount = 0
    /// Whether we said goodbye, and whether the peer did.
    var isDraining = false
    var peerDrains = false

    /// Frames outside of streams' queues, encoded: small calls and replies overtake bulk.
    var urgent = ByteBuffer()
    /// Streams that may send, each once, in turn.
    var ring = CircularBuffer<UInt32>(initialCapacity: 16)
    /// Bytes by which windows were grown beyond the first size.
    var windowGrowth = 0

    private var inbound = ByteBuffer()
    /// The `bytes` frame whose payload is arriving: it is handed on piece by piece.
    private var bulk: (stream: UInt32, remaining: Int)?

    var lastReceived: Instant
    let started: Instant
    private var isPinged = false
    /// Frames that came, and frames that were encoded; for whoever counts.
    private(set) var framesReceived: UInt64 = 0
    var framesSent: UInt64 = 0
    /// No deadline of a stream is before this.
    private(set) var deadlineFloor: Instant?

    init(role: Role, hello: Hello, limits: LinkLimits, now: Instant) {
        self.role = role
        self.limits = limits
        var hello = hello
        hello.frameMax = min(limits.frameMax, LinkLimits.frameHardMax)
        hello.window = limits.window
        hello.streamsMax = limits.streamsMax
        self.hello = hello
        nextStream = role == .initiator ? 1 : 2
        lastReceived = now
        started = now
        Preamble.ours.write(into: &urgent)
        send(.hello, stream: 0, hello.packed)
    }

    // MARK: Receiving

    /// Takes bytes from the peer.
    mutating func receive(_ buffer: ByteBuffer, now: Instant) {
        guard phase != .closed else { return }
        lastReceived = now
        isPinged = false
        if inbound.readableBytes == 0 {
            inbound = buffer
        } else {
            var buffer = buffer
            inbound.discardReadBytes()
            inbound.writeBuffer(&buffer)
        }
        do throws(Fault) {
            while try step(now: now) {}
        } catch {
            fail(error)
        }
        if inbound.readableBytes == 0 { inbound = ByteBuffer() }
    }

    /// Takes one frame, or a piece of a bulk frame; false where more bytes are needed.
    private mutating func step(now: Instant) throws(Fault) -> Bool {
        if phase == .preamble {
            guard let peer = try Preamble.read(from: &inbound) else { return false }
            _ = try Preamble.ours.agreed(with: peer)
            phase = .hello
        }
        guard phase != .closed else { return false }
        if let (stream, remaining) = bulk { return takeBulk(stream, remaining) }
        let start = inbound.readerIndex
        guard let header = try FrameHeader.read(from: &inbound, payloadMax: hello.frameMax) else { return false }
        guard phase == .ready || header.kind == .hello || header.kind == .goodbye else {
            throw Fault(.badFrame, "a \(header.kind) frame came before the hello")
        }
        if header.kind == .bytes {
            try charge(header)
            framesReceived += 1
            bulk = header.payloadCount > 0 ? (header.stream, header.payloadCount) : nil
            return true
        }
        guard let payload = inbound.readBytes(length: header.payloadCount) else {
            inbound.moveReaderIndex(to: start)
            return false
        }
        framesReceived += 1
        try handle(header, payload, now: now)
        return true
    }

    private mutating func takeBulk(_ stream: UInt32, _ remaining: Int) -> Bool {
        let count = min(remaining, inbound.readableBytes)
        guard count > 0, let chunk = inbound.readSlice(length: count) else { return false }
        bulk = count < remaining ? (stream, remaining - count) : nil
        if streams[stream] != nil { actions.append(.bytes(stream: stream, chunk: chunk)) }
        return true
    }

    private mutating func handle(_ header: FrameHeader, _ payload: [UInt8], now: Instant) throws(Fault) {
        switch header.kind {
        case .hello: try takeHello(payload)
        case .call: try takeCall(header, payload, now: now)
        case .reply: try takeReply(header, payload)
        case .error:
            guard streams[header.stream] != nil else { return }
            try requireOurs(header)
            let fault = try Fault(packed: payload)
            actions.append(.failed(stream: header.stream, fault: fault, untouched: header.flags & FrameFlag.untouched != 0))
            remove(header.stream)
        case .item:
            try charge(header)
            if streams[header.stream] != nil, !payload.isEmpty { actions.append(.items(stream: header.stream, payload: payload)) }
        case .bytes: break
        case .end: takeEnd(header.stream)
        case .credit: try takeCredit(header.stream, payload)
        case .cancel: takeCancel(header.stream)
        case .ping: send(.pong, stream: 0, Array(payload.prefix(Self.pingBytesMax)))
        case .pong: break
        case .goodbye: try takeGoodbye(payload)
        }
    }

    /// A ping carries a few bytes which the pong repeats; more are not repeated.
    private static let pingBytesMax = 8

    private mutating func takeHello(_ payload: [UInt8]) throws(Fault) {
        guard phase == .hello else { throw Fault(.badFrame, "a second hello came") }
        let peer = try Hello(packed: payload)
        self.peer = peer
        peerFrameMax = peer.frameMax
        peerStreamsMax = peer.streamsMax
        peerWindow = peer.window
        phase = .ready
        actions.append(.ready(peer))
    }

    private mutating func takeCall(_ header: FrameHeader, _ payload: [UInt8], now: Instant) throws(Fault) {
        let peerParity: UInt32 = role == .initiator ? 0 : 1
        guard header.stream != 0, header.stream & 1 == peerParity else {
            throw Fault(.badFrame, "a call opens stream \(header.stream), which is not the peer's to open")
        }
        guard streams[header.stream] == nil else { throw Fault(.badFrame, "a call opens stream \(header.stream), which is open") }
        guard peerCount < limits.streamsMax else {
            throw Fault(
                .badFrame, "the peer opens more than \(limits.streamsMax) streams", fields: ["limit": .int(Int64(limits.streamsMax))])
        }
        if isDraining {
            let fault = Fault(.stopped, "the service is stopping and takes no more calls")
            return send(.error, flags: FrameFlag.untouched, stream: header.stream, fault.packed)
        }
        let call: CallHeader
        do throws(Fault) {
            call = try CallHeader(payload)
        } catch {
            // A call that cannot be read harms nobody else: the frame itself was whole.
            return send(.error, flags: FrameFlag.untouched, stream: header.stream, error.packed)
        }
        let deadline = call.deadlineMs.map { now + .milliseconds(min($0, Self.deadlineMsMax)) }
        insert(header.stream, isOurs: false, deadline: deadline)
        actions.append(.incoming(stream: header.stream, header: call, payload: payload))
    }

    /// A year: a later deadline is none, and the sum with the clock cannot overflow.
    private static let deadlineMsMax: UInt64 = 365 * 24 * 3600 * 1000

    private mutating func takeReply(_ header: FrameHeader, _ payload: [UInt8]) throws(Fault) {
        guard streams[header.stream] != nil else { return }
        try requireOurs(header)
        let more = header.flags & FrameFlag.more != 0
        actions.append(.reply(stream: header.stream, payload: payload, more: more))
        if !more { remove(header.stream) }
    }

    private mutating func takeEnd(_ stream: UInt32) {
        guard let state = streams[stream], !state.peerFinished else { return }
        actions.append(.ended(stream: stream))
        if state.isOurs { remove(stream) } else { streams[stream]?.peerFinished = true }
    }

    private mutating func takeCancel(_ stream: UInt32) {
        guard let state = streams[stream] else { return }
        let fault = Fault(.cancelled, "the peer cancelled the call")
        if state.isOurs {
            actions.append(.failed(stream: stream, fault: fault, untouched: false))
        } else {
            actions.append(.cancelled(stream: stream, fault: fault))
        }
        remove(stream)
    }

    private mutating func takeCredit(_ stream: UInt32, _ payload: [UInt8]) throws(Fault) {
        guard payload.count == 4 else { throw Fault(.badFrame, "a credit frame has 4 bytes, this one \(payload.count)") }
        let grant = payload.reduce(0) { $0 << 8 | Int($1) }
        guard let credit = streams[stream]?.sendCredit else { return }
        guard credit + grant <= Int(UInt32.max) else { throw Fault(.badFrame, "the credit of stream \(stream) grows beyond 4 GiB") }
        streams[stream]?.sendCredit += grant
        schedule(stream)
    }

    private mutating func takeGoodbye(_ payload: [UInt8]) throws(Fault) {
        let fault = try Fault(packed: payload)
        if fault.code == .stopped, phase == .ready {
            peerDrains = true
            actions.append(.draining(fault))
            closeIfDrained()
        } else {
            let reason = Fault(
                .linkDown, "the peer closed the link: \(fault.message)", fields: ["code": .string(fault.code.name)],
                advice: fault.advice, cause: fault)
            close(reason)
        }
    }

    private func requireOurs(_ header: FrameHeader) throws(Fault) {
        guard streams[header.stream]?.isOurs == true else {
            throw Fault(.badFrame, "a \(header.kind) came on stream \(header.stream), which the peer itself opened")
        }
    }

    /// Counts the payload of an item or bytes frame against the credit that we gave.
    private mutating func charge(_ header: FrameHeader) throws(Fault) {
        guard let state = streams[header.stream] else { return }
        guard state.receiveCredit > 0, !state.peerFinished else {
            throw Fault(.badFrame, "a \(header.kind) frame came on stream \(header.stream) beyond its credit or its end")
        }
        streams[header.stream]?.receiveCredit -= header.payloadCount
    }

    // MARK: Time

    /// Looks at the clock: keepalive, the time of the hello, deadlines.
    mutating func tick(now: Instant) {
        guard phase != .closed else { return }
        if phase != .ready {
            guard now.since(started) >= limits.helloTime else { return }
            return fail(Fault(.deadline, "the peer did not say hello within \(limits.helloTime)"))
        }
        let silence = now.since(lastReceived)
        if silence >= limits.silenceMax {
            return fail(Fault(.linkDown, "nothing came from the peer for \(silence)"))
        }
        if silence >= limits.pingAfter, !isPinged {
            isPinged = true
            send(.ping, stream: 0, [])
        }
        expire(now: now)
    }

    /// When the driver must call ``tick(now:)`` at the latest.
    var nextTick: Instant {
        if phase != .ready { return started + limits.helloTime }
        let silence = lastReceived + (isPinged ? limits.silenceMax : limits.pingAfter)
        return deadlineFloor.map { min($0, silence) } ?? silence
    }

    private mutating func expire(now: Instant) {
        guard let floor = deadlineFloor, floor <= now else { return }
        var next: Instant?
        var passed: [UInt32] = []
        for (stream, state) in streams {
            guard let deadline = state.deadline else { continue }
            if deadline <= now { passed.append(stream) } else { next = min(deadline, next ?? deadline) }
        }
        deadlineFloor = next
        for stream in passed.sorted() {
            let fault = Fault(.deadline, "the deadline of the call passed")
            if streams[stream]?.isOurs == true {
                actions.append(.failed(stream: stream, fault: fault, untouched: false))
                cancel(stream)
            } else {
                actions.append(.cancelled(stream: stream, fault: fault))
                send(.error, stream: stream, fault.packed)
                remove(stream)
            }
        }
    }

    // MARK: Streams

    mutating func insert(_ stream: UInt32, isOurs: Bool, deadline: Instant?) {
        streams[stream] = LinkStreamState(
            isOurs: isOurs, sendCredit: peerWindow, receiveCredit: limits.window, window: limits.window, deadline: deadline)
        if isOurs { ourCount += 1 } else { peerCount += 1 }
        if let deadline { deadlineFloor = min(deadline, deadlineFloor ?? deadline) }
    }

    @discardableResult
    mutating func remove(_ stream: UInt32) -> LinkStreamState? {
        guard let state = streams.removeValue(forKey: stream) else { return nil }
        if state.isOurs { ourCount -= 1 } else { peerCount -= 1 }
        windowGrowth -= state.window - limits.window
        closeIfDrained()
        return state
    }

    // MARK: Ending

    /// Gives the link up because of `fault`, which the peer is told.
    mutating func fail(_ fault: Fault) {
        guard phase != .closed else { return }
        if role == .acceptor, phase == .preamble, fault.fields["protocol"] == "http" {
            // The peer cannot read frames, but this it can.
            urgent.clear()
            let body = "\(fault.message). \(fault.advice ?? "")\n"
            urgent.writeString(
                "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: \(body.utf8.count)\r\n"
                    + "Connection: close\r\n\r\n\(body)")
        } else {
            send(.goodbye, stream: 0, fault.packed)
        }
        close(fault)
    }

    /// Takes no more calls from either side; the link closes when those that run have ended.
    mutating func drain(_ reason: Fault) {
        guard phase == .ready, !isDraining else {
            if phase != .ready { fail(reason) }
            return
        }
        isDraining = true
        send(.goodbye, stream: 0, reason.packed)
        closeIfDrained()
    }

    private mutating func closeIfDrained() {
        guard isDraining || peerDrains, streams.isEmpty, phase == .ready else { return }
        close(Fault(.linkDown, isDraining ? "the link was closed on this side" : "the peer is stopping"))
    }

    /// The connection is gone.
    mutating func connectionLost(_ fault: Fault) {
        if phase != .closed { close(fault) }
    }

    private mutating func close(_ fault: Fault) {
        phase = .closed
        streams = [:]
        ring.removeAll()
        ourCount = 0
        peerCount = 0
        inbound = ByteBuffer()
        actions.append(.close(fault))
    }
}
