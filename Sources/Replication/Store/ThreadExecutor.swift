import Glibc
import Kernel
import World

/// Runs the jobs of actors on one thread of its own: a write transaction belongs to the thread that began it, and commits block.
///
/// An actor uses it by returning it as its `unownedExecutor`; several may share it. Whenever its queue has run empty, and at the latest
/// after ``jobsPerRoundMax`` jobs, it calls the idle hook, before it sleeps: there the writer commits what the jobs of the round have
/// written, so that they share one flush and nobody waits for a timer.
///
/// It must be stopped: until then the thread keeps the executor alive.
// SAFETY: all that changes is inside the Signal, behind its lock.
public final class ThreadExecutor: SerialExecutor, @unchecked Sendable {
    /// The hook waits for at most so many jobs, so that those who wait for a commit get it though new jobs never cease to come.
    public static let jobsPerRoundMax = 1024

    private let name: String
    private let signal = Signal(State())

    private struct State {
        var jobs: [UnownedJob] = []
        var idleHook: (@Sendable () -> Void)?
        /// The thread that runs jobs; nil when none does.
        var thread: pthread_t?
        var isStarting = false
        var isStopping = false

        var hasThread: Bool { thread != nil || isStarting }
    }

    /// `name` is the thread's name, of which the kernel keeps 15 bytes.
    public init(name: String) {
        self.name = name
    }

    /// Sets what to call on the thread when the queue has run empty. Inside, an actor on this executor may use `assumeIsolated`.
    public func onIdle(_ hook: @escaping @Sendable () -> Void) {
        signal.locked { $0.idleHook = hook }
    }

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let needsThread = signal.locked { state in
            state.jobs.append(job)
            // A job that comes after `stop()` gets a thread that ends with the queue: to drop it would hang whoever waits for it.
            let needsThread = !state.hasThread
            if needsThread { state.isStarting = true }
            return needsThread
        }
        if needsThread { startThread() } else { signal.wake() }
    }

    private func startThread() {
        do throws(Fault) {
            try SystemThread.start(name: name) { self.run() }
        } catch {
            // Nobody can be told: the job has been taken, and there is nothing that could run it.
            preconditionFailure("\(error)")
        }
    }

    public func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

    /// Whether the caller is on this executor's thread.
    public var isCurrentThread: Bool {
        signal.locked { state in state.thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
    }

    public func checkIsolated() {
        precondition(isCurrentThread, "code of an actor on the thread \(name) runs on another thread")
    }

    public func isIsolatingCurrentContext() -> Bool? { isCurrentThread }

    /// Runs what is queued, calls the idle hook, and ends the thread; returns when it has ended. Not for the thread itself. May be called
    /// again.
    ///
    /// Jobs that come later still run, each on a thread of their own, one at a time.
    public func stop() {
        precondition(!isCurrentThread, "an executor is stopped on its own thread")
        signal.locked { $0.isStopping = true }
        signal.wake()
        signal.waited { state in state.hasThread ? nil : () }
    }

    /// What the thread does next.
    private enum Step {
        case run([UnownedJob])
        case idle((@Sendable () -> Void)?)
        case end
    }

    private func run() {
        signal.locked { state in
            state.thread = pthread_self()
            state.isStarting = false
        }
        let executor = asUnownedSerialExecutor()
        // How many jobs ran since the hook was called.
        var round = 0
        while true {
            switch nextStep(round) {
            case .run(let jobs):
                for job in jobs {
                    job.runSynchronously(on: executor)
                }
                round += jobs.count
            case .idle(let hook):
                hook?()
                round = 0
            case .end:
                signal.wake()
                return
            }
        }
    }

    private func nextStep(_ round: Int) -> Step {
        signal.waited { state -> Step? in
            if round > 0, state.jobs.isEmpty || round >= Self.jobsPerRoundMax { return .idle(state.idleHook) }
            if !state.jobs.isEmpty {
                let room = Self.jobsPerRoundMax - round
                if state.jobs.count <= room {
                    defer { state.jobs = [] }
                    return .run(state.jobs)
                }
                let jobs = Array(state.jobs.prefix(room))
                state.jobs.removeFirst(room)
                return .run(jobs)
            }
            guard state.isStopping else { return nil }
            state.thread = nil
            return .end
        }
    }
}
