import Kernel
import Leadership
import Messaging

extension NexusDriver {
    /// Makes a change: see ``Issuing``.
    public func issue<C: Change>(_ change: C, request: Iden?) async throws(Fault) -> C.Outcome {
        // A label that the caller gave means the same write at whichever server it arrives; one drawn here belongs to this run.
        let origin = request.map { Origin(run: Origin.labelled, request: $0) } ?? Origin(run: options.run, request: drawRequest())
        let proposal = Proposal(target: C.target, event: C.event, arguments: change.packed, origin: origin)
        let reply = try await issue(proposal)
        return try C.Outcome(packed: reply.outcome)
    }

    /// Makes the change that a caller, or a mirror for its caller, proposes.
    ///
    /// - Returns: when the change is acknowledged, and applied on this server.
    public func issue(_ proposal: Proposal) async throws(Fault) -> IssueRequest.Reply {
        if hasEnded { throw Fault(.stopped, "the service is stopping", advice: "Ask again in a moment") }
        let result = await withCheckedContinuation { continuation in
            ticketCount += 1
            let ticket = Ticket(ticketCount)
            callers[ticket] = NexusCaller(proposal: proposal, continuation: continuation)
            handle(.write(ticket))
        }
        return try result.get()
    }

    /// Makes the change that a mirror passes on. Only a leader takes it: to pass it on again could send it in circles.
    func take(_ proposal: Proposal) async throws(Fault) -> IssueRequest.Reply {
        guard !hasEnded, machine.role != .stopped else {
            throw Fault(.stopped, "\(options.name) is stopping", advice: "Ask again: another server may lead by then")
        }
        if !machine.leads {
            // The one that handed over may have heard of it before this server did: the write waits for the news, or for the next tick.
            await withCheckedContinuation { roleWaiters.append($0) }
        }
        guard machine.leads else {
            throw Fault(.noLeader, "\(options.name) does not lead", advice: "synctl aha status shows who does")
        }
        return try await issue(proposal)
    }

    func acknowledge(_ ticket: Ticket, _ index: Index) {
        guard let caller = callers.removeValue(forKey: ticket) else { return }
        guard let outcome = caller.outcome else {
            caller.resume(.failure(Fault(
                .unknownOutcome, "the write was made, but its answer is not known here",
                advice: "Ask again with the same request id: it is made at most once")))
            return
        }
        caller.resume(.success(IssueRequest.Reply(index: index, term: term, outcome: outcome)))
    }

    /// Passes a write on to the leader.
    func forward(_ ticket: Ticket, to leader: String) {
        guard let proposal = callers[ticket]?.proposal else { return }
        start("forward") { driver in
            var mayHaveArrived = false
            do throws(Fault) {
                let endpoint = try await driver.peers.endpoint(of: leader)
                mayHaveArrived = true
                let deadline = driver.host.clock.now() + driver.options.times.write
                let reply = try await Ref<NexusContract>(endpoint).ask(IssueRequest(proposal), options: CallOptions(deadline: deadline))
                await driver.forwarded(ticket, reply)
            } catch {
                // An answer of the leader itself says that it was not made; a lost link says nothing.
                let isUnknown = [FaultCode.linkDown, .deadline, .cancelled, .unknownOutcome, .stopped].contains(error.code)
                await driver.forwardFailed(ticket, error, sent: mayHaveArrived && isUnknown)
            }
        }
    }

    private func forwarded(_ ticket: Ticket, _ reply: IssueRequest.Reply) {
        callers[ticket]?.outcome = reply.outcome
        handle(.forwardAnswered(ticket, reply.index, term: reply.term))
    }

    private func forwardFailed(_ ticket: Ticket, _ fault: Fault, sent: Bool) {
        handle(.forwardFailed(ticket, fault, sent: sent))
    }

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
