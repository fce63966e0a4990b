import Kernel
import MessagePack
import NIOCore

/// The sending half of a ``LinkMachine``: what goes on the wire next.
extension LinkMachine {
    /// Bulk bytes go in pieces of at most this, in turn with other streams, so that no blob delays a small call for long.
    static let chunkMax = 64 << 10
    /// No more calls are begun while this much waits unsent: they wait for their turn instead.
    static let urgentHigh = 1 << 20

    /// Memory kept ready for the urgent frames of the next turn, at most.
    private static let urgentReserve = 64 << 10

    /// Whether a call may be begun now.
    var canOpen: Bool {
        guard phase == .ready, !isDraining, !peerDrains else { return false }
        return ourCount < peerStreamsMax && urgent.readableBytes < Self.urgentHigh
    }

    /// Begins a call; the caller has asked ``canOpen``. Returns the number of its stream.
    mutating func open(_ payload: [UInt8], deadline: Instant?) -> UInt32 {
        precondition(canOpen, "a call was begun on a link that takes none")
        // Numbers come round after 2^31 calls; those still open are stepped over.
        while streams[nextStream] != nil || nextStream == 0 { nextStream &+= 2 }
        let stream = nextStream
        nextStream &+= 2
        insert(stream, isOurs: true, deadline: deadline)
        send(.call, stream: stream, payload)
        return stream
    }

    /// Answers a call of the peer; with `more` bytes follow, else the stream is over.
    mutating func reply(_ stream: UInt32, _ payload: [UInt8], more: Bool) {
        guard let state = streams[stream], !state.isOurs, !state.isFinished else { return }
        if more { return send(.reply, flags: FrameFlag.more, stream: stream, payload) }
        send(.reply, stream: stream, payload)
        remove(stream)
    }

    /// Queues packed items.
    mutating func items(_ stream: UInt32, _ payload: [UInt8]) { enqueue(stream, .items(payload)) }

    /// Queues bulk bytes.
    mutating func bytes(_ stream: UInt32, _ chunk: ByteBuffer) { enqueue(stream, .bytes(chunk)) }

    /// Says, after what is queued, that nothing follows.
    mutating func finish(_ stream: UInt32) {
        enqueue(stream, .last(.end, []))
        streams[stream]?.isFinished = true
    }

    /// Ends a call of the peer with a fault, after what is queued. `untouched`: nothing was done about it.
    mutating func refuse(_ stream: UInt32, _ fault: Fault, untouched: Bool = false) {
        guard let state = streams[stream], !state.isOurs, !state.isFinished else { return }
        if state.queue.isEmpty {
            send(.error, flags: untouched ? FrameFlag.untouched : 0, stream: stream, fault.packed)
            remove(stream)
        } else {
            enqueue(stream, .last(.error, fault.packed))
            streams[stream]?.isFinished = true
        }
    }

    /// Gives a stream up: what is queued is dropped, the peer is told.
    mutating func cancel(_ stream: UInt32) {
        guard streams[stream] != nil else { return }
        send(.cancel, stream: stream, [])
        remove(stream)
    }

    /// Our reader took `count` bytes of a stream: the peer may send as many again, and more where the reader keeps up.
    mutating func taken(_ stream: UInt32, _ count: Int) {
        guard var state = streams[stream], !state.peerFinished else { return }
        state.taken += count
        guard state.taken >= state.window / 2 else {
            streams[stream] = state
            return
        }
        var grant = state.taken
        let growth = min(state.window, limits.windowMax - state.window, limits.windowGrowthMax - windowGrowth)
        if growth > 0 {
            state.window += growth
            windowGrowth += growth
            grant += growth
        }
        state.taken = 0
        state.receiveCredit += grant
        streams[stream] = state
        FrameHeader(kind: .credit, flags: 0, stream: stream, payloadCount: 4).write(into: &urgent)
        framesSent += 1
        urgent.writeInteger(UInt32(clamping: grant))
    }

    private mutating func enqueue(_ stream: UInt32, _ outgoing: LinkStreamState.Outgoing) {
        guard let state = streams[stream], !state.isFinished else { return }
        streams[stream]?.queue.append(outgoing)
        schedule(stream)
    }

    /// Puts a stream into the ring where it may send and does not stand there yet.
    mutating func schedule(_ stream: UInt32) {
        guard let state = streams[stream], state.maySend, !state.isScheduled else { return }
        streams[stream]?.isScheduled = true
        ring.append(stream)
    }

    /// Encodes a frame that overtakes bulk.
    mutating func send(_ kind: FrameKind, flags: UInt8 = 0, stream: UInt32, _ payload: [UInt8]) {
        FrameHeader(kind: kind, flags: flags, stream: stream, payloadCount: payload.count).write(into: &urgent)
        framesSent += 1
        urgent.writeBytes(payload)
        if urgent.readableBytes > limits.unsentMax, phase == .ready {
            urgent.clear()
            fail(Fault(.limit, "the peer does not read: \(limits.unsentMax) bytes wait for it"))
        }
    }

    /// Whether there is anything to write.
    var hasOutput: Bool { urgent.readableBytes > 0 || !ring.isEmpty }

    /// The next bytes for the wire: everything urgent, then frames of streams in turn up to about `bytesMax`.
    mutating func output(into buffer: inout ByteBuffer, bytesMax: Int) {
        if urgent.readableBytes > 0 {
            buffer.writeBuffer(&urgent)
            // The memory is kept for the next turn, unless it is unusually much.
            if urgent.capacity > Self.urgentReserve { urgent = ByteBuffer() } else { urgent.clear() }
        }
        while buffer.readableBytes < bytesMax, let stream = ring.popFirst() {
            // Taken out, so that its queue is changed in place and not copied.
            guard var state = streams.removeValue(forKey: stream) else { continue }
            state.isScheduled = false
            let isOver = writeNext(stream, &state, into: &buffer)
            state.isScheduled = !isOver && state.maySend
            if state.isScheduled { ring.append(stream) }
            streams[stream] = state
            if isOver { remove(stream) }
        }
    }

    /// Writes one frame of the stream; true where it was the last one of a stream of the peer.
    private mutating func writeNext(_ stream: UInt32, _ state: inout LinkStreamState, into buffer: inout ByteBuffer) -> Bool {
        guard state.maySend else { return false }
        framesSent += 1
        let next = state.queue.removeFirst()
        switch next {
        case .items(let payload):
            FrameHeader(kind: .item, flags: 0, stream: stream, payloadCount: payload.count).write(into: &buffer)
            buffer.writeBytes(payload)
            state.sendCredit -= payload.count
            actions.append(.wrote(stream: stream, count: payload.count))
        case .bytes(var chunk):
            guard let piece = chunk.readSlice(length: min(chunk.readableBytes, Self.chunkMax, peerFrameMax)) else { return false }
            FrameHeader(kind: .bytes, flags: 0, stream: stream, payloadCount: piece.readableBytes).write(into: &buffer)
            buffer.writeImmutableBuffer(piece)
            state.sendCredit -= piece.readableBytes
            if chunk.readableBytes > 0 { state.queue.insert(.bytes(chunk), at: 0) }
            actions.append(.wrote(stream: stream, count: piece.readableBytes))
        case .last(let kind, let payload):
            FrameHeader(kind: kind, flags: 0, stream: stream, payloadCount: payload.count).write(into: &buffer)
            buffer.writeBytes(payload)
            return !state.isOurs
        }
        return false
    }
}
