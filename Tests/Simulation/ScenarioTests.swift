import Kernel
import Leadership
import Simulator
import Testing

/// Hard cases by name, on a cluster in which nothing happens by itself. 00 leads term 1; 01 and 03 follow it; 02 follows 01.
struct ScenarioTests {
    /// Runs until `condition` holds; says whether it did in time.
    private func run(_ cluster: Cluster, forMs: UInt64 = 20_000, until condition: () -> Bool) -> Bool {
        let end = cluster.queue.now + .milliseconds(forMs)
        while !condition() {
            guard cluster.queue.now < end, cluster.checker.violation == nil, cluster.step() else { return false }
        }
        return true
    }

    private func cluster(acks: Int = 1) -> Cluster {
        var options = ClusterOptions(seed: 1)
        options.acks = acks
        options.isRandom = false
        let cluster = Cluster(options)
        #expect(run(cluster) { cluster.isConverged && cluster.leader?.name == "00" && cluster.leader?.machine.progress.count == 3 })
        // Reports that the mirrors are in step reach the registry.
        _ = run(cluster, forMs: 800) { false }
        return cluster
    }

    /// A client makes `count` writes, at any server, until each is acknowledged.
    private func write(_ cluster: Cluster, _ count: Int = 3, forMs: UInt64 = 20_000) -> Bool {
        cluster.clients[0].remaining = count
        cluster.clientTurn(0)
        return run(cluster, forMs: forMs) { cluster.clients[0].remaining == 0 }
    }

    /// Everybody is up and agrees, `leader` leads `term`, nothing acknowledged was lost, and writes go on.
    private func expectWell(_ cluster: Cluster, leader: String, term: UInt64, _ place: String = "") {
        #expect(write(cluster), "\(place): \(cluster.stateLine)")
        #expect(run(cluster) { cluster.isConverged }, "\(place): \(cluster.stateLine)")
        #expect(cluster.leader?.name == leader, "\(place)")
        #expect(cluster.leader?.machine.record.term == Term(term), "\(place)")
        cluster.checker.finish(log: cluster.servers[0].log.records, exported: cluster.servers.flatMap(\.exported))
        #expect(cluster.checker.violation == nil, "\(place)")
    }

    private func outcome(_ cluster: Cluster, _ id: Iden) -> PromotionOutcome? {
        _ = run(cluster) { cluster.registry.machine.promotion(id)?.outcome != nil }
        return cluster.registry.machine.promotion(id)?.outcome
    }

    private func refusal(_ cluster: Cluster, _ id: Iden) -> Fault? {
        if case .refused(let fault) = outcome(cluster, id) { fault } else { nil }
    }

    // MARK: Graceful

    @Test func graceful_allWell_candidateLeadsAndOldLeaderFollows() {
        let cluster = cluster()
        #expect(write(cluster))
        let id = cluster.promote("01", .graceful)
        #expect(refusal(cluster, id) == nil)
        expectWell(cluster, leader: "01", term: 2)
        #expect(cluster.servers[0].machine.role == .follower)
    }

    @Test func graceful_mirrorOfMirror_leads() {
        let cluster = cluster()
        _ = cluster.promote("02", .graceful)
        #expect(run(cluster) { cluster.leader?.name == "02" })
        expectWell(cluster, leader: "02", term: 2)
    }

    /// Crashes a server once, before an action, and starts it again.
    private func crashOnce(_ cluster: Cluster, _ name: String, before matches: @escaping (ReplicaAction) -> Bool) {
        var done = false
        cluster.crashBefore = { [unowned cluster] server, action in
            guard !done, server.name == name, matches(action) else { return false }
            done = true
            cluster.queue.schedule(.restart(server.node), after: .milliseconds(500))
            return true
        }
    }

    @Test func graceful_candidateDiesInEachPhase_oneLeaderIsLeft() {
        let cases: [(String, String, UInt64, (ReplicaAction) -> Bool)] = [
            ("prepare", "00", 1, { if case .handoff(.ready, _) = $0 { true } else { false } }),
            ("drain", "00", 1, { if case .handoff(.confirm, _) = $0 { true } else { false } }),
            ("serve", "01", 2, { if case .persist(let record) = $0 { record.ledTerm == Term(2) } else { false } }),
            ("begin", "01", 2, { if case .appendTermStart = $0 { true } else { false } }),
        ]
        for (place, leader, term, matches) in cases {
            let cluster = cluster()
            crashOnce(cluster, "01", before: matches)
            let id = cluster.promote("01", .graceful)
            #expect(outcome(cluster, id) != nil, "\(place)")
            expectWell(cluster, leader: leader, term: term, place)
        }
    }

    @Test func graceful_oldLeaderDiesInEachPhase_oneLeaderIsLeft() {
        // Before the commit it leads on when it is back (the candidate has yet to find it again, so the order is refused); after
        // the commit the candidate leads.
        let cases: [(String, String, UInt64, (ReplicaAction) -> Bool)] = [
            ("prepare", "00", 1, { if case .handoff(.prepare, _) = $0 { true } else { false } }),
            ("drain", "00", 1, { if case .handoff(.drain, _) = $0 { true } else { false } }),
            ("commit", "00", 1, { if case .commit = $0 { true } else { false } }),
            ("serve", "01", 2, { if case .handoff(.committed, _) = $0 { true } else { false } }),
        ]
        for (place, leader, term, matches) in cases {
            let cluster = cluster()
            crashOnce(cluster, "00", before: matches)
            let id = cluster.promote("01", .graceful)
            #expect((refusal(cluster, id) == nil) == (term == 2), "\(place)")
            expectWell(cluster, leader: leader, term: term, place)
        }
    }

    @Test func graceful_registryDiesInEachPhase_oneLeaderIsLeft() {
        let cases: [(String, (ArbiterAction) -> Bool)] = [
            ("holding", { if case .promotion(let record) = $0 { record.phase == .holding } else { false } }),
            ("draining", { if case .promotion(let record) = $0 { record.phase == .draining } else { false } }),
            ("before the commit is durable", { if case .save(let record) = $0 { record.term == Term(2) } else { false } }),
            ("after it is durable", { if case .promotion(let record) = $0 { record.outcome != nil } else { false } }),
            ("before the answer", { if case .answerCommit = $0 { true } else { false } }),
        ]
        for (place, matches) in cases {
            let cluster = cluster()
            var done = false
            cluster.crashRegistryBefore = { [unowned cluster] action in
                guard !done, matches(action) else { return false }
                done = true
                cluster.queue.schedule(.restart(0), after: .milliseconds(500))
                return true
            }
            let id = cluster.promote("01", .graceful)
            #expect(refusal(cluster, id) == nil, "\(place)")
            expectWell(cluster, leader: "01", term: 2, place)
        }
    }

    @Test func graceful_answerToCommitIsLost_oldLeaderHoldsUntilItKnows() {
        let cluster = cluster()
        var isLossy = true
        cluster.loses = { from, to, message in
            guard isLossy, from == 0, to == 1 else { return false }
            if case .standing(let standing) = message { return standing.term > Term(1) }
            if case .commitAnswer = message { return true }
            return false
        }
        let id = cluster.promote("01", .graceful)
        #expect(refusal(cluster, id) == nil)
        #expect(!run(cluster, forMs: 1_500) { cluster.servers[0].machine.role != .holding }, "it may not guess")
        isLossy = false
        expectWell(cluster, leader: "01", term: 2)
    }

    // MARK: Forced

    @Test func forced_oldLeaderBehindPartition_isFencedAndExportsWhatOnlyItHas() {
        let cluster = cluster(acks: 0)
        #expect(write(cluster))
        cluster.network.isolate(1, from: [0, 2, 3, 4])
        // A write that only the cut-off leader has: acknowledged while its lease is current, as `acks: 0` allows.
        cluster.requestCount += 1
        let request = cluster.requestCount
        cluster.send(from: cluster.clients[1].node, to: 1, .write(request: request, call: 1))
        #expect(run(cluster, forMs: 1_000) { cluster.checker.acknowledged[request] != nil })
        let id = cluster.promote("01", .forced(vouchedDead: nil, allowBehind: false))
        #expect(refusal(cluster, id) == nil)
        // Its lease is over: it says so, and acknowledges nothing.
        let before = cluster.checker.acknowledged.count
        cluster.requestCount += 1
        cluster.send(from: cluster.clients[1].node, to: 1, .write(request: cluster.requestCount, call: 2))
        _ = run(cluster, forMs: 3_000) { false }
        #expect(cluster.checker.acknowledged.count == before)
        #expect(write(cluster))
        cluster.network.mend()
        #expect(run(cluster) { cluster.servers[0].machine.role == .fenced })
        #expect(cluster.servers[0].exported.isEmpty)
        cluster.rejoin(cluster.servers[0])
        expectWell(cluster, leader: "01", term: 2)
        #expect(cluster.servers[0].exported.contains { $0.request == request })
    }

    @Test func forced_vouched_followersAndTheirMirrorsFollowTheNewLeader() {
        let cluster = cluster()
        #expect(write(cluster))
        cluster.crash(cluster.servers[0])
        let id = cluster.promote("03", .forced(vouchedDead: "00", allowBehind: true))
        #expect(refusal(cluster, id) == nil)
        #expect(run(cluster) { [1, 2].allSatisfy { cluster.servers[$0].machine.isInStep } && cluster.leader?.name == "03" })
        #expect(run(cluster) { cluster.servers[0].machine.role == .fenced })
        cluster.rejoin(cluster.servers[0])
        expectWell(cluster, leader: "03", term: 2)
    }

    @Test func forced_candidateBehind_isRefusedNamingTheBetterOne() {
        let cluster = cluster(acks: 0)
        cluster.network.isolate(4, from: [1, 2, 3])
        #expect(write(cluster))
        _ = run(cluster, forMs: 300) { false }
        cluster.crash(cluster.servers[0])
        let id = cluster.promote("03", .forced(vouchedDead: "00", allowBehind: false))
        let fault = refusal(cluster, id)
        #expect(fault?.fields["better"] == "01" || fault?.fields["better"] == "02")
        // Asked again, the same answer.
        cluster.arbiter(.promote(.init(id: id, candidate: "03", kind: .graceful)))
        #expect(refusal(cluster, id) == fault)
    }

    @Test func promotion_ofLeaderOrStranger_isRefusedWithAdvice() {
        let cluster = cluster()
        for kind in [PromotionRequest.Kind.graceful, .forced(vouchedDead: nil, allowBehind: false)] {
            #expect(refusal(cluster, cluster.promote("00", kind))?.code == .refused)
            #expect(refusal(cluster, cluster.promote("09", kind))?.code == .noSuchName)
        }
        #expect(refusal(cluster, cluster.promote("01", .forced(vouchedDead: "03", allowBehind: false)))?.code == .refused)
        expectWell(cluster, leader: "00", term: 1)
    }

    // MARK: Crash and loss of the registry

    @Test func leader_restarted_leadsOnInItsTerm() {
        let cluster = cluster()
        #expect(write(cluster))
        cluster.crash(cluster.servers[0])
        cluster.queue.schedule(.restart(1), after: .milliseconds(300))
        expectWell(cluster, leader: "00", term: 1)
    }

    @Test func registry_gone_leaderGoesOnOnlyWhileEveryMemberFollows() {
        let cluster = cluster()
        cluster.crashRegistry()
        _ = run(cluster, forMs: 3_000) { false }
        #expect(write(cluster), "every member follows: nobody else can lead")
        cluster.crash(cluster.servers[3])
        _ = run(cluster, forMs: 1_500) { false }
        #expect(!write(cluster, 1, forMs: 3_000), "one is missing: it could lead")
        cluster.queue.schedule(.restart(0), after: .milliseconds(1))
        cluster.queue.schedule(.restart(4), after: .milliseconds(1))
        expectWell(cluster, leader: "00", term: 1)
    }
}
