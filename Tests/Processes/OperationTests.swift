import Foundation
import Kernel
import Testing
import World

extension ProcessTests {
    @Test(.timeLimit(.minutes(1))) func directory_secondProcess_isRefusedNamingTheFirst() async throws {
        try await Deployment.with { deployment in
            let first = try await deployment.start("axon", "axon")
            let second = try deployment.launch("axon", "axon")
            #expect(try await second.ended() == .exited(1))
            let last = second.lines.last { $0.contains("[CRITICAL]") } ?? ""
            #expect(last.contains("in use by process \(first.pid)"), "\(second.lines)")
            // The first one never noticed.
            let client = try await AxonClient(directory: deployment.path("axon"))
            defer { client.close() }
            _ = try await client.put(Array("still here".utf8))
            #expect(first.ending == nil)
        }
    }

    @Test(.timeLimit(.minutes(1))) func service_terminated_endsWithZero() async throws {
        try await Deployment.with { deployment in
            try await deployment.startAHA()
            try await deployment.addAxon("00")
            for name in ["00.axon", "aha"] {
                let process = try deployment.process(name)
                #expect(try await process.stop() == .exited(0), "\(process.lines.suffix(5))")
                #expect(process.lines.last?.contains("stopped") == true)
            }
        }
    }

    @Test(.timeLimit(.minutes(1))) func service_stoppedByOperator_endsWithZero() async throws {
        try await Deployment.with { deployment in
            let process = try await deployment.start("axon", "axon")
            try await deployment.synctl("stop", "--url", deployment.url("axon"))
            #expect(try await process.ended() == .exited(0))
        }
    }

    @Test(.timeLimit(.minutes(1))) func unknownService_isACommandLineMistake() async throws {
        try await Deployment.with { deployment in
            let process = try deployment.launch("axn", "x")
            #expect(try await process.ended() == .exited(64))
            #expect(process.lines.joined().contains("There is no service \"axn\""), "\(process.lines)")
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: [
        ("nexus:ack: 1\n", "nexus:ack"), ("nexus:acks: many\n", "nexus:acks"), ("nexus:acks: [\n", "cell.yaml"), ("- a\n", "cell.yaml"),
        ("mirror: nonsense\n", "mirror"),
    ]) func wrongConfiguration_isRefusedInOneClearLine(_ text: String, _ sign: String) async throws {
        try await Deployment.with { deployment in
            try FileManager.default.createDirectory(atPath: deployment.path("axon"), withIntermediateDirectories: true)
            try text.write(toFile: deployment.path("axon/cell.yaml"), atomically: true, encoding: .utf8)
            let process = try deployment.launch("axon", "axon")
            #expect(try await process.ended() == .exited(1))
            let last = process.lines.last ?? ""
            #expect(last.contains("[CRITICAL]") && last.contains(sign), "\(process.lines)")
        }
    }
}
