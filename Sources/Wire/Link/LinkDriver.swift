import Kernel
import MessagePack
import Messaging
import NIOCore
import TLS
import World

/// Moves bytes between a channel and a ``LinkMachine``, and what the machine says between it and the tasks. Lives on one event loop.
final class LinkDriver: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let link: Link
    let router: Router
    private let clock: any Clock
    private let role: LinkMachine.Role
    private let awaitsTLS: Bool
    private let onClose: @Sendable () -> Void
    private var peer: LinkPeer
    var machine: LinkMachine
    var caller: Caller?
    var streams: [UInt32: LinkStream] = [:]
    var tasks: [UInt32: Task<Void, Never>] = [:]
    /// No deadline of a waiting call is before this.
    private var waitingFloor: Instant?
    /// Calls that wait for the peer to allow another stream.
    private var waiting = CircularBuffer<(stream: LinkStream, payload: [UInt8], deadline: Instant?)>(initialCapacity: 4)
    private var context: ChannelHandlerContext?
    private var timer: (task: Scheduled<Void>, at: Instant)?
    private var isStarted = false
    private var output = ByteBuffer()
    private var spareCommands: [Link.Command] = []
    private var spareActions: [LinkAction] = []
    private var isClosing = false

    /// Written in one go; then the loop looks at other work, so that reading never starves.
    private static let outputMax = 128 << 10
    /// A link that had little to write in its last turn keeps no more memory than this for the next.
    private static let outputKept = 32 << 10
    /// Arrays larger than this are not kept for the next turn.
    private static let spareMax = 4096
    /// Such writes in one turn.
    private static let writesMax = 4
    /// How long the peer may take to read a goodbye before the connection is cut.
    private static let goodbyeTime = TimeAmount.seconds(1)

    init(link: Link, role: LinkMachine.Role, peer: LinkPeer, awaitsTLS: Bool, onClose: @escaping @Sendable () -> Void = {}) {
        self.link = link
        router = link.settings.router
        clock = link.settings.host.clock
        self.role = role
        self.peer = peer
        self.awaitsTLS = awaitsTLS
        self.onClose = onClose
        machine = LinkMachine(role: role, hello: link.settings.hello, limits: link.settings.limits, now: link.settings.host.clock.now())
    }

    private var now: Instant { clock.now() }
    private var metrics: LinkMetrics? { link.settings.metrics }
    /// What was told to the metrics of the frames that the machine encoded.
    private var framesCounted: UInt64 = 0

    // MARK: Channel

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        link.mailbox.withLock { $0.driver = bound }
        if context.channel.isActive { channelActive(context: context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        arm()
        if !awaitsTLS { start() }
    }

    func start() {
        guard !isStarted else { return }
        isStarted = true
        do throws(Fault) {
            caller = try link.settings.identify(peer)
        } catch {
            machine.fail(error)
        }
        turn()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let completed = event as? TLSHandshakeCompleted {
            peer = LinkPeer(
                transport: .tls, address: peer.address, certificateName: completed.peer?.commonName,
                fingerprint: completed.peer?.fingerprint)
            start()
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else { return }
        // Replies of handlers that run here wait for the end of the read instead of waking the loop.
        link.mailbox.withLock { $0.isAwake = true }
        let bytes = unwrapInboundIn(data)
        let before = machine.framesReceived
        machine.receive(bytes, now: now)
        metrics?.received.add(bytes: bytes.readableBytes, frames: machine.framesReceived - before)
        act()
    }

    func channelReadComplete(context: ChannelHandlerContext) { turn() }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { turn() }
    }

    func channelInactive(context: ChannelHandlerContext) { end() }

    /// A channel that was never connected ends without having been active; the link must not be kept by its own driver then.
    func handlerRemoved(context: ChannelHandlerContext) { end() }

    private func end() {
        guard context != nil else { return }
        machine.connectionLost(Fault(.linkDown, "the connection to \(peer.address) ended"))
        act()
        context = nil
        onClose()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let fault = error as? Fault ?? Fault(.linkDown, "the connection to \(peer.address) failed: \(NetworkReason.words(error))")
        machine.connectionLost(fault)
        act()
        context.close(promise: nil)
    }

    // MARK: Turns

    /// Takes all commands, then writes once.
    func turn() {
        // Two arrays take turns, so that none is allocated for each turn of the loop.
        var commands = spareCommands
        spareCommands = []
        link.mailbox.withLock { box in
            box.isAwake = false
            swap(&box.commands, &commands)
        }
        defer {
            commands.removeAll(keepingCapacity: commands.count <= Self.spareMax)
            spareCommands = commands
        }
        guard isStarted else {
            // Nothing can be begun before the peer is known; only its end cannot wait.
            for case .close(let reason) in commands { machine.fail(reason) }
            return act()
        }
        for command in commands { handle(command) }
        admit()
        write()
        arm()
    }

    private func handle(_ command: Link.Command) {
        switch command {
        case .open(let stream, let payload, let deadline):
            guard machine.phase == .ready, !machine.isDraining, !machine.peerDrains else {
                return stream.end(Fault(.linkDown, "the link takes no more calls"), isOver: true, untouched: true)
            }
            guard waiting.count < machine.limits.waitingMax else {
                return stream.end(
                    Fault(.limit, "\(waiting.count) calls wait for this link"), isOver: true, untouched: true)
            }
            waiting.append((stream, payload, deadline))
            if let deadline { waitingFloor = min(deadline, waitingFloor ?? deadline) }
        case .reply(let stream, let payload, let more):
            let number = stream.number.load(ordering: .relaxed)
            machine.reply(number, payload, more: more)
            if !more { retire(number) }
        case .output(let stream): fetch(stream)
        case .taken(let stream, let count): machine.taken(stream.number.load(ordering: .relaxed), count)
        case .cancel(let stream, let fault):
            let number = stream.number.load(ordering: .relaxed)
            guard number != 0, streams[number] === stream else { return }
            streams[number] = nil
            tasks.removeValue(forKey: number)?.cancel()
            if stream.isOurs { machine.cancel(number) } else { machine.refuse(number, fault) }
        case .drain(let reason): machine.drain(reason)
        case .close(let reason): machine.fail(reason)
        }
        act()
    }

    /// Begins calls that waited, as far as the peer allows.
    private func admit() {
        while let next = waiting.first, machine.canOpen {
            waiting.removeFirst()
            if next.stream.state.withLock(\.isOver) { continue }
            let number = machine.open(next.payload, deadline: next.deadline)
            next.stream.number.store(number, ordering: .relaxed)
            streams[number] = next.stream
            fetch(next.stream)
        }
    }

    /// Moves what a writer left into the machine, unless earlier frames of the stream still wait there: then it gathers on.
    private func fetch(_ stream: LinkStream) {
        let number = stream.number.load(ordering: .relaxed)
        guard number != 0, let state = machine.streams[number], state.queue.isEmpty else { return }
        for outgoing in stream.fetchOutgoing() {
            switch outgoing {
            case .items(let payload): machine.items(number, payload)
            case .bytes(let chunk): machine.bytes(number, chunk)
            case .finish:
                machine.finish(number)
                if !stream.isOurs { retire(number) }
            case .refuse(let fault):
                machine.refuse(number, fault)
                retire(number)
            }
        }
    }

    /// Writes what the machine has, in few large writes.
    private func write() {
        guard let context, !isClosing else { return }
        var writes = 0
        while machine.hasOutput, context.channel.isWritable {
            guard writes < Self.writesMax else {
                link.mailbox.withLock { $0.isAwake = true }
                let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
                context.eventLoop.execute { bound.value.turn() }
                return
            }
            writes += 1
            // Cleared in place where the channel is done with it, which it mostly is: large allocations cost page faults.
            output.clear()
            machine.output(into: &output, bytesMax: Self.outputMax)
            countSent(output.readableBytes)
            if output.readableBytes > 0 { context.writeAndFlush(wrapOutboundOut(output), promise: nil) }
            act()
        }
        if output.capacity > Self.outputKept, output.writerIndex < Self.outputKept { output = ByteBuffer() }
    }

    private func countSent(_ byteCount: Int) {
        metrics?.sent.add(bytes: byteCount, frames: machine.framesSent - framesCounted)
        framesCounted = machine.framesSent
    }

    /// Does what the machine asked for.
    private func act() {
        while !machine.actions.isEmpty {
            var actions = spareActions
            spareActions = []
            swap(&actions, &machine.actions)
            for action in actions { act(action) }
            actions.removeAll(keepingCapacity: actions.count <= Self.spareMax)
            spareActions = actions
        }
    }

    private func act(_ action: LinkAction) {
        switch action {
        case .ready(let hello): becomeReady(hello)
        case .incoming(let number, let header, let payload): serve(number, header, payload)
        case .reply(let number, let payload, let more):
            if more { streams[number]?.deliver(reply: payload, more: true) } else {
                streams.removeValue(forKey: number)?.deliver(reply: payload, more: false)
            }
        case .failed(let number, let fault, let untouched):
            streams.removeValue(forKey: number)?.end(fault, isOver: true, untouched: untouched)
        case .items(let number, let payload): streams[number]?.deliver(items: payload)
        case .bytes(let number, let chunk): streams[number]?.deliver(chunk: chunk)
        case .ended(let number):
            guard let stream = streams[number] else { return }
            stream.end(nil, isOver: stream.isOurs)
            if stream.isOurs { streams[number] = nil }
        case .cancelled(let number, let fault):
            tasks.removeValue(forKey: number)?.cancel()
            streams.removeValue(forKey: number)?.end(fault, isOver: true)
        case .wrote(let number, let count):
            guard let stream = streams[number] else { return }
            stream.wrote(count)
            fetch(stream)
        case .draining: link.mailbox.withLock { $0.isDraining = true }
        case .close(let fault): close(fault)
        }
    }

    private func becomeReady(_ hello: Hello) {
        link.peerFrameMax.store(hello.frameMax, ordering: .relaxed)
        let waiters = link.mailbox.withLock { box in
            box.peer = hello
            defer { box.openWaiters = [] }
            return box.openWaiters
        }
        metrics?.opened(role)
        for waiter in waiters { waiter.resume() }
    }

    /// Forgets a call of the peer that was answered.
    private func retire(_ number: UInt32) {
        tasks[number] = nil
        streams.removeValue(forKey: number)?.end(Fault(.cancelled, "the call was answered"), isOver: true)
    }

    // MARK: Time

    private func arm() {
        guard let context, machine.phase != .closed else { return }
        let at = waitingFloor.map { min($0, machine.nextTick) } ?? machine.nextTick
        if let timer, timer.at <= at { return }
        timer?.task.cancel()
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        let delay = TimeAmount.nanoseconds(Int64(clamping: at.since(now).nanoseconds))
        timer = (context.eventLoop.scheduleTask(in: delay) { bound.value.tick() }, at)
    }

    private func tick() {
        timer = nil
        machine.tick(now: now)
        expireWaiting(now: now)
        isStarted ? turn() : act()
        arm()
    }

    /// Ends calls whose deadline passed while they waited for their turn.
    private func expireWaiting(now: Instant) {
        guard let floor = waitingFloor, floor <= now else { return }
        let passed = waiting.filter { $0.deadline.map { $0 <= now } ?? false }
        waiting.removeAll { $0.deadline.map { $0 <= now } ?? false }
        waitingFloor = waiting.compactMap(\.deadline).min()
        let fault = Fault(.deadline, "the deadline of the call passed before it was sent")
        for (stream, _, _) in passed { stream.end(fault, isOver: true, untouched: true) }
    }

    // MARK: Ending

    private func close(_ fault: Fault) {
        guard !isClosing else { return }
        timer?.task.cancel()
        timer = nil
        let lost = Fault(.linkDown, "the link ended: \(fault.message)", advice: fault.advice, cause: fault)
        let wasReady = link.mailbox.withLock { $0.peer != nil }
        if wasReady { metrics?.closed(role) }
        if role == .acceptor, !wasReady || fault.code == .badFrame { link.settings.refused(peer, fault) }
        let (openWaiters, closeWaiters, commands) = link.mailbox.withLock { box in
            box.closed = fault
            box.driver = nil
            defer {
                box.openWaiters = []
                box.closeWaiters = []
                box.commands = []
            }
            return (box.openWaiters, box.closeWaiters, box.commands)
        }
        for (stream, _, _) in waiting { stream.end(lost, isOver: true, untouched: true) }
        waiting.removeAll()
        for case .open(let stream, _, _) in commands { stream.end(lost, isOver: true, untouched: true) }
        for stream in streams.values { stream.end(lost, isOver: true) }
        streams = [:]
        for task in tasks.values { task.cancel() }
        tasks = [:]
        for waiter in openWaiters + closeWaiters { waiter.resume() }
        sayGoodbye()
    }

    /// Writes what is left, shuts the sending half, and lets the peer close, so that it can read the reason first.
    private func sayGoodbye() {
        guard let context, context.channel.isActive else {
            isClosing = true
            return
        }
        var buffer = context.channel.allocator.buffer(capacity: 0)
        machine.output(into: &buffer, bytesMax: Self.outputMax)
        countSent(buffer.readableBytes)
        isClosing = true
        let channel = context.channel
        guard buffer.readableBytes > 0 else { return channel.close(promise: nil) }
        // TLS has an end of its own, after which it waits for the peer's.
        let mode = awaitsTLS ? CloseMode.all : .output
        context.writeAndFlush(wrapOutboundOut(buffer)).whenComplete { _ in channel.close(mode: mode, promise: nil) }
        context.eventLoop.scheduleTask(in: Self.goodbyeTime) { channel.close(promise: nil) }
    }
}
