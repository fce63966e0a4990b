import Foundation
import Kernel
import Testing
import World

extension ProcessTests {
    @Test(.timeLimit(.minutes(2))) func newMirror_ofServiceWithData_getsEverything() async throws {
        try await Deployment.with { deployment in
            try await deployment.startAHA()
            try await deployment.addAxon("00")
            let load = Load()
            let directory = deployment.path("00.axon")
            async let writers: Void = withTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { await load.write(at: directory) } }
            }
            await load.more(200)
            load.stop()
            await writers
            #expect(load.record.acknowledged.count >= 200)
            // One that goes as a stream, to a file of its own.
            let file = deployment.path("large")
            try Data((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 9) }).write(to: URL(fileURLWithPath: file))
            let put = try await deployment.synctl("axon", "put", file, "--url", deployment.url("00.axon"))
            let digest = String(put.output.prefix(64))
            try await deployment.addAxon("01", mirror: "axon")
            try await deployment.addAxon("02", mirror: "01.axon")
            for name in ["01.axon", "02.axon"] {
                try await eventually("\(name) holds what 00 holds") {
                    let leader = try await AxonClient(directory: directory)
                    defer { leader.close() }
                    let mirror = try await AxonClient(directory: deployment.path(name))
                    defer { mirror.close() }
                    let status = try await mirror.status()
                    return try await leader.status().durable == status.durable && status.ready
                }
                try await Audit.check(deployment.path(name), load.record.acknowledged)
                try await deployment.synctl("axon", "get", digest, "-o", deployment.path("copy-\(name)"), "--url", deployment.url(name))
                #expect(try Data(contentsOf: URL(fileURLWithPath: deployment.path("copy-\(name)"))) == Data(contentsOf: URL(fileURLWithPath: file)))
            }
        }
    }
}
