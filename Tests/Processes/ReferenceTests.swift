import Foundation
import Kernel
import Messaging
import TestSupport
import Testing
import World

/// What hurts the users of the reference implementation, and must not hurt ours: one test for each.
extension ProcessTests {
    /// AHA, a leader, a mirror of it, and a mirror of the mirror.
    private func deployChain(_ deployment: Deployment) async throws {
        try await deployment.startAHA()
        try await deployment.addAxon("00")
        try await deployment.addAxon("01", mirror: "axon")
        try await deployment.addAxon("02", mirror: "01.axon")
        for name in ["01.axon", "02.axon"] { try await follows(deployment, name) }
    }

    func status(_ deployment: Deployment, _ name: String) async throws -> (role: String, durable: Position, ready: Bool) {
        let client = try await AxonClient(directory: deployment.path(name))
        defer { client.close() }
        let status = try await client.status()
        return (status.role, status.durable, status.ready)
    }

    func follows(_ deployment: Deployment, _ name: String) async throws {
        try await eventually("\(name) follows in step") {
            let status = try await status(deployment, name)
            return status.role == "follower" && status.ready
        }
    }

    /// 1 and 2: graceful promotion with writes in flight.
    @Test(.timeLimit(.minutes(2))) func reference1and2_promotionUnderWrites_neitherLosesNorHangs() async throws {
        try await Deployment.with { deployment in
            try await deployment.startAHA()
            try await deployment.addAxon("00")
            try await deployment.addAxon("01", mirror: "axon")
            try await follows(deployment, "01.axon")
            let load = Load()
            let directory = deployment.path("00.axon")
            async let writers: Void = withTaskGroup(of: Void.self) { group in
                for _ in 0..<16 { group.addTask { await load.write(at: directory) } }
            }
            await load.more(20)
            try await deployment.synctl("promote", "--url", deployment.url("01.axon"))
            await load.more(20)
            load.stop()
            await writers
            #expect(load.record.faults.isEmpty, "\(load.record.faults)")
            try await Audit.check(deployment.path("01.axon"), load.record.acknowledged)
        }
    }

    /// 3: after a crash of the leader, its mirrors hold the same entries at the same places.
    @Test(.timeLimit(.minutes(2))) func reference3_leaderCrash_mirrorsDoNotDiffer() async throws {
        try await Deployment.with { deployment in
            try await deployChain(deployment)
            var acknowledged: [Digest: String] = [:]
            for _ in 0..<3 {
                let load = Load()
                let directory = deployment.path("00.axon")
                async let writers: Void = withTaskGroup(of: Void.self) { group in
                    for _ in 0..<4 { group.addTask { await load.write(at: directory) } }
                }
                await load.more(Int.random(in: 1...60))
                try await deployment.process("00.axon").kill()
                load.stop()
                await writers
                acknowledged.merge(load.record.acknowledged) { _, new in new }
                try await deployment.start("axon", "00.axon")
                for name in ["01.axon", "02.axon"] { try await follows(deployment, name) }
                // A position is an index with the hash of all entries up to it: equal positions are equal logs.
                try await eventually("all logs are equal") {
                    let first = try await status(deployment, "00.axon").durable
                    let second = try await status(deployment, "01.axon").durable
                    return try await status(deployment, "02.axon").durable == first && second == first
                }
            }
            for name in ["00.axon", "01.axon", "02.axon"] { try await Audit.check(deployment.path(name), acknowledged) }
        }
    }

    /// 4: an acknowledged write is on disk: whoever kills the process at the acknowledgement finds it.
    @Test(.timeLimit(.minutes(1))) func reference4_acknowledgement_comesAfterTheCommit() async throws {
        try await Deployment.with { deployment in
            for round in 1...3 {
                let process = try await deployment.start("axon", "axon")
                let client = try await AxonClient(directory: deployment.path("axon"))
                let name = try await client.put(Array("write \(round)".utf8))
                process.signal(SIGKILL)
                try await process.ended()
                client.close()
                try await deployment.start("axon", "axon")
                let again = try await AxonClient(directory: deployment.path("axon"))
                #expect(try await again.get(name.digest) == Array("write \(round)".utf8))
                again.close()
                try await deployment.process("axon").kill()
            }
        }
    }

    /// 5: an old leader that returns after a forced promotion takes no write, says who leads, and keeps what only it has.
    @Test(.timeLimit(.minutes(2))) func reference5_replacedLeader_refusesWritesAndExportsWhatOnlyItHas() async throws {
        try await Deployment.with { deployment in
            try await deployment.startAHA()
            try await deployment.addAxon("00")
            try await deployment.addAxon("01", mirror: "axon")
            try await follows(deployment, "01.axon")
            let shared = try await put(deployment, "00.axon", "held by both")
            try await eventually("the mirror holds it") { try await holds(deployment, "01.axon", shared) }
            // The mirror hears nothing of the next writes.
            try deployment.process("01.axon").signal(SIGSTOP)
            var alone: [Digest] = []
            for number in 1...3 { alone.append(try await put(deployment, "00.axon", "held by one, \(number)")) }
            try await deployment.process("00.axon").kill()
            try deployment.process("01.axon").signal(SIGCONT)
            try await eventually("the mirror is promoted") {
                let outcome = try await deployment.synctl(
                    "promote", "--failure", "--vouch", "--behind", "--yes", "--url", deployment.url("01.axon"), expecting: nil)
                if outcome.status != 0 { throw Broken(outcome.errors) }
                return true
            }
            let new = try await put(deployment, "01.axon", "written at the new leader")
            let load = Load()
            let directory = deployment.path("01.axon")
            async let writers: Void = withTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { await load.write(at: directory) } }
            }
            await load.more(300)
            load.stop()
            await writers

            try await deployment.start("axon", "00.axon")
            try await eventually("the old leader knows that it was replaced") {
                let role = try await status(deployment, "00.axon").role
                return role == "fenced" || role == "diverged"
            }
            let refusal = await fault { try await self.put(deployment, "00.axon", "must be refused") }
            let text = refusal?.description ?? "it was taken"
            #expect(text.contains("01.axon.\(Deployment.network)"), "the refusal names the new leader: \(text)")
            let rejoin = try await deployment.synctl("rejoin", "--url", deployment.url("00.axon"), "--json")
            try await follows(deployment, "00.axon")
            #expect(try await holds(deployment, "00.axon", new))
            #expect(try await holds(deployment, "00.axon", shared))
            // A snapshot brings names, and the bytes follow: ready means that they are there.
            try await Audit.check(deployment.path("00.axon"), load.record.acknowledged)
            let client = try await AxonClient(directory: deployment.path("00.axon"))
            defer { client.close() }
            #expect(try await client.get(new) == Array("written at the new leader".utf8))
            #expect(try await client.get(shared) == Array("held by both".utf8))
            let exported = try exports(rejoin.output)
            for digest in alone {
                #expect(exported.contains(digest.description), "\(digest) is exported")
                #expect(try await !holds(deployment, "00.axon", digest))
            }
        }
    }

    private func exports(_ output: String) throws -> String {
        let object = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
        guard let path = object?["exported"] as? String else { throw Broken("rejoin names no export: \(output)") }
        return try String(contentsOfFile: path, encoding: .utf8)
    }

    func put(_ deployment: Deployment, _ name: String, _ text: String) async throws -> Digest {
        let client = try await AxonClient(directory: deployment.path(name))
        defer { client.close() }
        return try await client.put(Array(text.utf8)).digest
    }

    func holds(_ deployment: Deployment, _ name: String, _ digest: Digest) async throws -> Bool {
        let client = try await AxonClient(directory: deployment.path(name))
        defer { client.close() }
        return try await client.list().contains { $0.digest == digest }
    }

    /// 6: a killed process leaves nothing behind that blocks the next start.
    @Test(.timeLimit(.minutes(1))) func reference6_killedProcess_doesNotBlockTheNextStart() async throws {
        try await Deployment.with { deployment in
            try await deployment.startAHA()
            try await deployment.addAxon("00")
            for name in ["00.axon", "aha"] {
                try await deployment.process(name).kill()
                try await deployment.start(name == "aha" ? "aha" : "axon", name)
            }
            _ = try await put(deployment, "00.axon", "after the crash")
        }
    }

    /// 9: what is down is said in one line, soon.
    @Test(.timeLimit(.minutes(2))) func reference9_ahaDown_isSaidInOneLineSoon() async throws {
        try await Deployment.with { deployment in
            try await deployment.startAHA()
            try await deployment.addAxon("00")
            try await enrolRoot(deployment)
            try await deployment.synctl("axon", "has", String(repeating: "0", count: 64), "--url", "aha://root@axon...", expecting: nil)
            try await deployment.process("aha").kill()
            for arguments in [["info", "--url", "aha://root@axon..."], ["aha", "list"], ["aha", "list", "--url", deployment.url("aha")]] {
                let outcome = try await deployment.run(arguments)
                let lines = outcome.errors.split(separator: "\n")
                #expect(outcome.status != 0 && outcome.seconds < 2, "\(arguments): \(outcome.status) after \(outcome.seconds) s")
                #expect((1...2).contains(lines.count) && !outcome.errors.contains("errno"), "\(arguments): \(outcome.errors)")
            }
            // A service that starts meanwhile says so once, and goes on.
            try await deployment.process("00.axon").kill()
            let process = try await deployment.start("axon", "00.axon")
            try await process.line(with: "AHA is out of reach", seconds: 2)
            // The registry is back: the service leads again by itself.
            try await deployment.startAHA()
            try await process.line(with: "attending at AHA", seconds: 5)
            try await eventually("it leads again") { try await status(deployment, "00.axon").role == "leader" }
            #expect(process.lines.filter { $0.contains("AHA is out of reach") }.count == 1)
        }
    }

    /// 9: a name that has no leader now is not one that does not exist.
    @Test(.timeLimit(.minutes(2))) func reference9_leaderDown_isSaidSoonAndDiffersFromAMisspeltName() async throws {
        try await Deployment.with { deployment in
            try await deployChain(deployment)
            try await enrolRoot(deployment)
            try await deployment.process("00.axon").kill()
            for name in ["01.axon", "02.axon"] {
                let clock = Host.linux.clock
                let start = clock.now()
                let refusal = await fault { try await self.put(deployment, name, "without a leader") }
                let seconds = clock.now().since(start).inMilliseconds / 1000
                #expect(refusal != nil, "a write at \(name) without a leader was taken")
                #expect(seconds < 8, "the fault came after \(seconds) s: \(refusal?.description ?? "")")
                #expect(refusal?.message.isEmpty == false)
                print("leader down, write at \(name): after \(seconds) s: \(refusal?.description ?? "taken")")
            }
            let without = try await deployment.synctl("info", "--url", "aha://root@axon...", expecting: nil)
            let misspelt = try await deployment.synctl("info", "--url", "aha://root@axom...", expecting: nil)
            print("without leader: \(without.errors)misspelt: \(misspelt.errors)")
            #expect(without.status != 0 && misspelt.status != 0)
            #expect(without.errors.contains("leader") || without.errors.contains("00.axon"), "\(without.errors)")
            #expect(misspelt.errors.contains("axom") && !misspelt.errors.contains("no leader"), "\(misspelt.errors)")
        }
    }

    /// The certificate of root and the registry, where commands look for them.
    private func enrolRoot(_ deployment: Deployment) async throws {
        let outcome = try await deployment.synctl("aha", "provision", "user", "root", "--only-url", "--url", deployment.url("aha"))
        try await deployment.synctl("aha", "enroll", outcome.output.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    /// 10: promoting the leader, and a mirror of a mirror, works or says what to do.
    @Test(.timeLimit(.minutes(2))) func reference10_promotingLeaderOrMirrorOfMirror_worksOrSaysWhatToDo() async throws {
        try await Deployment.with { deployment in
            try await deployChain(deployment)
            let again = try await deployment.synctl("promote", "--url", deployment.url("00.axon"), expecting: nil)
            print("promote the leader: \(again.status) \(again.output)\(again.errors)")
            #expect((again.output + again.errors).contains("00.axon"))
            let far = try await deployment.synctl("promote", "--url", deployment.url("02.axon"), expecting: nil)
            print("promote a mirror of a mirror: \(far.status) \(far.output)\(far.errors)")
            if far.status == 0 {
                try await eventually("02 leads") { try await status(deployment, "02.axon").role == "leader" }
                for name in ["00.axon", "01.axon"] { try await follows(deployment, name) }
                _ = try await put(deployment, "01.axon", "after the promotion")
            } else {
                #expect(far.errors.contains("01.axon") || far.errors.contains("synctl"), "\(far.errors)")
            }
        }
    }
}
