import Kernel
import MessagePack
import Messaging
import NIOCore

/// Calls of the peer.
extension LinkDriver {
    /// Finds the handler of a call and starts it.
    func serve(_ number: UInt32, _ header: CallHeader, _ payload: [UInt8]) {
        do throws(Fault) {
            guard let caller else { throw Fault(.denied, "the peer is not known") }
            guard link.running.load(ordering: .relaxed) < 2 * machine.limits.streamsMax else {
                throw Fault(.limit, "too many handlers of cancelled calls have not returned yet")
            }
            let handler = try router.table(of: header.target).handler(of: header.name, for: caller)
            let context = CallContext(
                caller: caller, target: header.target, deadline: machine.streams[number]?.deadline, request: header.request,
                metadata: header.metadata)
            start(header.name, handler, context, Unpacker(payload, in: header.arguments), number)
        } catch {
            machine.refuse(number, error, untouched: true)
        }
    }

    /// The longest message that is unpacked on the loop: a few microseconds of work.
    private static let loopBytesMax = 16 << 10

    private func start(
        _ name: String, _ handler: any MessageHandler, _ context: CallContext, _ arguments: Unpacker, _ number: UInt32
    ) {
        let stream = LinkStream(
            link: link, isOurs: false, frameMax: machine.peerFrameMax, window: machine.limits.window)
        stream.number.store(number, ordering: .relaxed)
        streams[number] = stream
        link.running.add(1, ordering: .relaxed)
        // A long message takes long to unpack, wherever its handler would like to run.
        switch arguments.end - arguments.position <= Self.loopBytesMax ? handler.placement : .pool {
        case .pool: tasks[number] = Task { await stream.run(name, handler, context, arguments) }
        case .loop:
            let task = Task.immediate(executorPreference: link.executor) { await stream.run(name, handler, context, arguments) }
            if !stream.state.withLock(\.isFinished) { tasks[number] = task }
        }
    }
}

extension LinkStream: IncomingStream {
    /// Runs the handler to its end and answers with what it throws.
    fileprivate func run(_ name: String, _ handler: any MessageHandler, _ context: CallContext, _ arguments: Unpacker) async {
        do throws(Fault) {
            try await handler.serve(arguments, context, self)
            finish(.finish)
            link.settings.metrics?.answered(name, nil)
        } catch {
            finish(.refuse(error))
            link.settings.metrics?.answered(name, error)
        }
        link.running.subtract(1, ordering: .relaxed)
    }

    func reply(_ reply: some Packable) throws(Fault) {
        let packed = reply.packed
        try requireFits(packed)
        let isFirst = state.withLock { state in
            defer { state.isFinished = true }
            return !state.isFinished && !state.isOver
        }
        if isFirst { link.submit(.reply(self, packed, more: false)) }
    }

    func begin(_ head: some Packable) throws(Fault) {
        let packed = head.packed
        try requireFits(packed)
        link.submit(.reply(self, packed, more: true))
    }

    private func requireFits(_ packed: [UInt8]) throws(Fault) {
        guard packed.count <= frameMax else {
            throw Fault(
                .limit, "the reply has \(packed.count) packed bytes, the peer takes at most \(frameMax)",
                fields: ["size": .int(Int64(packed.count)), "limit": .int(Int64(frameMax))],
                advice: "Ask for less at once, or as a stream")
        }
    }

    func itemSink<Item: Packable>(_ type: Item.Type) -> any ItemSink<Item> { LinkItemSink<Item>(stream: self) }
    func itemSource<Item: Packable>(_ type: Item.Type) -> any ItemSource<Item> { LinkItemSource<Item>(stream: self) }
    var byteSink: any ItemSink<ByteBuffer> { LinkByteSink(stream: self) }
    var byteSource: any ItemSource<ByteBuffer> { LinkByteSource(stream: self) }
}
