import Kernel
import World

/// Keeps children alive: starts them in order, restarts what fails within limits, stops them in reverse order. When the limits are used
/// up it stops what is left and fails itself, which its own supervisor deals with in the same way; at the root the service ends.
///
/// Re-entrancy: every event changes the machine and performs its actions in one synchronous stretch; nothing is read across an `await`.
public actor Supervisor: SupervisedChild {
    /// Far above what a service has; a supervisor that holds more is leaking children.
    public static let childrenMax = 10_000

    /// Where this supervisor stands.
    public nonisolated let path: ActorPath
    private let clock: any Clock
    private let report: @Sendable (ActorPath, SupervisionReport) -> Void

    private var machine: SupervisionMachine
    private var plans: [String: ChildPlan] = [:]
    private var alive: [String: any SupervisedChild] = [:]
    /// The task that starts or runs each child.
    private var works: [String: Task<Void, Never>] = [:]
    private var stops: [String: Task<Void, Never>] = [:]
    private var timers: [String: (number: UInt64, task: Task<Void, Never>)] = [:]
    private var timersSet: UInt64 = 0
    private var ending: Task<Void, Never>?

    private var isReady = false
    private var end: Result<Void, Fault>?
    private var readyWaiters: [CheckedContinuation<Fault?, Never>] = []
    private var endWaiters: [CheckedContinuation<Result<Void, Fault>, Never>] = []
    private var addWaiters: [String: CheckedContinuation<Fault?, Never>] = [:]
    private var removeWaiters: [String: [CheckedContinuation<Void, Never>]] = [:]

    /// - Parameter report: told what happens to children, with the path of the supervisor; for the log. Called in order, must not block.
    public init(
        _ path: ActorPath, clock: any Clock, limits: RestartLimits = RestartLimits(), children: [ChildPlan],
        report: @escaping @Sendable (ActorPath, SupervisionReport) -> Void = { _, _ in }
    ) {
        precondition(Set(children.map(\.name)).count == children.count, "two children of \(path) have the same name")
        precondition(children.count <= Self.childrenMax, "\(path) is given more than \(Self.childrenMax) children")
        self.path = path
        self.clock = clock
        self.report = report
        machine = SupervisionMachine(path: path, limits: limits, children: children.map { ($0.name, $0.policy, $0.stopMax) })
        for child in children { plans[child.name] = child }
    }

    // MARK: Life

    /// Starts the children in order; returns when all of them run.
    /// - Throws: what a child's start threw, with its path in the field `actor`; those before it are stopped again by then.
    public func start() async throws(Fault) {
        on(.startRequested)
        if isReady { return }
        if let end { throw startFault(end) }
        let fault = await withCheckedContinuation { readyWaiters.append($0) }
        if let fault { throw fault }
    }

    /// Why a start cannot succeed any more.
    private func startFault(_ end: Result<Void, Fault>) -> Fault {
        if case .failure(let fault) = end { return fault }
        return Fault(.stopped, "\(path) was stopped before it had started", fields: ["actor": .string("\(path)")])
    }

    /// Returns when everything is stopped after ``stop()``; cancelling the task stops too.
    /// - Throws: the fault of the child that used up the limits, with its path in the field `actor`.
    public func run() async throws(Fault) {
        let result = await withTaskCancellationHandler {
            await ended()
        } onCancel: {
            // The one task without an owner: it lives for one call into the actor, and has nothing that could fail.
            Task { await self.stop() }
        }
        try result.get()
    }

    /// Begins to stop the children in reverse order. ``run()`` returns when that is done.
    public func stop() { on(.stopRequested) }

    private func ended() async -> Result<Void, Fault> {
        if let end { return end }
        return await withCheckedContinuation { endWaiters.append($0) }
    }

    /// Starts and runs the whole tree below this root until it was stopped or has failed.
    public func runRoot() async -> TreeOutcome {
        do throws(Fault) {
            try await start()
            try await run()
            return .stopped
        } catch {
            return .failed(TreeFailure(root: path, fault: error))
        }
    }

    // MARK: Children that come and go

    /// Starts one more child; returns when it runs.
    /// - Throws: what its start threw; `DupName` where the name is taken; `IsFini` where the supervisor is not serving; `HitLimit`.
    public func add(_ plan: ChildPlan) async throws(Fault) {
        guard machine.children.count < Self.childrenMax else {
            throw Fault(.limit, "\(path) has \(Self.childrenMax) children already", fields: ["actor": .string("\(path)")])
        }
        guard plans[plan.name] == nil else {
            let child = path.child(plan.name)
            throw Fault(.duplicateName, "\(child) exists", fields: ["actor": .string("\(child)")])
        }
        plans[plan.name] = plan
        let fault = await withCheckedContinuation { waiter in
            addWaiters[plan.name] = waiter
            on(.addRequested(plan.name, plan.policy, stopMax: plan.stopMax))
        }
        if let fault { throw fault }
    }

    /// Stops the child and forgets it; returns when it is gone. Fine where there is none.
    public func remove(_ name: String) async {
        guard plans[name] != nil, machine.phase == .serving else { return }
        await withCheckedContinuation { waiter in
            removeWaiters[name, default: []].append(waiter)
            on(.removeRequested(name))
        }
    }

    /// The actors of the tree from here down, in the order of their start.
    public func actors() async -> [ActorStatus] {
        var statuses = [ActorStatus(path: path, state: "\(machine.phase.word)", restarts: 0)]
        for child in machine.children {
            let below = path.child(child.name)
            if let supervisor = alive[child.name] as? Supervisor {
                statuses += await supervisor.actors()
            } else {
                statuses.append(ActorStatus(path: below, state: "\(child.state)", restarts: child.restarts.count))
            }
        }
        return statuses
    }

    // MARK: Driving the machine

    private func on(_ event: SupervisionEvent) {
        for action in machine.on(event) { perform(action) }
    }

    private func perform(_ action: SupervisionAction) {
        switch action {
        case .start(let name): startChild(name)
        case .stop(let name):
            guard let child = alive[name] else { return }
            stops[name] = Task {
                await child.stop()
                self.stops[name] = nil
            }
        case .cancel(let name): works[name]?.cancel()
        case .setTimer(let name, let span): setTimer(name, span)
        case .clearTimer(let name): timers.removeValue(forKey: name)?.task.cancel()
        case .answerAdd(let name, let fault):
            if fault != nil, !machine.children.contains(where: { $0.name == name }) { plans[name] = nil }
            addWaiters.removeValue(forKey: name)?.resume(returning: fault)
        case .forget(let name):
            plans[name] = nil
            alive[name] = nil
            works[name] = nil
            for waiter in removeWaiters.removeValue(forKey: name) ?? [] { waiter.resume() }
        case .ready:
            isReady = true
            for waiter in readyWaiters { waiter.resume(returning: nil) }
            readyWaiters = []
        case .report(let what): report(path, what)
        case .reject(let event): report(path, .unexpected("\(event)"))
        case .finish(let fault): finish(fault)
        }
    }

    private func startChild(_ name: String) {
        guard let plan = plans[name] else { return }
        works[name] = Task {
            do throws(Fault) {
                let child = try await plan.start()
                self.cameUp(name, child)
            } catch {
                self.on(.startFailed(name, error, at: self.clock.now()))
            }
        }
    }

    private func cameUp(_ name: String, _ child: any SupervisedChild) {
        alive[name] = child
        works[name] = Task {
            do throws(Fault) {
                try await child.run()
                self.wentDown(name, nil)
            } catch {
                self.wentDown(name, error)
            }
        }
        on(.started(name))
    }

    private func wentDown(_ name: String, _ fault: Fault?) {
        alive[name] = nil
        works[name] = nil
        let now = clock.now()
        on(fault.map { .failed(name, $0, at: now) } ?? .ended(name, at: now))
    }

    private func setTimer(_ name: String, _ span: Instant.Span) {
        timers[name]?.task.cancel()
        timersSet += 1
        let number = timersSet
        let clock = clock
        let task = Task {
            do throws(Fault) {
                try await clock.sleep(for: span)
                self.timerFired(name, number)
            } catch {
                // Cleared: nothing waits for it any more.
            }
        }
        timers[name] = (number, task)
    }

    /// A timer may fire while it is being cleared or replaced; only the last one counts.
    private func timerFired(_ name: String, _ number: UInt64) {
        guard timers[name]?.number == number else { return }
        timers[name] = nil
        on(.timerFired(name))
    }

    /// The children's runs are over; what is left is that their `stop` calls return.
    private func finish(_ fault: Fault?) {
        let stops = Array(stops.values)
        self.stops = [:]
        ending = Task {
            for stop in stops { await stop.value }
            self.close(fault)
        }
    }

    private func close(_ fault: Fault?) {
        let result: Result<Void, Fault> = fault.map { .failure($0) } ?? .success(())
        end = result
        for waiter in readyWaiters { waiter.resume(returning: startFault(result)) }
        readyWaiters = []
        for waiter in endWaiters { waiter.resume(returning: result) }
        endWaiters = []
        for waiters in removeWaiters.values { for waiter in waiters { waiter.resume() } }
        removeWaiters = [:]
    }
}

/// One actor of a tree, as `synctl ps --actors` lists it.
public struct ActorStatus: Sendable, Hashable {
    /// Where it stands.
    public let path: ActorPath
    /// A word for a person, such as `running`.
    public let state: String
    /// Restarts within the supervisor's span.
    public let restarts: Int
}

extension SupervisionMachine.Phase {
    /// Without the fault, which the log has.
    var word: String {
        switch self {
        case .idle: "idle"
        case .starting: "starting"
        case .serving: "serving"
        case .stopping: "stopping"
        case .finished: "finished"
        }
    }
}
