import CLMDB
import Glibc
import Kernel
import World

/// A compacted copy of a live store, streamed chunk by chunk: the bytes of a `data.mdb` that a ``StoreInstallation`` takes.
///
/// The copy shows one commit, whatever is written meanwhile. Nothing is written beside the store: one thread lets LMDB write into a pipe,
/// another reads the pipe and hands chunks over, a few at a time, so a slow receiver holds the copy back and never fills memory. While a
/// copy runs it counts as a reader: the pages it can see are not reused. To let go of the copy, or to cancel the task that waits in
/// ``next()``, ends it.
public final class StoreCopy: Sendable {
    /// Chunks that wait for the receiver: enough that reading and sending overlap.
    static let waitingMax = 2
    /// A pipe of this size saves most of the switches between the threads.
    static let pipeBytes = 1 << 20

    private let signal: Signal<State>
    private let directory: String

    fileprivate struct State {
        var chunks: [[UInt8]] = []
        var waiter: CheckedContinuation<Result<[UInt8]?, Fault>, Never>?
        /// Set by the thread that LMDB writes in, before the end of the pipe can be seen.
        var failure: Fault?
        var isAtEnd = false
        var isCancelled = false
        var threads = 2
        var enders: [CheckedContinuation<Void, Never>] = []
    }

    fileprivate init(_ environment: StoreEnvironment, chunkBytes: Int) throws(Fault) {
        directory = environment.directory
        try environment.enter()
        var ends: [Int32] = [0, 0]
        guard clmdb_pipe(&ends) == 0 else {
            let fault = StoreFault.fromErrno("copy the store", path: environment.directory)
            environment.leave()
            throw fault
        }
        let (readEnd, writeEnd) = (ends[0], ends[1])
        // A smaller pipe, where the user's limit on pipes is reached, only makes more switches.
        _ = clmdb_set_pipe_size(readEnd, Int32(Self.pipeBytes))
        let signal = Signal(State())
        self.signal = signal
        do throws(Fault) {
            try SystemThread.start(name: "store-copy-read") { Self.read(readEnd, chunkBytes: chunkBytes, signal, environment.directory) }
        } catch {
            Glibc.close(readEnd)
            Glibc.close(writeEnd)
            environment.leave()
            throw error
        }
        do throws(Fault) {
            try SystemThread.start(name: "store-copy") { Self.write(environment, to: writeEnd, signal) }
        } catch {
            // The reader meets the end of the pipe, and ends.
            Glibc.close(writeEnd)
            environment.leave()
            Self.cancel(signal)
            throw error
        }
    }

    deinit { Self.cancel(signal) }

    /// The next chunk: as long as asked for, except the last; nil after the last. One caller at a time.
    ///
    /// Throws `.cancelled` when the task or the copy was cancelled, `.io`, `.badData` (the store is damaged).
    public func next() async throws(Fault) -> [UInt8]? {
        let signal = signal
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ready = signal.locked { state -> Result<[UInt8]?, Fault>? in
                    precondition(state.waiter == nil, "two tasks wait for the next chunk of one copy")
                    if let result = Self.take(&state, directory) { return result }
                    state.waiter = continuation
                    return nil
                }
                if let ready {
                    signal.wake()
                    continuation.resume(returning: ready)
                }
            }
        } onCancel: {
            Self.cancel(signal)
        }
        return try result.get()
    }

    /// Ends the copy, and returns when it no longer uses the store. A copy that came to its end may be cancelled too.
    public func cancel() async {
        Self.cancel(signal)
        await withCheckedContinuation { continuation in
            let hasEnded = signal.locked { state in
                if state.threads > 0 { state.enders.append(continuation) }
                return state.threads == 0
            }
            if hasEnded { continuation.resume() }
        }
    }

    /// What a caller of `next()` gets now; nil when it must wait.
    private static func take(_ state: inout State, _ directory: String) -> Result<[UInt8]?, Fault>? {
        if state.isCancelled {
            return .failure(Fault(.cancelled, "the copy of the store was cancelled", fields: ["path": .string(directory)]))
        }
        if !state.chunks.isEmpty { return .success(state.chunks.removeFirst()) }
        guard state.isAtEnd else { return nil }
        if let failure = state.failure { return .failure(failure) }
        return .success(nil)
    }

    private static func cancel(_ signal: Signal<State>) {
        let waiter = signal.locked { state in
            state.isCancelled = true
            state.chunks = []
            defer { state.waiter = nil }
            return state.waiter
        }
        signal.wake()
        waiter?.resume(returning: .failure(Fault(.cancelled, "the copy of the store was cancelled")))
    }

    /// The one thread: LMDB writes the copy into the pipe.
    private static func write(_ environment: StoreEnvironment, to descriptor: Int32, _ signal: Signal<State>) {
        // When the reader has gone, a write must fail with EPIPE and not end the process; LMDB's own thread inherits this.
        var pipeSignal = sigset_t()
        sigemptyset(&pipeSignal)
        sigaddset(&pipeSignal, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &pipeSignal, nil)
        let code = mdb_env_copyfd2(environment.pointer, descriptor, UInt32(MDB_CP_COMPACT))
        if code != 0 { signal.locked { $0.failure = environment.fault(code, "copy the store") } }
        Glibc.close(descriptor)
        environment.leave()
        threadEnds(signal)
    }

    /// The other thread: chunks go from the pipe to the receiver.
    private static func read(_ descriptor: Int32, chunkBytes: Int, _ signal: Signal<State>, _ directory: String) {
        var isGoingOn = true
        while isGoingOn {
            let (chunk, failure) = readChunk(descriptor, chunkBytes, directory)
            isGoingOn = handOver(chunk, failure, isLast: chunk.count < chunkBytes, signal, directory)
        }
        Glibc.close(descriptor)
        threadEnds(signal)
    }

    private static func readChunk(_ descriptor: Int32, _ chunkBytes: Int, _ directory: String) -> ([UInt8], Fault?) {
        var failure: Fault?
        let chunk = [UInt8](unsafeUninitializedCapacity: chunkBytes) { buffer, filled in
            while filled < chunkBytes {
                let count = Glibc.read(descriptor, buffer.baseAddress.map { $0 + filled }, chunkBytes - filled)
                if count > 0 { filled += count }
                if count == 0 { return }
                if count < 0, errno != EINTR {
                    failure = StoreFault.fromErrno("copy the store", path: directory)
                    return
                }
            }
        }
        return (chunk, failure)
    }

    /// Waits for room and queues the chunk. Returns false when there is nothing more to do.
    private static func handOver(
        _ chunk: [UInt8], _ failure: Fault?, isLast: Bool, _ signal: Signal<State>, _ directory: String
    ) -> Bool {
        let (isGoingOn, resume) = signal.waited { state -> (Bool, (() -> Void)?)? in
            if state.isCancelled { return (false, nil) }
            guard state.chunks.count < waitingMax else { return nil }
            if !chunk.isEmpty { state.chunks.append(chunk) }
            if isLast { state.isAtEnd = true }
            if let failure, state.failure == nil { state.failure = failure }
            guard let waiter = state.waiter, let result = take(&state, directory) else { return (!isLast, nil) }
            state.waiter = nil
            return (!isLast, { waiter.resume(returning: result) })
        }
        resume?()
        return isGoingOn
    }

    private static func threadEnds(_ signal: Signal<State>) {
        let enders = signal.locked { state in
            state.threads -= 1
            defer { if state.threads == 0 { state.enders = [] } }
            return state.threads == 0 ? state.enders : []
        }
        for ender in enders { ender.resume() }
    }
}

extension StoreEnvironment {
    /// Starts a compacted copy of the newest commit, handed out in chunks of `chunkBytes`. Throws `.stopped` after `close()`, `.limit`.
    public func copyStream(chunkBytes: Int = 1 << 20) throws(Fault) -> StoreCopy {
        precondition(chunkBytes > 0, "a chunk has at least one byte")
        return try StoreCopy(self, chunkBytes: chunkBytes)
    }
}
