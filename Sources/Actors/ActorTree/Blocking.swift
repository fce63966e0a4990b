import Kernel
import World

/// A few threads of its own for work that blocks: files, directories, names of hosts. Nothing may block the shared pool of tasks or an
/// event loop, so whoever reads a file from an actor does it through here.
public final class Blocking: Sendable {
    /// Pieces of work that may wait for a thread. Each has a caller that waits; more than this means that the disk has stopped answering.
    public static let waitingMax = 16_384

    private let name: String
    private let wake = ThreadSemaphore()
    private let state = Locked(State())

    private struct Job {
        let number: UInt64
        let work: @Sendable () -> Void
        /// Called in place of `work` when the job will not run.
        let refuse: @Sendable (Fault) -> Void
    }

    private struct State {
        var jobs = FirstInFirstOut<Job>()
        var seen: UInt64 = 0
        var threads = 0
        var isStopped = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    /// - Parameters:
    ///   - name: what the threads are called, in `top -H` too.
    ///   - threads: how many pieces of work run at once.
    /// - Throws: `HitLimit` where the system gives no threads.
    public init(name: String, threads: Int = 4) throws(Fault) {
        precondition(threads > 0, "a pool has at least one thread")
        self.name = name
        for _ in 0..<threads {
            state.withLock { $0.threads += 1 }
            do throws(Fault) {
                try SystemThread.start(name: name) { self.work() }
            } catch {
                state.withLock { $0.threads -= 1 }
                requestStop()
                throw error
            }
        }
    }

    /// Runs `body` on one of the threads and returns what it returns. Cancelling gives up what waits; what runs is run to its end.
    /// - Throws: what `body` throws; `Cancelled`; `IsFini` after ``stop()``; `HitLimit` where ``waitingMax`` wait already.
    public func run<Outcome: Sendable>(_ body: @escaping @Sendable () throws(Fault) -> Outcome) async throws(Fault) -> Outcome {
        let number = state.withLock { state in
            state.seen += 1
            return state.seen
        }
        let result: Result<Outcome, Fault> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let job = Job(
                    number: number,
                    work: { continuation.resume(returning: Result(catching: body)) },
                    refuse: { continuation.resume(returning: .failure($0)) })
                enqueue(job)
            }
        } onCancel: {
            let job = state.withLock { state in state.jobs.removeFirst { $0.number == number } }
            job?.refuse(Self.cancelledFault)
        }
        return try result.get()
    }

    /// Runs `body` on one of the threads without anybody waiting for it; `refuse` is called in its place, by whoever calls this, where it
    /// cannot be taken, for the reasons of ``run(_:)``.
    public func start(_ body: @escaping @Sendable () -> Void, refuse: @escaping @Sendable (Fault) -> Void) {
        let number = state.withLock { state in
            state.seen += 1
            return state.seen
        }
        enqueue(Job(number: number, work: body, refuse: refuse), isCancellable: false)
    }

    /// Lets the waiting work be done, ends the threads, and returns when the last has ended.
    public func stop() async {
        requestStop()
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.threads == 0 { return true }
                state.waiters.append(continuation)
                return false
            }
            if isOver { continuation.resume() }
        }
    }

    private func requestStop() {
        let threads = state.withLock { state in
            state.isStopped = true
            return state.threads
        }
        for _ in 0..<threads { wake.signal() }
    }

    private func enqueue(_ job: Job, isCancellable: Bool = true) {
        let fault = state.withLock { state -> Fault? in
            if state.isStopped { return Fault(.stopped, "the threads \(name) are stopped") }
            if isCancellable, Task.isCancelled { return Self.cancelledFault }
            guard state.jobs.count < Self.waitingMax else {
                return Fault(
                    .limit, "\(Self.waitingMax) pieces of work wait for the threads \(name)",
                    advice: "Look for a disk that no longer answers, in the kernel log")
            }
            state.jobs.append(job)
            return nil
        }
        if let fault { job.refuse(fault) } else { wake.signal() }
    }

    /// The life of one thread. A job that was cancelled leaves a signal behind, so a wake without a job is no surprise.
    private func work() {
        while true {
            wake.wait()
            let (job, isOver) = state.withLock { state in
                let job = state.jobs.popFirst()
                return (job, job == nil && state.isStopped)
            }
            if let job { job.work() }
            if isOver { break }
        }
        let waiters = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.threads -= 1
            defer { if state.threads == 0 { state.waiters = [] } }
            return state.threads == 0 ? state.waiters : []
        }
        for waiter in waiters { waiter.resume() }
    }

    private static var cancelledFault: Fault { Fault(.cancelled, "the task was cancelled before its blocking work began") }
}
