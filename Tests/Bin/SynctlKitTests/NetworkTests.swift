import Kernel
import Link
import Messaging
import NIOPosix
import TLS
import TestSupport
import Testing
import World

@testable import Cell
@testable import SynctlKit

/// Over real sockets and TLS on the loopback: AHA resolves a name, and the service behind it answers.
@Suite(.timeLimit(.minutes(1))) struct NetworkTests {
    private static func identity(
        _ name: String, _ authority: CertificateAuthority, isHost: Bool
    ) throws(Fault) -> (TLSIdentity, String, String) {
        let key = try PrivateKey.generate()
        let now = Host.linux.clock.wallTime()
        let certificate =
            try isHost ? authority.issueHost(key.publicKey, name: name, now: now, days: 1)
            : authority.issueUser(key.publicKey, name: name, now: now, days: 1)
        return (try TLSIdentity(chain: [certificate], key: key), try certificate.pem(), try key.pem())
    }

    private static func listen(
        _ name: String, _ table: MessageTable, _ authority: CertificateAuthority, _ group: MultiThreadedEventLoopGroup
    ) async throws(Fault) -> Listener {
        var settings = LinkSettings(group: group)
        settings.router = Router(table)
        settings.identify = { peer in Caller(user: peer.certificateName ?? "", authorizer: AllowAll()) }
        let (identity, _, _) = try Self.identity(name, authority, isHost: true)
        let context = try TLSContext.server(identity: identity, trust: [authority.certificate])
        return try await Listener.start(
            .tcp(host: "127.0.0.1", port: 0), tls: .server(TLSContextHolder(context)), settings: settings)
    }

    @Test func ahaURL_isResolved_andAskedWithTheCertificateOfTheUser() async throws {
        let network = try FakeNetwork()
        let group = MultiThreadedEventLoopGroup.singleton
        let axon = try await Self.listen("00.axon.example.net", network.table, network.authority, group)
        let axonPort = axon.boundPort ?? 0
        var table = MessageTable()
        table.on(ResolveService.self) { message, context throws(Fault) in
            #expect(context.caller.user == "visi@example.net")
            switch message.service {
            case "axon...": return ServiceAddress(name: "00.axon.example.net", host: "127.0.0.1", port: axonPort)
            case "other...": return ServiceAddress(name: "00.other.example.net", host: "127.0.0.1", port: axonPort)
            case "leaderless...": throw Fault(.noLeader, "leaderless.example.net has no leader now", fields: ["name": "leaderless"])
            default: throw Fault(.noSuchName, "AHA knows no \(message.service)", advice: "Check the name: synctl aha list")
            }
        }
        let aha = try await Self.listen("aha.example.net", table, network.authority, group)
        try await withTemporaryDirectory { home in
            let (_, certificate, key) = try Self.identity("visi@example.net", network.authority, isHost: false)
            let certificates = CertificateDirectory(home + "/.syn/certs", files: Host.linux.files)
            try certificates.save(.user, "visi@example.net", certificatePEM: certificate, keyPEM: key)
            try certificates.save(.authority, "example.net", certificatePEM: try network.authority.certificate.pem())
            var stage = Stage()
            stage.usesNetwork = true
            stage.terminal.homeDirectory = home
            // A server that is gone comes first: the next one is asked.
            let ports = [1, aha.boundPort ?? 0]
            let registry = ports.map { "ssl://visi@127.0.0.1:\($0)?hostname=aha.example.net" }
            try RegistryFile(home + "/.syn/telepath.yaml", files: Host.linux.files).add(registry)
            let info = await stage.run(line: "synctl info --url aha://axon...")
            #expect(info.status == .success, "\(info.talk)")
            #expect(info.data.contains("00.axon.example.net"))
            let unknown = await stage.run(line: "synctl info --url aha://axn...")
            #expect(unknown.talk == "synctl: NoSuchName: AHA knows no axn...\n  next: Check the name: synctl aha list\n")
            #expect(unknown.status == .failure)
            let leaderless = await stage.run(line: "synctl info --url aha://visi@leaderless...")
            #expect(leaderless.talk.hasPrefix("synctl: NoLeader: leaderless.example.net has no leader now"))
            #expect(leaderless.status == .unreachable)
            let impostor = await stage.run(line: "synctl info --url aha://other...")
            #expect(impostor.talk.hasPrefix("synctl: BadCertificate: "), "\(impostor.talk)")
            #expect(impostor.status == .failure)
            let stranger = await stage.run(line: "synctl info --url aha://joe@axon...")
            #expect(stranger.talk.hasPrefix("synctl: NoSuchCert: "), "\(stranger.talk)")
            let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            try Host.linux.files.replace(home + "/big", with: bytes, permissions: 0o600, label: "test")
            let put = await stage.run(line: "synctl axon put \(home)/big --url aha://axon...")
            #expect(put.data == "\(SHA256.digest(of: bytes))  3000000  \(home)/big\n", "\(put.talk)")
            let get = await stage.run(line: "synctl axon get \(SHA256.digest(of: bytes)) -o \(home)/back --url aha://axon...")
            #expect(get.status == .success, "\(get.talk)")
            #expect(try Host.linux.files.read(home + "/back", bytesMax: 1 << 22, label: "test") == bytes)
        }
        await axon.stop()
        await aha.stop()
    }
}
