import Kernel
import Leadership
import Messaging

extension NexusDriver {
    /// Makes a change: see ``Issuing``.
    public nonisolated func issue<C: Change>(_ change: C, request: Iden?) async throws(Fault) -> C.Outcome {
        // A label that the caller gave means the same write at whichever server it arrives; one drawn here belongs to this run.
        let origin = request.map { Origin(run: Origin.labelled, request: $0) } ?? Origin(run: options.run, request: drawRequest())
        let proposal = Proposal(target: C.target, event: C.event, arguments: change.packed, origin: origin)
        let reply = try await carry(proposal, try await submit(proposal))
        return try C.Outcome(packed: reply.outcome)
    }

    /// Makes the change that a mirror passes on. Only a leader takes it: to pass it on again could send it in circles.
    ///
    /// - Returns: when the change is acknowledged, and applied on this server.
    nonisolated func take(_ proposal: Proposal) async throws(Fault) -> IssueRequest.Reply {
        try await carry(proposal, try await submitAsLeader(proposal))
    }

    /// Brings a write to its end. It runs where the caller runs: on an event loop no thread lies between a write that is passed on and
    /// the link to the leader.
    private nonisolated func carry(
        _ proposal: Proposal, _ first: (ticket: Ticket, step: CallerStep)
    ) async throws(Fault) -> IssueRequest.Reply {
        var step = first.step
        while true {
            switch step {
            case .answered(let result): return try result.get()
            case .forward(let leader): step = await comeBack(first.ticket, await ask(leader, proposal))
            }
        }
    }

    // MARK: Waiting

    private func submit(_ proposal: Proposal) async throws(Fault) -> (ticket: Ticket, step: CallerStep) {
        if hasEnded { throw Fault(.stopped, "the service is stopping", advice: "Ask again in a moment") }
        ticketCount += 1
        let ticket = Ticket(ticketCount)
        let step = await withCheckedContinuation { continuation in
            callers[ticket] = NexusCaller(proposal: proposal, continuation: continuation)
            handle(.write(ticket))
        }
        return (ticket, step)
    }

    private func submitAsLeader(_ proposal: Proposal) async throws(Fault) -> (ticket: Ticket, step: CallerStep) {
        guard !hasEnded, machine.role != .stopped else {
            throw Fault(.stopped, "\(options.name) is stopping", advice: "Ask again: another server may lead by then")
        }
        // The one that handed over may have heard of it before this server did: the write waits for the news, or for the next tick.
        if !machine.leads { await waitForNews() }
        guard machine.leads else {
            throw Fault(.noLeader, "\(options.name) does not lead", advice: "synctl aha status shows who does")
        }
        return try await submit(proposal)
    }

    /// Returns when this server's role has changed, or with the next tick.
    func waitForNews() async { await withCheckedContinuation { roleWaiters.append($0) } }

    func acknowledge(_ ticket: Ticket, _ index: Index) {
        guard let caller = callers[ticket] else { return }
        guard let outcome = caller.outcome else {
            return answer(ticket, .failure(Fault(
                .unknownOutcome, "the write was made, but its answer is not known here",
                advice: "Ask again with the same request id: it is made at most once")))
        }
        answer(ticket, .success(IssueRequest.Reply(index: index, term: term, outcome: outcome)))
    }

    // MARK: Passing on

    /// What came of passing a write on to the leader.
    private enum Forwarded: Sendable {
        case answered(IssueRequest.Reply)
        /// `isUnknown`: whether the leader may have made it all the same.
        case failed(Fault, isUnknown: Bool)
    }

    private nonisolated func ask(_ leader: String, _ proposal: Proposal) async -> Forwarded {
        var mayHaveArrived = false
        do throws(Fault) {
            let endpoint = try await peers.endpoint(of: leader)
            mayHaveArrived = true
            let deadline = host.clock.now() + options.times.write
            return .answered(try await Ref<NexusContract>(endpoint).ask(IssueRequest(proposal), options: CallOptions(deadline: deadline)))
        } catch {
            // An answer of the leader itself says that it was not made; a lost link says nothing.
            let saysNothing = [FaultCode.linkDown, .deadline, .cancelled, .unknownOutcome, .stopped].contains(error.code)
            return .failed(error, isUnknown: mayHaveArrived && saysNothing)
        }
    }

    /// A caller's task has passed its write on, and waits again.
    private func comeBack(_ ticket: Ticket, _ forwarded: Forwarded) async -> CallerStep {
        if case .answered(let result) = callers[ticket]?.due {
            callers[ticket] = nil
            return .answered(result)
        }
        precondition(callers[ticket] != nil, "a write came back that nobody waits for")
        return await withCheckedContinuation { continuation in
            callers[ticket]?.due = nil
            callers[ticket]?.continuation = continuation
            switch forwarded {
            case .answered(let reply):
                callers[ticket]?.outcome = reply.outcome
                handle(.forwardAnswered(ticket, reply.index, term: reply.term))
            case .failed(let fault, let isUnknown): handle(.forwardFailed(ticket, fault, sent: isUnknown))
            }
        }
    }

    // MARK: Tasks

    /// Starts a task of this driver's. One that cannot start is as good as one that fails at once, and whatever matters is asked for again.
    func start(_ name: String, _ body: @escaping @Sendable (NexusDriver) async throws(Fault) -> Void) {
        do throws(Fault) {
            try tasks.start(name) { [weak self] () async throws(Fault) in
                guard let self else { return }
                try await body(self)
            }
        } catch {
            logger.warning("a task of the Nexus could not be started", metadata: ["task": "\(name)", "fault": "\(error)"])
        }
    }

    /// Passes one step of a handoff to the other half.
    func send(_ message: HandoffMessage, to name: String) {
        let step = HandoffStep(from: options.name, message: message)
        start("handoff") { (driver) async throws(Fault) in
            let endpoint = try await driver.peers.endpoint(of: name)
            let deadline = driver.host.clock.now() + driver.options.times.handoffStep
            _ = try await Ref<NexusContract>(endpoint).ask(step, options: CallOptions(deadline: deadline))
        }
    }
}
