import Foundation
import Kernel
import TLS
import TestSupport
import Testing
import World

/// What an operator does to servers that run well: hand over on purpose, verify the disks.
extension ProcessTests {
    /// PROMOTE-5: the leader steps down for its best follower; a shutdown does the same first, and is refused where nobody can take over.
    @Test(.timeLimit(.minutes(2))) func leader_demotedAndShutDown_handsOverWithoutAFailedWrite() async throws {
        try await Deployment.with { deployment in
            try await deployment.startAHA()
            try await deployment.addAxon("00")
            let alone = try await deployment.synctl("shutdown", "--demote", "--url", deployment.url("00.axon"), expecting: 1)
            #expect(alone.errors.contains("has no other server that could take over"))
            try await deployment.addAxon("01", mirror: "axon")
            try await follows(deployment, "01.axon")
            let load = Load()
            let directory = deployment.path("00.axon")
            async let writers: Void = withTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { await load.write(at: directory) } }
            }
            await load.more(20)
            let outcome = try await deployment.synctl("demote", "--url", deployment.url("00.axon"))
            #expect(outcome.output.hasPrefix("01.axon.\(Deployment.network) leads in term"))
            await load.more(20)
            load.stop()
            await writers
            #expect(load.record.faults.isEmpty, "\(load.record.faults)")
            let mirror = try await deployment.synctl("demote", "--url", deployment.url("00.axon"), expecting: 1)
            #expect(mirror.errors.contains("does not lead"))
            #expect(mirror.errors.contains("01.axon.\(Deployment.network)"))
            try await follows(deployment, "00.axon")
            try await deployment.synctl("shutdown", "--demote", "--url", deployment.url("01.axon"))
            _ = try await deployment.process("01.axon").ended()
            #expect(try await status(deployment, "00.axon").role == "leader")
            try await Audit.check(deployment.path("00.axon"), load.record.acknowledged)
        }
    }

    /// AXON-5: bits that flipped on a disk are found, and mended from another server; on the leader as on a mirror.
    @Test(.timeLimit(.minutes(2)), arguments: ["00.axon", "01.axon"])
    func blobs_damagedOnDisk_areMendedFromAnotherServer(_ name: String) async throws {
        try await Deployment.with { deployment in
            try await deployment.startAHA()
            try await deployment.addAxon("00")
            try await deployment.addAxon("01", mirror: "axon")
            try await follows(deployment, "01.axon")
            let large = deployment.path("large")
            try Data((0..<700_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }).write(to: URL(fileURLWithPath: large))
            let digest = try await put(deployment, "00.axon", "a small blob, in a segment")
            let stored = try await deployment.synctl("axon", "put", large, "--url", deployment.url("00.axon"))
            let hash = String(stored.output.prefix(64))
            try await eventually("01.axon holds both") {
                let one = try await holds(deployment, "01.axon", digest)
                guard let other = Digest(hash) else { throw Broken("axon put printed \(stored.output)") }
                let two = try await holds(deployment, "01.axon", other)
                return one && two
            }
            let axon = deployment.path(name) + "/axon"
            try flip("\(axon)/segments/00000001.seg", at: 45)
            try flip("\(axon)/blobs/\(hash.prefix(2))/\(hash.dropFirst(2).prefix(2))/\(hash)", at: 1234)
            let told = try await deployment.synctl("axon", "scrub", "--no-repair", "--url", deployment.url(name), expecting: 1)
            #expect(told.output.split(separator: "\n").count == 2)
            let other = (name == "00.axon" ? "01.axon" : "00.axon") + ".\(Deployment.network)"
            let mended = try await deployment.synctl("axon", "scrub", "--url", deployment.url(name))
            #expect(mended.output.split(separator: "\n").count == 2)
            #expect(mended.output.split(separator: "\n").allSatisfy { $0.contains("mended from \(other)") }, "\(mended.output)")
            let clean = try await deployment.synctl("axon", "scrub", "--url", deployment.url(name))
            #expect(clean.output.isEmpty)
            try await deployment.process(name).kill()
            try await deployment.start("axon", name)
            let copy = deployment.path("copy")
            try await deployment.synctl("axon", "get", hash, "-o", copy, "--url", deployment.url(name))
            #expect(try Data(contentsOf: URL(fileURLWithPath: copy)) == Data(contentsOf: URL(fileURLWithPath: large)))
        }
    }

    private func flip(_ path: String, at offset: Int) throws {
        let file = try Host.linux.files.open(path, permissions: 0o600, label: "flip a bit")
        let byte = try file.read(at: offset, count: 1, label: "flip a bit")
        try file.write([byte[0] ^ 0x10], at: offset, label: "flip a bit")
    }
}
