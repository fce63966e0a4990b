import Kernel
import Leadership
import Simulator

/// What the driver of a server does in production, with the simulated disk and network.
extension Cluster {
    func nameOf(_ node: Int) -> String { node >= 1 && node <= Self.serverCount ? servers[node - 1].name : "" }

    /// Gives an event to the machine and carries out what it says, including the events that follow from that.
    func drive(_ server: SimulatedServer, _ event: ReplicaEvent) {
        var events = [event]
        var place = 0
        while place < events.count, server.isUp {
            let actions = server.machine.on(events[place], now: server.clock.reading(at: queue.now))
            place += 1
            for action in actions {
                if let crashBefore, crashBefore(server, action) { return crash(server) }
                if crashPerMille > 0, random.chance(perMille: crashPerMille) {
                    queue.schedule(.restart(server.node), after: .milliseconds(100 + random.below(3_000)))
                    return crash(server)
                }
                perform(server, action, &events)
            }
        }
    }

    private func perform(_ server: SimulatedServer, _ action: ReplicaAction, _ events: inout [ReplicaEvent]) {
        let node = server.node
        switch action {
        case .persist(let record): server.saved = record
        case .roleChanged(let role, let reason):
            note("\(server.name) \(role): \(reason)")
            if role == .leader, server.machine.record.ledTerm == server.machine.record.term {
                checker.leads(server.name, term: server.machine.record.term.number, log: server.log.records)
            }
        case .report(let report, let request): send(from: node, to: 0, .arbiter(.report(report, request)))
        case .answerPosition(let id, let report): send(from: node, to: 0, .arbiter(.position(id: id, report)))
        case .reportPhase(let id, let phase): send(from: node, to: 0, .arbiter(.phase(id: id, from: server.name, phase)))
        case .commit(let id, let term, let position):
            send(from: node, to: 0, .arbiter(.commit(id: id, from: server.name, term: term, position: position)))
        case .reportFailure(let id, let fault): send(from: node, to: 0, .arbiter(.failed(id: id, from: server.name, fault)))
        case .acknowledge(let ticket, let index): acknowledge(server, ticket, index)
        case .fail(let ticket, let fault): reply(server, ticket, .failure(fault))
        case .forward(let ticket, let leader):
            guard let caller = server.callers[ticket], let to = nodeOf[leader] else { return }
            server.nonce += 1
            server.forwards[server.nonce] = (ticket, queue.now)
            send(from: node, to: to, .write(request: caller.request, call: server.nonce))
        case .append(let ticket): append(server, ticket, &events)
        case .appendTermStart(let term):
            append(server, SimulatedEntry(term: term.number, request: 0, after: server.log.records.last?.word ?? 0))
            events.append(.termStarted(end: server.log.records.position(server.log.count)))
        case .answerFollow(let name, let answer): if let to = nodeOf[name] { send(from: node, to: to, .followAnswer(answer)) }
        case .stream(let name, let feed, let after):
            guard let to = nodeOf[name] else { return }
            server.feeds[to] = (feed, Int(after.index.number))
            pump(server, to)
        case .sendSnapshot(let name, let feed):
            guard let to = nodeOf[name] else { return }
            let records = Array(server.log.records.prefix(Int(server.machine.durable.index.number)))
            server.feeds[to] = (feed, records.count)
            send(from: node, to: to, .snapshot(feed: feed, records))
        case .stopFeeds: server.feeds = [:]
        case .stopFeed(let name): if let to = nodeOf[name] { server.feeds[to] = nil }
        case .heartbeat(let heartbeat): for to in server.feeds.keys.sorted() { send(from: node, to: to, .heartbeat(heartbeat)) }
        case .follow(let request, let name):
            server.feed = request.feed
            if let to = nodeOf[name] { send(from: node, to: to, .follow(request)) }
        case .unfollow: server.feed = nil
        case .appendBatch:
            for entry in server.presented { server.append(entry) }
            scheduleFlush(server)
            checker.follows(server.name, term: server.machine.record.term.number, log: server.log.records)
        case .progress(let report, let name): if let to = nodeOf[name] { send(from: node, to: to, .progress(report)) }
        case .handoff(let message, let name): if let to = nodeOf[name] { send(from: node, to: to, .handoff(message)) }
        case .rejoinStep(let step): rejoinStep(server, step, &events)
        }
    }

    // MARK: The disk

    private func append(_ server: SimulatedServer, _ ticket: Ticket, _ events: inout [ReplicaEvent]) {
        guard let request = server.callers[ticket]?.request else { return }
        if server.requests[request] == nil {
            append(server, SimulatedEntry(
                term: server.machine.record.term.number, request: request, after: server.log.records.last?.word ?? 0))
        }
        events.append(.appended(
            ticket, at: Index(UInt64(server.requests[request] ?? 0)), end: server.log.records.position(server.log.count)))
    }

    private func append(_ server: SimulatedServer, _ entry: SimulatedEntry) {
        server.append(entry)
        checker.appended(term: entry.term, entry: entry)
        scheduleFlush(server)
    }

    private func scheduleFlush(_ server: SimulatedServer) {
        guard !server.isFlushing else { return }
        server.isFlushing = true
        let slow = options.isRandom && !isHealed && random.chance(perMille: 50)
        queue.schedule(
            .flushed(server.node, run: server.run, count: server.log.count),
            after: Instant.Span(nanoseconds: 100_000 + random.below(slow ? 400_000_000 : 1_000_000)))
    }

    func flushed(_ node: Int, run: UInt64, count: Int) {
        let server = server(node)
        guard server.isUp, server.run == run else { return }
        server.log.flushed(count)
        server.isFlushing = false
        if server.log.durableCount < server.log.count { scheduleFlush(server) }
        drive(server, .durable(server.log.records.position(min(count, server.log.count))))
        pumpAll(server)
    }

    /// Feeds a follower what is durable and was not sent.
    private func pump(_ server: SimulatedServer, _ to: Int) {
        guard let feed = server.feeds[to], server.isUp else { return }
        let end = Int(server.machine.durable.index.number)
        var from = feed.sent
        while from < end {
            let next = min(end, from + 8)
            let header = BatchHeader(
                feed: feed.feed, term: server.machine.record.term, previous: server.log.records.position(from),
                last: server.log.records.position(next))
            send(from: server.node, to: to, .batch(header, Array(server.log.records[from..<next])))
            from = next
        }
        if from != feed.sent { server.feeds[to] = (feed.feed, from) }
    }

    private func pumpAll(_ server: SimulatedServer) {
        guard !server.feeds.isEmpty else { return }
        for to in server.feeds.keys.sorted() { pump(server, to) }
    }

    // MARK: Messages

    func receive(_ server: SimulatedServer, _ from: Int, _ message: SimulatedMessage) {
        let name = nameOf(from)
        switch message {
        case .arbiter: break
        case .standing(let standing): drive(server, .standing(standing))
        case .commitAnswer(let id, let answer): drive(server, .commitAnswer(id: id, answer))
        case .follow(let request): drive(server, .follow(request, known: server.known(request.position.index)))
        case .followAnswer(let answer): drive(server, .followAnswer(from: name, answer))
        case .batch(let header, let entries): receiveBatch(server, header, entries)
        case .snapshot(let feed, let records):
            guard server.feed == feed, records.count >= server.log.count else { return }
            server.replaceLog(records)
            checker.follows(server.name, term: server.machine.record.term.number, log: records)
            drive(server, .replaced(records.position(records.count)))
        case .heartbeat(let heartbeat): drive(server, .heartbeat(from: name, heartbeat))
        case .progress(let report): drive(server, .progress(from: name, report))
        case .handoff(let message): drive(server, .handoff(from: name, message))
        case .write(let request, let call):
            server.ticket += 1
            let ticket = Ticket(server.ticket)
            server.callers[ticket] = (from, call, request)
            if from <= Self.serverCount, !server.machine.leads {
                // A forwarded write is for a leader; sending it on could go round in a ring.
                reply(server, ticket, .failure(Fault(.noLeader, "\(server.name) does not lead")))
            } else {
                drive(server, .write(ticket))
            }
        case .answer(let call, let result, let term):
            guard let forward = server.forwards.removeValue(forKey: call) else { return }
            switch result {
            case .success(let index): drive(server, .forwardAnswered(forward.ticket, index, term: term))
            case .failure(let fault): drive(server, .forwardFailed(forward.ticket, fault, sent: fault.code != .noLeader))
            }
        case .probe(let index, let nonce):
            let place = Int(index.number)
            let word = place == 0 ? 0 : place <= server.log.count ? server.log.records[place - 1].word : nil
            send(from: server.node, to: from, .probed(index, word: word, nonce: nonce))
        case .probed(let index, let word, let nonce):
            guard nonce == server.nonce, server.rejoinAskedAt != nil else { return }
            let place = Int(index.number)
            let ours = place == 0 ? 0 : place <= server.log.count ? server.log.records[place - 1].word : nil
            drive(server, .rejoinStep(.probed(index, equal: ours == word && word != nil, upstreamStart: Index(1))))
        case .rebuild(let nonce):
            guard server.machine.leads else { return }
            send(from: server.node, to: from, .rebuilt(
                Array(server.log.records.prefix(Int(server.machine.durable.index.number))), nonce: nonce))
        case .rebuilt(let records, let nonce):
            guard nonce == server.nonce, server.rejoinAskedAt != nil else { return }
            server.rejoinAskedAt = nil
            server.replaceLog(records)
            drive(server, .replaced(records.position(records.count)))
            if server.isUp { drive(server, .rejoinStep(.rebuilt)) }
        }
        if server.isUp { pumpAll(server) }
    }

    private func receiveBatch(_ server: SimulatedServer, _ header: BatchHeader, _ entries: [SimulatedEntry]) {
        var word = server.log.records.last?.word ?? 0
        var computed = entries
        for (place, entry) in entries.enumerated() {
            word = SimulatedEntry.chain(word, entry.term, entry.request)
            if word != entry.word { computed[place] = SimulatedEntry(term: entry.term, request: entry.request, word: word) }
        }
        server.presented = computed
        guard let last = computed.last else { return }
        drive(server, .batch(
            header, computed: Position(term: Term(last.term), index: Index(UInt64(server.log.count + entries.count)), hash: last.digest)))
    }

    /// Ticks the machine, and ends forwarded writes and rejoins whose answers do not come, as the driver's links would.
    func driverTick(_ server: SimulatedServer) {
        drive(server, .tick)
        for call in server.forwards.keys.sorted() {
            guard server.isUp, let forward = server.forwards[call], queue.now.since(forward.at) >= .milliseconds(800) else { continue }
            server.forwards[call] = nil
            drive(server, .forwardFailed(forward.ticket, Fault(.linkDown, "no answer"), sent: true))
        }
        if server.isUp, let asked = server.rejoinAskedAt, queue.now.since(asked) >= .seconds(1) {
            server.rejoinAskedAt = nil
            drive(server, .rejoinStep(.failed(Fault(.linkDown, "no answer"))))
        }
    }

    private func rejoinStep(_ server: SimulatedServer, _ step: RejoinAction, _ events: inout [ReplicaEvent]) {
        note("\(server.name) rejoin \(step)")
        server.nonce += 1
        switch step {
        case .probe(let index, let upstream):
            server.rejoinAskedAt = queue.now
            if let to = nodeOf[upstream] { send(from: server.node, to: to, .probe(index, nonce: server.nonce)) }
        case .export(let after):
            let tail = server.log.records[Int(after.number)...]
            server.exported += tail
            events.append(.rejoinStep(.exported(count: UInt64(tail.count))))
        case .rebuild(let upstream):
            server.rejoinAskedAt = queue.now
            if let to = nodeOf[upstream] { send(from: server.node, to: to, .rebuild(nonce: server.nonce)) }
        case .resume, .failed: server.rejoinAskedAt = nil
        }
    }

    // MARK: Callers

    private func acknowledge(_ server: SimulatedServer, _ ticket: Ticket, _ index: Index) {
        guard let caller = server.callers[ticket] else { return }
        if server.machine.leads {
            checker.acknowledges(
                server.name, request: caller.request, index: Int(index.number), term: server.machine.record.term.number, log: server.log)
        } else {
            checker.reads(server.name, request: caller.request, log: server.log, index: Int(index.number))
        }
        reply(server, ticket, .success(index))
    }

    private func reply(_ server: SimulatedServer, _ ticket: Ticket, _ result: Result<Index, Fault>) {
        guard let caller = server.callers.removeValue(forKey: ticket) else {
            return checker.fail("\(server.name) ends call \(ticket.number) twice")
        }
        send(from: server.node, to: caller.from, .answer(call: caller.call, result, term: server.machine.record.term))
    }
}
