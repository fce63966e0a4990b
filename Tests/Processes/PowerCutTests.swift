import Foundation
import Kernel
import TestSupport
import Testing
import World

extension ProcessTests {
    private static let lab = "\(Deployment.root)/Tests/Lab/disk-lab"

    func disk(_ arguments: String...) async throws {
        let outcome = try await Subprocess([Self.lab] + arguments).run()
        guard outcome.succeeded else { throw Broken("disk-lab \(arguments): \(outcome.output)\(outcome.errors)") }
    }

    /// Why the laboratory for disks cannot be used here; nil where it can.
    private static var reasonWithoutDisk: String? {
        if geteuid() != 0 { return "it needs root" }
        if !FileManager.default.fileExists(atPath: "/dev/loop-control") { return "there are no loop devices" }
        for program in ["python3", "mkfs.ext4", "mount"] where Subprocess.find(program) == nil { return "\(program) is missing" }
        return nil
    }

    @Test(.timeLimit(.minutes(20))) func loneLeader_powerCutUnderLoad_losesNothingAcknowledged() async throws {
        try await withDisk { mount in try await cutRepeatedly(mount) }
    }

    /// Runs `body` with a file system of its own that can lose power; says why not where that is not possible.
    func withDisk(_ body: (_ mount: String) async throws -> Void) async throws {
        if let reason = Self.reasonWithoutDisk { return print("no power cuts here: \(reason)") }
        try await withTemporaryDirectory { outside in
            let mount = "\(outside)/disk"
            do {
                try await disk("up", mount, "1024")
            } catch {
                return print("no power cuts here: \(error)")
            }
            do {
                try await body(mount)
                try await disk("down", mount)
            } catch {
                try? await disk("down", mount)
                throw error
            }
        }
    }

    private func cutRepeatedly(_ mount: String) async throws {
        try await Deployment.with(in: mount) { deployment in
            let directory = deployment.path("axon")
            var acknowledged: [Digest: String] = [:]
            for round in 1...Numbers.cuts {
                let process = try await deployment.start("axon", "axon")
                let load = Load()
                async let writers: Void = withTaskGroup(of: Void.self) { group in
                    for _ in 0..<4 { group.addTask { await load.write(at: directory) } }
                }
                await load.more(Int.random(in: 1...150))
                try await disk("cut", mount)
                // Without a disk no write may be acknowledged: the writers end by their faults, or with the process.
                try await process.kill()
                load.stop()
                await writers
                #expect(!load.record.acknowledged.isEmpty, "round \(round) had no load")
                acknowledged.merge(load.record.acknowledged) { _, new in new }
                try await disk("back", mount)
                let again = try await deployment.start("axon", "axon")
                try await Audit.check(directory, acknowledged)
                try await again.stop()
            }
            print("power: \(Numbers.cuts) cuts, \(acknowledged.count) acknowledged writes, none lost")
        }
    }
}
