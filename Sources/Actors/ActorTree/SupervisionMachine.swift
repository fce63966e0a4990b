import Kernel

/// What happened to a supervisor or to one of its children.
enum SupervisionEvent: Sendable, Hashable {
    case startRequested
    case stopRequested
    /// One more child, started at once.
    case addRequested(String, RestartPolicy, stopMax: Instant.Span)
    /// One child less; it is stopped first.
    case removeRequested(String)
    /// The child's `start` returned.
    case started(String)
    /// The child's `start` threw.
    case startFailed(String, Fault, at: Instant)
    /// The child's `run` returned.
    case ended(String, at: Instant)
    /// The child's `run` threw.
    case failed(String, Fault, at: Instant)
    /// The time that the last `setTimer` of this child named is over.
    case timerFired(String)
}

/// What the driver of a supervisor must do, in this order.
enum SupervisionAction: Sendable, Hashable {
    case start(String)
    /// Call the child's `stop`; its run will end.
    case stop(String)
    /// Cancel the task that starts or runs the child.
    case cancel(String)
    case setTimer(String, Instant.Span)
    case clearTimer(String)
    /// The answer to `addRequested` (and, without a fault, the child runs).
    case answerAdd(String, Fault?)
    /// The child is gone for good: its name is free again.
    case forget(String)
    /// Every child of the first start runs.
    case ready
    case report(SupervisionReport)
    /// Everything is stopped. A fault tells why, and is for the level above.
    case finish(Fault?)
    /// The event has no meaning in this state. The driver reports it and goes on.
    case reject(SupervisionEvent)
}

/// What a supervisor tells its log.
public enum SupervisionReport: Sendable, Hashable {
    case started(String)
    case ended(String)
    /// The child failed, and is restarted after the wait.
    case restarting(String, Fault?, after: Instant.Span)
    /// The child failed, and is not restarted.
    case gaveUp(String, Fault)
    /// The child still ran when its time to stop was over, and was cancelled.
    case stopOverdue(String)
    /// Something happened that has no meaning in the supervisor's state: a mistake in this program.
    case unexpected(String)
}

/// The rules of supervision: children start in order, stop in reverse order, and are restarted within limits. No clock, no tasks.
struct SupervisionMachine: Sendable {
    enum ChildState: Sendable, Hashable { case planned, starting, running, backingOff, stopping, ended }

    struct Child: Sendable {
        let name: String
        let policy: RestartPolicy
        let stopMax: Instant.Span
        /// Added later: its first start is answered, and does not fail the supervisor.
        let isAddition: Bool
        var state = ChildState.planned
        var hasRun = false
        var isRemoved = false
        var restarts: [Instant] = []
    }

    enum Phase: Sendable, Hashable { case idle, starting, serving, stopping(Fault?), finished(Fault?) }

    /// Where the supervisor stands; its name is put into the faults that move up.
    let path: ActorPath
    let limits: RestartLimits
    private(set) var phase = Phase.idle
    private(set) var children: [Child]

    init(path: ActorPath, limits: RestartLimits, children: [(name: String, policy: RestartPolicy, stopMax: Instant.Span)]) {
        self.path = path
        self.limits = limits
        self.children = children.map { Child(name: $0.name, policy: $0.policy, stopMax: $0.stopMax, isAddition: false) }
    }

    mutating func on(_ event: SupervisionEvent) -> [SupervisionAction] {
        switch event {
        case .startRequested:
            guard phase == .idle else { return [.reject(event)] }
            phase = .starting
            return startNext()
        case .stopRequested:
            switch phase {
            case .idle, .starting, .serving: return stop(because: nil)
            case .stopping, .finished: return []
            }
        case .addRequested(let name, let policy, let stopMax): return add(name, policy, stopMax)
        case .removeRequested(let name): return remove(name, event)
        case .started(let name): return started(name, event)
        case .startFailed(let name, let fault, let now): return startFailed(name, fault, now, event)
        case .ended(let name, let now): return runEnded(name, nil, now, event)
        case .failed(let name, let fault, let now): return runEnded(name, fault, now, event)
        case .timerFired(let name): return timerFired(name, event)
        }
    }

    // MARK: Starting

    /// Starts the first child that was not started yet, unless another is on its way up: they come one after the other.
    private mutating func startNext() -> [SupervisionAction] {
        if children.contains(where: { $0.state == .starting && !$0.hasRun }) { return [] }
        guard let next = children.firstIndex(where: { $0.state == .planned }) else {
            phase = .serving
            return [.ready]
        }
        children[next].state = .starting
        return [.start(children[next].name)]
    }

    private mutating func add(_ name: String, _ policy: RestartPolicy, _ stopMax: Instant.Span) -> [SupervisionAction] {
        guard phase == .serving else {
            let refusal = Fault(.stopped, "\(path) takes no more children: it is not serving", fields: ["actor": .string("\(path)")])
            return [.answerAdd(name, refusal)]
        }
        guard position(name) == nil else {
            let child = path.child(name)
            return [.answerAdd(name, Fault(.duplicateName, "\(child) exists", fields: ["actor": .string("\(child)")]))]
        }
        var child = Child(name: name, policy: policy, stopMax: stopMax, isAddition: true)
        child.state = .starting
        children.append(child)
        return [.start(name)]
    }

    private mutating func started(_ name: String, _ event: SupervisionEvent) -> [SupervisionAction] {
        guard let place = position(name) else { return [.reject(event)] }
        switch children[place].state {
        case .starting:
            let isFirst = !children[place].hasRun
            children[place].state = .running
            children[place].hasRun = true
            var actions: [SupervisionAction] = [.report(.started(name))]
            if isFirst, children[place].isAddition { actions.append(.answerAdd(name, nil)) }
            if phase == .starting { actions += startNext() }
            return actions
        case .stopping:
            // It was told to give up starting and came up all the same: stop what runs now.
            children[place].hasRun = true
            return [.stop(name)]
        case .planned, .running, .backingOff, .ended: return [.reject(event)]
        }
    }

    private mutating func startFailed(_ name: String, _ fault: Fault, _ now: Instant, _ event: SupervisionEvent) -> [SupervisionAction] {
        guard let place = position(name) else { return [.reject(event)] }
        switch children[place].state {
        case .starting: break
        case .stopping: return [.clearTimer(name)] + gone(place)
        case .planned, .running, .backingOff, .ended: return [.reject(event)]
        }
        if children[place].hasRun { return restart(place, fault, now) }
        if children[place].isAddition {
            children.remove(at: place)
            return [.answerAdd(name, located(fault, name)), .forget(name)]
        }
        children[place].state = .ended
        return [.report(.gaveUp(name, fault))] + stop(because: located(fault, name))
    }

    // MARK: Ends and restarts

    private mutating func runEnded(_ name: String, _ fault: Fault?, _ now: Instant, _ event: SupervisionEvent) -> [SupervisionAction] {
        guard let place = position(name) else { return [.reject(event)] }
        switch children[place].state {
        case .running: break
        case .stopping: return [.clearTimer(name)] + gone(place)
        case .planned, .starting, .backingOff, .ended: return [.reject(event)]
        }
        switch (children[place].policy, fault) {
        case (.permanent, _), (.transient, .some): return restart(place, fault, now)
        case (.transient, nil), (.temporary, nil): return [.report(.ended(name))] + gone(place)
        case (.temporary, .some(let fault)): return [.report(.gaveUp(name, fault))] + gone(place)
        }
    }

    private mutating func restart(_ place: Int, _ fault: Fault?, _ now: Instant) -> [SupervisionAction] {
        let name = children[place].name
        for other in children.indices {
            children[other].restarts.removeAll { now.since($0) > limits.span }
        }
        guard children.reduce(0, { $0 + $1.restarts.count }) < limits.restartsMax else {
            children[place].state = .ended
            let last = fault ?? Fault(.stopped, "its run ended though it should go on")
            return [.report(.gaveUp(name, last))] + stop(because: tooMany(last, name))
        }
        let wait = limits.backoff(after: children[place].restarts.count)
        children[place].restarts.append(now)
        children[place].state = .backingOff
        return [.report(.restarting(name, fault, after: wait)), .setTimer(name, wait)]
    }

    private mutating func timerFired(_ name: String, _ event: SupervisionEvent) -> [SupervisionAction] {
        guard let place = position(name) else { return [.reject(event)] }
        switch children[place].state {
        case .backingOff:
            children[place].state = .starting
            return [.start(name)]
        case .stopping: return [.report(.stopOverdue(name)), .cancel(name)]
        case .planned, .starting, .running, .ended: return [.reject(event)]
        }
    }

    // MARK: Stopping

    private mutating func remove(_ name: String, _ event: SupervisionEvent) -> [SupervisionAction] {
        guard let place = position(name), phase == .serving else { return [.reject(event)] }
        children[place].isRemoved = true
        return stopChild(place)
    }

    private mutating func stop(because fault: Fault?) -> [SupervisionAction] {
        phase = .stopping(fault)
        return stopNext()
    }

    /// Stops the last child that is not stopped yet, or finishes.
    private mutating func stopNext() -> [SupervisionAction] {
        guard case .stopping(let fault) = phase else { return [] }
        guard let place = children.lastIndex(where: { $0.state != .ended && $0.state != .planned }) else {
            phase = .finished(fault)
            return [.finish(fault)]
        }
        return stopChild(place)
    }

    private mutating func stopChild(_ place: Int) -> [SupervisionAction] {
        let child = children[place]
        switch child.state {
        case .running:
            children[place].state = .stopping
            return [.setTimer(child.name, child.stopMax), .stop(child.name)]
        case .starting:
            children[place].state = .stopping
            return [.cancel(child.name)]
        case .backingOff: return [.clearTimer(child.name)] + gone(place)
        case .planned, .ended: return gone(place)
        case .stopping: return []
        }
    }

    /// The child at `place` is down and stays so.
    private mutating func gone(_ place: Int) -> [SupervisionAction] {
        let child = children[place]
        children[place].state = .ended
        var actions: [SupervisionAction] = []
        if child.isAddition || child.isRemoved {
            children.remove(at: place)
            if child.isAddition, !child.hasRun { actions.append(.answerAdd(child.name, Fault(.stopped, "\(path) stops"))) }
            actions.append(.forget(child.name))
        }
        if phase == .starting { return actions + startNext() }
        return actions + stopNext()
    }

    // MARK: Words

    private func position(_ name: String) -> Int? { children.firstIndex { $0.name == name } }

    /// The fault with the path of the actor that it struck: the deepest one, when it comes from a supervisor below.
    private func located(_ fault: Fault, _ name: String) -> Fault {
        fault.fields["actor"] == nil ? fault.with("actor", .string("\(path.child(name))")) : fault
    }

    private func tooMany(_ fault: Fault, _ name: String) -> Fault {
        let last = located(fault, name)
        let actor = last.fields["actor"]?.string ?? "\(path.child(name))"
        // None is meant to be restarted: to speak of a limit would only hide what happened.
        if limits.restartsMax == 0 { return last }
        let limit = "\(limits.restartsMax) restarts within \(limits.span)"
        return Fault(
            fault.code, "\(actor) failed, and the limit of \(limit) below \(path) is used up: \(fault.message)", fields: last.fields,
            advice: fault.advice, cause: fault)
    }
}
