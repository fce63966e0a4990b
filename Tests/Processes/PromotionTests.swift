import Foundation
import Kernel
import Testing
import World

extension ProcessTests {
    /// The acknowledgements that these deployments ask for.
    private static let oneAck = ["SYN_AXON_NEXUS_ACKS": "1"]

    /// AHA, a leader and two mirrors.
    private func deployThree(_ deployment: Deployment, environment: [String: String] = [:]) async throws {
        try await deployment.startAHA()
        try await deployment.addAxon("00", environment: environment)
        try await deployment.addAxon("01", mirror: "axon", environment: environment)
        try await deployment.addAxon("02", mirror: "axon", environment: environment)
    }

    /// Returns when the server says that it follows in step.
    private func untilReady(_ deployment: Deployment, _ name: String, seconds: Double = 20) async throws {
        try await eventually("\(name) follows in step", seconds: seconds) {
            let client = try await AxonClient(directory: deployment.path(name))
            defer { client.close() }
            let status = try await client.status()
            return status.role == "follower" && status.ready
        }
    }

    @Test(.timeLimit(.minutes(60))) func leaderWithAck_killedAndReplaced_losesNothingAndItsReturnIsSafe() async throws {
        try await Deployment.with { deployment in
            try await deployThree(deployment, environment: Self.oneAck)
            var leader = "00.axon"
            let names = ["00.axon", "01.axon", "02.axon"]
            var acknowledged: [Digest: String] = [:]
            for round in 1...Numbers.forced {
                for name in names where name != leader { try await untilReady(deployment, name) }
                let load = Load()
                let directory = deployment.path(leader)
                async let writers: Void = withTaskGroup(of: Void.self) { group in
                    for _ in 0..<4 { group.addTask { await load.write(at: directory) } }
                }
                await load.more(Int.random(in: 1...150))
                try await deployment.process(leader).kill()
                load.stop()
                await writers
                acknowledged.merge(load.record.acknowledged) { _, new in new }
                let next = try await promoteBest(deployment, names.filter { $0 != leader })
                try await Audit.check(deployment.path(next), acknowledged, reading: load.record.acknowledged)

                // The old leader comes back: it takes no write, and says who leads.
                let old = leader
                leader = next
                try await deployment.start("axon", old, environment: Self.oneAck)
                try await expectRefusal(deployment, old, naming: next)
                let rejoin = try await deployment.synctl("rejoin", "--url", deployment.url(old), expecting: nil)
                if rejoin.status != 0 { #expect(rejoin.errors.contains("nothing to rejoin"), "round \(round): \(rejoin.errors)") }
                try await untilReady(deployment, old)
                try await converge(deployment, names, leader)
            }
            for name in names { try await Audit.check(deployment.path(name), acknowledged) }
            print("forced promotion: \(Numbers.forced) times, \(acknowledged.count) acknowledged writes, none lost")
        }
    }

    /// Promotes the mirror that holds most. What the dead leader sent last may still be on its way into one of them: then the other one is
    /// refused, in favour of that, and one does as one is told.
    private func promoteBest(_ deployment: Deployment, _ mirrors: [String]) async throws -> String {
        var refusal = ""
        for _ in 0..<5 {
            let best = try await best(deployment, mirrors)
            let promotion = try await deployment.synctl(
                "promote", "--failure", "--vouch", "--yes", "--url", deployment.url(best), expecting: nil)
            if promotion.status == 0 { return best }
            refusal = promotion.errors
            guard refusal.contains("is ahead of \(best)") else { break }
        }
        throw Broken(refusal)
    }

    private func best(_ deployment: Deployment, _ mirrors: [String]) async throws -> String {
        var best: (name: String, index: UInt64)?
        for name in mirrors {
            let client = try await AxonClient(directory: deployment.path(name))
            defer { client.close() }
            let status = try await client.status()
            if status.durable.index.number >= best?.index ?? 0 { best = (name, status.durable.index.number) }
        }
        guard let best else { throw Broken("there is no mirror") }
        return best.name
    }

    /// A server that was replaced by force: a write at it fails, and the fault or the state names the new leader.
    private func expectRefusal(_ deployment: Deployment, _ name: String, naming leader: String) async throws {
        let client = try await AxonClient(directory: deployment.path(name))
        defer { client.close() }
        let status = try await client.status()
        // Where everything that it held had reached the new leader, there is nothing to refuse: it is a mirror at once.
        if status.role == "follower" { return }
        do {
            _ = try await client.put(Array("from a leader that was replaced".utf8), seconds: 10)
            Issue.record("\(name), \(status.role), took a write")
        } catch {
            #expect("\(error)".contains(leader), "the refusal names the leader: \(error)")
        }
    }

    /// Returns when all servers hold the same log.
    private func converge(_ deployment: Deployment, _ names: [String], _ leader: String) async throws {
        try await eventually("all servers hold the same log") {
            var positions = Set<String>()
            for name in names {
                let client = try await AxonClient(directory: deployment.path(name))
                defer { client.close() }
                positions.insert("\(try await client.status().durable)")
            }
            return positions.count == 1
        }
    }

    @Test(.timeLimit(.minutes(30))) func gracefulPromotion_underLoad_failsAndLosesNoWrite() async throws {
        try await Deployment.with { deployment in
            try await deployThree(deployment)
            let names = ["00.axon", "01.axon", "02.axon"]
            for name in names.dropFirst() { try await untilReady(deployment, name) }
            let load = Load()
            let directories = names.map { deployment.path($0) }
            async let writers: Void = withTaskGroup(of: Void.self) { group in
                for number in 0..<9 { group.addTask { await load.write(at: directories[number % directories.count]) } }
            }
            var gaps: [Double] = []
            for _ in 1...Numbers.graceful {
                for candidate in ["01.axon", "00.axon"] {
                    try await untilReady(deployment, candidate)
                    load.resetGap()
                    await load.more(50)
                    try await deployment.synctl("promote", "--url", deployment.url(candidate))
                    await load.more(50)
                    gaps.append(load.record.longestGapMs)
                }
            }
            load.stop()
            await writers
            let record = load.record
            #expect(record.faults.isEmpty, "\(record.faults.count) writers failed: \(record.faults.first?.description ?? "")")
            try await converge(deployment, names, "00.axon")
            for name in names { try await Audit.check(deployment.path(name), record.acknowledged) }
            let shown = gaps.map { "\(Int($0))" }.joined(separator: ", ")
            print("graceful promotion: \(gaps.count) times, \(record.acknowledged.count) writes, longest gap each: \(shown) ms")
        }
    }
}
