import Cell
import Foundation
import Kernel
import Link
import NIOPosix
import TLS
import TestSupport
import Testing
import World

/// What strangers and broken clients send to services that run: an end with a reason for them, and nothing for anyone else.
extension ProcessTests {
    private static let nonsense: [(name: String, bytes: [UInt8])] = [
        ("nothing", []),
        ("random bytes", (0..<4096).map { _ in UInt8.random(in: 0...255) }),
        ("HTTP", Array("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)),
        ("a truncated frame", [0, 0, 0, 100, 1, 0, 0, 0, 0, 0, 1, 2]),
        ("an oversized length", [0xff, 0xff, 0xff, 0xff, 1, 0, 0, 0, 0, 0]),
        ("a length of zero", [0, 0, 0, 0, 1, 0, 0, 0, 0, 0]),
        ("an unknown frame", [0, 0, 0, 6, 200, 0, 0, 0, 0, 1]),
        ("a hello that is no record", [0, 0, 0, 10, 1, 0, 0, 0, 0, 0, 0xc1, 0xc1, 0xc1, 0xc1]),
        ("a truncated TLS hello", [0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3] + [UInt8](repeating: 7, count: 40)),
        ("a TLS alert", [0x15, 3, 3, 0, 2, 2, 40]),
    ]

    @Test(.timeLimit(.minutes(3))) func nonsense_sentToEveryDoor_harmsNobodyElse() async throws {
        try await Deployment.with { deployment in
            try await deployment.startAHA()
            let axon = try await deployment.addAxon("00")
            let aha = try deployment.process("aha")
            let doors = try door(aha) + door(axon) + ["aha", "00.axon"].map { .file(deployment.path("\($0)/sockets/cell")) }
            #expect(doors.count == 5)
            let load = Load()
            let directory = deployment.path("00.axon")
            async let writers: Void = load.write(at: directory)
            await load.more(5)
            for (name, bytes) in Self.nonsense {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for place in doors {
                        group.addTask {
                            let count = try await RawSocket.send(bytes, to: place)
                            #expect(count != nil, "\(place) keeps a connection open that sent \(name)")
                        }
                    }
                    try await group.waitForAll()
                }
            }
            await load.more(5)
            load.stop()
            await writers
            #expect(load.record.faults.isEmpty, "\(load.record.faults)")
            try await Audit.check(directory, load.record.acknowledged)
            try await deployment.synctl("aha", "list", "--url", deployment.url("aha"))
            #expect(aha.ending == nil && axon.ending == nil)
            for process in [aha, axon] {
                let loud = process.lines.filter { $0.contains("[ERROR]") || $0.contains("[CRITICAL]") }
                #expect(loud.isEmpty, "\(loud)")
            }
            for line in (aha.lines + axon.lines).filter({ $0.contains("[WARNING]") || $0.contains("link") }).prefix(12) { print(line) }
        }
    }

    private func door(_ process: ServerProcess) throws -> [RawSocket.Place] {
        let line = process.lines.last { $0.contains("ready: ") } ?? ""
        let words = line.split { !($0.isNumber || $0 == "." || $0 == ":") }
        return words.filter { $0.hasPrefix("127.0.0.1:") || $0.hasPrefix("0.0.0.0:") }
            .compactMap { $0.split(separator: ":").last.flatMap { Int($0) } }.map { .port($0) }
    }

    @Test(.timeLimit(.minutes(1))) func certificates_thatAreNotOfTheNetwork_areRefusedBothWays() async throws {
        try await Deployment.with { deployment in
            try await deployment.startAHA()
            let axon = try await deployment.addAxon("00")
            guard case .port(let port) = try door(axon).first else { throw Broken("no port in \(axon.lines)") }
            let now = Host.linux.clock.wallTime()
            let dayMs: Int64 = 86_400_000
            let directory = CertificateDirectory(deployment.path("aha/certs"), files: Host.linux.files)
            let own = try directory.authority(Deployment.network)
            let other = try CertificateAuthority.create(network: Deployment.network, now: now)
            let root = try directory.identity(.user, "root@\(Deployment.network)")
            try await ask(port, root, trust: own)
            let strangers: [(String, TLSIdentity?, CertificateAuthority)] = [
                ("of another authority", try identity(other, now: now), own),
                ("expired", try identity(own, now: now.advanced(byMs: -10 * dayMs)), own),
                ("not yet valid", try identity(own, now: now.advanced(byMs: 10 * dayMs)), own),
                ("none", nil, own),
                ("a server of another authority", root, other),
            ]
            for (name, identity, trust) in strangers {
                let before = axon.lines.count
                let refusal = await fault { try await self.ask(port, identity, trust: trust) }
                #expect(refusal != nil, "\(name): it was let in")
                print("certificate \(name): \(refusal?.description ?? "let in"); log: \(axon.lines.dropFirst(before).last ?? "nothing")")
            }
            try await ask(port, root, trust: own)
        }
    }

    private func identity(_ authority: CertificateAuthority, now: Timestamp) throws -> TLSIdentity {
        let key = try PrivateKey.generate()
        let certificate = try authority.issueUser(key.publicKey, name: "root@\(Deployment.network)", now: now, days: 1)
        return try TLSIdentity(chain: [certificate], key: key)
    }

    /// Connects as `identity`, and asks for something.
    private func ask(_ port: Int, _ identity: TLSIdentity?, trust: CertificateAuthority) async throws {
        let context = try TLSContext.client(identity: identity, trust: [trust.certificate])
        let tls = LinkTLS.client(TLSContextHolder(context), expecting: .host("00.axon.\(Deployment.network)"))
        let link = try await LinkClient.connect(
            to: .tcp(host: "127.0.0.1", port: port), tls: tls, settings: LinkSettings(group: MultiThreadedEventLoopGroup.singleton))
        defer { link.close() }
        let client = AxonClient(link: link)
        _ = try await client.metrics()
    }

    @Test(.timeLimit(.minutes(1))) func provisioningURLs_reusedInventedOrWrong_areRefusedInOneClearLine() async throws {
        try await Deployment.with { deployment in
            try await deployment.startAHA()
            let good = try await deployment.provision("00.axon")
            try await deployment.start("axon", "00.axon", environment: ["SYN_AXON_AHA_PROVISION": good])
            // The same server again: it has used its URL, and starts without.
            try await deployment.process("00.axon").stop()
            try await deployment.start("axon", "00.axon", environment: ["SYN_AXON_AHA_PROVISION": good])
            let slash = try #require(good.lastIndex(of: "/"))
            let question = try #require(good.firstIndex(of: "?"))
            let invented = good[...slash] + String(repeating: "7", count: 32) + good[question...]
            let unpinned = good[..<question] + "?certhash=" + String(repeating: "0", count: 64)
            for (url, sign) in [
                (good, "used before"), (String(invented), "no one-time URL"), (String(unpinned), "certificate"),
                (String(good[..<question]), "one-time URL"), ("ssl://127.0.0.1:1/\(String(repeating: "7", count: 32))?certhash=\(String(repeating: "0", count: 64))", "refused"),
            ] {
                let stranger = try deployment.launch("axon", "stranger", environment: ["SYN_AXON_AHA_PROVISION": url])
                #expect(try await stranger.ended() == .exited(1), "\(url)")
                let last = stranger.lines.last ?? ""
                #expect(last.contains("[CRITICAL]") && last.lowercased().contains(sign), "\(url): \(stranger.lines.suffix(3))")
                #expect(stranger.lines.filter { $0.contains("[CRITICAL]") }.count == 1)
            }
            try await deployment.addAxon("01", mirror: "axon")
        }
    }
}
