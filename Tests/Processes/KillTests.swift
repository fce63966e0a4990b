import Kernel
import Testing
import World

/// Everything here runs real processes; one test after the other, so that times mean something.
@Suite(.serialized) struct ProcessTests {}

extension ProcessTests {
    @Test(.timeLimit(.minutes(30))) func loneLeader_killedUnderLoad_losesNothingAcknowledged() async throws {
        try await Deployment.with { deployment in
            var process = try await deployment.start("axon", "axon")
            let directory = deployment.path("axon")
            var acknowledged: [Digest: String] = [:]
            for round in 1...Numbers.kills {
                let load = Load()
                async let writers: Void = withTaskGroup(of: Void.self) { group in
                    for _ in 0..<4 { group.addTask { await load.write(at: directory) } }
                }
                await load.more(Int.random(in: 1...150))
                try await process.kill()
                load.stop()
                await writers
                let record = load.record
                #expect(!record.acknowledged.isEmpty, "round \(round) had no load: \(record.faults)")
                acknowledged.merge(record.acknowledged) { _, new in new }
                process = try await deployment.start("axon", "axon")
                try await Audit.check(directory, acknowledged, reading: record.acknowledged)
            }
            try await Audit.check(directory, acknowledged)
            print("lone leader: \(Numbers.kills) kills, \(acknowledged.count) acknowledged writes, none lost")
        }
    }
}
