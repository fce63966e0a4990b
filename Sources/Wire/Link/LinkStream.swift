import Kernel
import MessagePack
import Messaging
import NIOCore
import Synchronization
import World

/// The half of a stream that tasks touch: what came and nobody took, what was written and is not on the wire, who waits.
///
/// Its other half, credit and turns, is in ``LinkMachine`` on the event loop. Both are bounded: the first by the credit that the machine
/// gives, the second by ``unsentMax``, above which writers wait.
final class LinkStream: Sendable {
    typealias Waiter = CheckedContinuation<Void, Never>

    /// What a writer left for the loop.
    enum Outgoing: Sendable {
        case items([UInt8])
        case bytes(ByteBuffer)
        case finish
        case refuse(Fault)
    }

    struct State {
        var reply: [UInt8]?
        var items: [[UInt8]] = []
        var chunks: [ByteBuffer] = []
        /// Bytes that were taken and not yet reported to the loop.
        var takenCount = 0
        /// Whether nothing more comes; with the fault, where it ended with one.
        var isEnded = false
        var fault: Fault?
        /// Whether the peer has done nothing about the call.
        var isUntouched = false
        /// Whether nobody reads any more: what comes is dropped, and no credit is given for it.
        var isDiscarding = false
        var reader: Waiter?

        var packer = Packer(capacity: 0)
        var outgoing: [Outgoing] = []
        var unsentCount = 0
        /// Whether the loop knows that there is something to fetch.
        var isAnnounced = false
        /// Whether the writer has said its last word.
        var isFinished = false
        /// Whether the stream is over, so that writing is in vain.
        var isOver = false
        var writers: [Waiter] = []
    }

    /// A writer waits while this many of its bytes are not on the wire; it goes on at half of it, so that it is not woken for each frame.
    static let unsentMax = 128 << 10
    /// Items are gathered into frames of about this size.
    fileprivate static let frameTarget = 32 << 10
    /// Bytes taken are reported in steps, so that the loop is not woken for each item.
    private static let takenStep = 16 << 10

    let state = Locked(State())
    /// The number of the stream; 0 while the call waits for its turn. Written on the loop only.
    let number = Atomic<UInt32>(0)
    let link: Link
    /// Whether this side made the call.
    let isOurs: Bool
    let frameMax: Int
    private let takenStep: Int

    init(link: Link, isOurs: Bool, frameMax: Int, window: Int) {
        self.link = link
        self.isOurs = isOurs
        self.frameMax = frameMax
        takenStep = min(Self.takenStep, window / 4)
    }

    // MARK: From the loop

    func deliver(reply: [UInt8], more: Bool) {
        wakeReader { state in
            state.reply = reply
            if !more { state.end(nil) }
        }
        if !more { wakeWriters() }
    }

    func deliver(items: [UInt8]) {
        wakeReader { state in
            if !state.isDiscarding { state.items.append(items) }
        }
    }

    func deliver(chunk: ByteBuffer) {
        wakeReader { state in
            if !state.isDiscarding { state.chunks.append(chunk) }
        }
    }

    /// Nothing more comes. `isOver`: nothing can be sent either.
    func end(_ fault: Fault?, isOver: Bool, untouched: Bool = false) {
        wakeReader { state in
            state.end(fault)
            state.isUntouched = untouched
            if isOver { state.isOver = true }
        }
        if isOver { wakeWriters() }
    }

    /// What the writer left, in order; it is then the loop's.
    func fetchOutgoing() -> [Outgoing] {
        state.withLock { state in
            state.seal()
            state.isAnnounced = false
            defer { state.outgoing = [] }
            return state.outgoing
        }
    }

    /// So many bytes went on the wire.
    func wrote(_ count: Int) {
        let writers = state.withLock { state -> [Waiter] in
            state.unsentCount -= count
            return state.unsentCount <= Self.unsentMax / 2 ? state.takeWriters() : []
        }
        for writer in writers { writer.resume() }
    }

    private func wakeReader(_ change: (inout State) -> Void) {
        let reader = state.withLock { state in
            change(&state)
            return state.reader.take()
        }
        reader?.resume()
    }

    private func wakeWriters() {
        for writer in state.withLock({ $0.takeWriters() }) { writer.resume() }
    }

    // MARK: Reading

    /// The reply, or the head of a download.
    nonisolated(nonsending) func awaitReply() async -> CallOutcome {
        while true {
            let outcome = state.withLock { state -> CallOutcome? in
                if let reply = state.reply { return .reply(reply) }
                guard state.isEnded else { return nil }
                let fault = state.fault ?? Fault(.badFrame, "the peer ended the call without a reply")
                return state.isUntouched ? .untouched(fault) : .failed(fault)
            }
            if let outcome { return outcome }
            if Task.isCancelled {
                let fault = Fault(.cancelled, "the task was cancelled while it waited for the reply")
                abandon(fault)
                return .failed(fault)
            }
            await waitToRead { $0.reply == nil }
        }
    }

    /// Packed items that came, at least one frame of them; nil at the end.
    nonisolated(nonsending) func nextItems() async throws(Fault) -> [[UInt8]]? {
        try await next { state in
            guard !state.items.isEmpty else { return nil }
            defer { state.items = [] }
            return (state.items, state.items.reduce(0) { $0 + $1.count })
        }
    }

    /// Bulk bytes that came, at least one chunk; nil at the end.
    nonisolated(nonsending) func nextChunks() async throws(Fault) -> [ByteBuffer]? {
        try await next { state in
            guard !state.chunks.isEmpty else { return nil }
            defer { state.chunks = [] }
            return (state.chunks, state.chunks.reduce(0) { $0 + $1.readableBytes })
        }
    }

    private enum Step<Content: Sendable>: Sendable {
        case content(Content, report: Int)
        case end
        case fault(Fault)
        case wait
    }

    private nonisolated(nonsending) func next<Content: Sendable>(
        _ take: @Sendable (inout State) -> (Content, Int)?
    ) async throws(Fault) -> Content? {
        while true {
            let step = state.withLock { state -> Step<Content> in
                if let (content, count) = take(&state) {
                    state.takenCount += count
                    guard state.takenCount >= takenStep, !state.isEnded else { return .content(content, report: 0) }
                    defer { state.takenCount = 0 }
                    return .content(content, report: state.takenCount)
                }
                if let fault = state.fault { return .fault(fault) }
                return state.isEnded ? .end : .wait
            }
            switch step {
            case .content(let content, let report):
                if report > 0 { link.submit(.taken(self, report)) }
                return content
            case .end: return nil
            case .fault(let fault): throw fault
            case .wait: break
            }
            if Task.isCancelled { throw Fault(.cancelled, "the task was cancelled while it waited for the peer") }
            await waitToRead { $0.items.isEmpty && $0.chunks.isEmpty }
        }
    }

    private nonisolated(nonsending) func waitToRead(_ isWaiting: @Sendable (borrowing State) -> Bool) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    guard isWaiting(state), !state.isEnded, !Task.isCancelled else { return true }
                    precondition(state.reader == nil, "two tasks read one stream")
                    state.reader = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.reader.take() }?.resume()
        }
    }

    /// The reader is gone. The caller's cancels the call; a handler may still answer without reading on.
    func stopReading() {
        if isOurs { return abandon(Fault(.cancelled, "the reader was let go")) }
        state.withLock { state in
            state.isDiscarding = true
            state.items = []
            state.chunks = []
        }
    }

    /// The writer gives up: the caller's cancels the call, a handler's ends it with the fault.
    func giveUp(_ fault: Fault) {
        if isOurs { abandon(fault) } else { finish(.refuse(fault)) }
    }

    /// Gives the stream up from this side: whoever waits here goes on with `fault`, and the peer is told.
    func abandon(_ fault: Fault) {
        let wasOpen = state.withLock { state in
            defer {
                state.items = []
                state.chunks = []
                state.end(fault)
                state.isOver = true
            }
            return !state.isOver
        }
        wakeReader { _ in }
        wakeWriters()
        if wasOpen { link.submit(.cancel(self, fault)) }
    }

    // MARK: Writing

    /// Packs one item behind those that wait.
    nonisolated(nonsending) func send(_ item: some Packable) async throws(Fault) {
        if try put({ (state: inout State) throws(Fault) in try state.add(item, frameMax: frameMax) }) { try await waitToWrite() }
    }

    nonisolated(nonsending) func send(contentsOf items: [some Packable]) async throws(Fault) {
        var position = 0
        while position < items.count {
            let mustWait = try put { (state: inout State) throws(Fault) in
                while position < items.count, state.unsentCount < Self.unsentMax {
                    try state.add(items[position], frameMax: frameMax)
                    position += 1
                }
            }
            if mustWait { try await waitToWrite() }
        }
    }

    nonisolated(nonsending) func send(_ chunk: ByteBuffer) async throws(Fault) {
        var rest = chunk
        // In pieces, so that a large buffer waits for its reader like many small ones.
        while let piece = rest.readSlice(length: min(rest.readableBytes, LinkMachine.chunkMax)), piece.readableBytes > 0 {
            let mustWait = try put { (state: inout State) throws(Fault) in
                state.outgoing.append(.bytes(piece))
                state.unsentCount += piece.readableBytes
            }
            if mustWait { try await waitToWrite() }
        }
    }

    /// Queues the last word of this side, once.
    func finish(_ last: Outgoing) {
        let announce = state.withLock { state in
            guard !state.isOver, !state.isFinished else { return false }
            state.seal()
            state.outgoing.append(last)
            state.isFinished = true
            defer { state.isAnnounced = true }
            return !state.isAnnounced
        }
        if announce { link.submit(.output(self)) }
    }

    /// Changes what waits to be sent; true where the writer must wait before it goes on.
    private func put(_ change: (inout State) throws(Fault) -> Void) throws(Fault) -> Bool {
        let result = state.withLock { state -> Result<(announce: Bool, mustWait: Bool), Fault> in
            if state.isOver || state.isFinished {
                return .failure(state.fault ?? Fault(.cancelled, "the peer reads no more"))
            }
            do throws(Fault) { try change(&state) } catch { return .failure(error) }
            defer { state.isAnnounced = true }
            return .success((!state.isAnnounced, state.unsentCount >= Self.unsentMax))
        }
        let (announce, mustWait) = try result.get()
        if announce { link.submit(.output(self)) }
        return mustWait
    }

    private nonisolated(nonsending) func waitToWrite() async throws(Fault) {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    guard state.unsentCount >= Self.unsentMax, !state.isOver, !Task.isCancelled else { return true }
                    state.writers.append(continuation)
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            wakeWriters()
        }
        if Task.isCancelled { throw Fault(.cancelled, "the task was cancelled while it waited for the peer to read") }
    }
}

extension LinkStream.State {
    mutating func takeWriters() -> [LinkStream.Waiter] {
        defer { writers = [] }
        return writers
    }

    mutating func end(_ fault: Fault?) {
        if isEnded { return }
        isEnded = true
        self.fault = fault
    }

    /// Closes the frame that items are gathered in.
    mutating func seal() {
        guard !packer.bytes.isEmpty else { return }
        outgoing.append(.items(packer.bytes))
        packer = Packer(capacity: 0)
    }

    /// Packs an item into the frame that is being gathered.
    mutating func add(_ item: some Packable, frameMax: Int) throws(Fault) {
        let before = packer.bytes.count
        item.pack(into: &packer)
        let count = packer.bytes.count - before
        if packer.bytes.count > frameMax {
            let bytes = packer.bytes
            packer = Packer(capacity: 0)
            if before > 0 { outgoing.append(.items(Array(bytes[..<before]))) }
            guard count <= frameMax else {
                throw Fault(
                    .limit, "an item has \(count) packed bytes, the peer takes at most \(frameMax)",
                    fields: ["size": .int(Int64(count)), "limit": .int(Int64(frameMax))])
            }
            outgoing.append(.items(Array(bytes[before...])))
        } else if packer.bytes.count >= LinkStream.frameTarget {
            seal()
        }
        unsentCount += count
    }
}

/// How a call ended.
enum CallOutcome: Sendable {
    case reply([UInt8])
    /// The peer has done nothing about it: it may be sent again.
    case untouched(Fault)
    case failed(Fault)

    func get() throws(Fault) -> [UInt8] {
        switch self {
        case .reply(let payload): return payload
        case .untouched(let fault), .failed(let fault): throw fault
        }
    }
}
