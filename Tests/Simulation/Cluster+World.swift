import Kernel
import Leadership
import Simulator

/// Clients, the operator, and bad luck.
extension Cluster {
    // MARK: Clients

    /// A client sends its write, or sends it again when no answer came.
    func clientTurn(_ number: Int) {
        guard clients[number].remaining > 0 else { return }
        if clients[number].request == 0 {
            requestCount += 1
            clients[number].request = requestCount
        }
        clients[number].call += 1
        clients[number].sentAt = queue.now
        let target = Int(random.below(UInt64(Self.serverCount))) + 1
        send(from: clients[number].node, to: target, .write(request: clients[number].request, call: clients[number].call))
        queue.schedule(.client(number), after: .milliseconds(isHealed ? 1_500 : 700 + random.below(1_000)))
    }

    func answered(_ number: Int, _ call: UInt64, _ result: Result<Index, Fault>) {
        guard clients[number].call == call, clients[number].request != 0, case .success = result else { return }
        clients[number].request = 0
        clients[number].remaining -= 1
        // The next turn that is scheduled already would send the next write late; an extra one keeps the client busy.
        if clients[number].remaining > 0, options.isRandom { clientTurn(number) }
    }

    // MARK: The operator

    @discardableResult
    func promote(_ candidate: String, _ kind: PromotionRequest.Kind) -> Iden {
        let id = Iden(high: 7, low: random.next())
        if case .forced(let dead?, _, _) = kind, let node = nodeOf[dead] { server(node).heldDownBy = id }
        note("operator promotes \(candidate) \(kind)")
        arbiter(.promote(.init(id: id, candidate: candidate, kind: kind)))
        releaseHeldDown()
        return id
    }

    func rejoin(_ server: SimulatedServer) {
        guard server.isUp, server.machine.role == .fenced || server.machine.role == .diverged else { return }
        drive(server, .rejoin(logStart: .zero))
    }

    private func operate() {
        guard registry.isUp else { return }
        let candidate = random.pick(servers).name
        switch random.below(10) {
        case 0...3: promote(candidate, .graceful)
        case 4...6:
            promote(candidate, .forced(vouchedDead: nil, allowBehind: random.chance(perMille: 100)))
        case 7...8:
            // The operator looks who leads, and vouches only for what is true: that server is down, and stays down until this is over.
            guard let leader = registry.machine.record.leader, let node = nodeOf[leader] else { return }
            if server(node).isUp { crash(server(node)) }
            promote(candidate, .forced(vouchedDead: leader, allowBehind: random.chance(perMille: 100)))
        default: for server in servers { rejoin(server) }
        }
    }

    // MARK: Bad luck

    /// Something goes wrong, or an operator does something; then again after a while.
    func trouble() {
        guard !isHealed else { return }
        releaseHeldDown()
        switch random.below(12) {
        case 0...1:
            let server = random.pick(servers)
            if server.isUp {
                crash(server)
                queue.schedule(.restart(server.node), after: .milliseconds(50 + random.below(4_000)))
            }
        case 2:
            if registry.isUp {
                crashRegistry()
                queue.schedule(.restart(0), after: .milliseconds(50 + random.below(4_000)))
            }
        case 3: network.isolate(Int(random.below(UInt64(Self.serverCount + 1))), from: Array(0...Self.serverCount))
        case 4:
            // The leader loses the registry and one more, so that it still has clients and followers.
            if let leader { network.isolate(leader.node, from: [0, Int(random.below(UInt64(Self.serverCount))) + 1]) }
        case 5: network.cut(from: Int(random.below(UInt64(Self.serverCount + 1))), to: Int(random.below(UInt64(Self.serverCount + 1))))
        case 6: network.mend()
        case 7:
            network.lossPerMille = random.below(60)
            network.duplicatePerMille = random.below(60)
            network.latePerMille = random.below(100)
        case 8: crashPerMille = random.below(4)
        default: operate()
        }
        queue.schedule(.trouble, after: .milliseconds(50 + random.below(900)))
    }

    /// From now on nothing goes wrong any more.
    func heal() {
        isHealed = true
        healedAt = queue.now
        network.heal()
        crashPerMille = 0
        note("healed")
        queue.schedule(.restart(0), after: .milliseconds(1))
        for server in servers { queue.schedule(.restart(server.node), after: .milliseconds(2)) }
        queue.schedule(.settle, after: .milliseconds(300))
    }

    /// After the trouble: the operator rejoins who must; then everybody must come to agree.
    func settle() {
        releaseHeldDown()
        for server in servers { rejoin(server) }
        if isConverged {
            checker.finish(log: servers[0].log.records, exported: servers.flatMap(\.exported))
            isDone = true
        } else if queue.now.since(healedAt) >= options.recovery {
            checker.fail("\(options.recovery) after the network healed: \(stateLine)")
        } else {
            queue.schedule(.settle, after: .milliseconds(300))
        }
    }

    var isConverged: Bool {
        guard let leader, leader.machine.role == .leader else { return false }
        return servers.allSatisfy { server in
            server.isUp && server.machine.durable == leader.machine.last && server.callers.isEmpty
                && (server === leader || server.machine.isInStep)
        } && (!options.isRandom || clients.allSatisfy { $0.remaining == 0 })
    }

    var stateLine: String {
        servers.map { "\($0.name) \($0.isUp ? $0.machine.role.rawValue : "down") \($0.machine.durable) calls \($0.callers.count)" }
            .joined(separator: "; ") + "; clients owe \(clients.map(\.remaining))"
    }
}
