import Cell
import Kernel
import TLS
import TestSupport
import Testing
import World

@testable import Aha

/// One-time URLs: what they are good for, and what they are not.
@Suite struct ProvisionsTests {
    /// An hour: the clock of the tests is turned by hand.
    private static let expiresAfterMs: Int64 = 3_600_000

    private struct Desk {
        let manual: ManualHost
        let log: AhaLog
        let provisions: Provisions
        let authority: Certificate
    }

    private func withDesk(_ body: (Desk) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let manual = ManualHost()
            let log = try AhaLog(directory, host: manual.host)
            defer { log.store.close() }
            let certificates = CertificateDirectory(directory + "/certs", files: manual.host.files)
            let authority = try Authority(
                network: "demo.net", name: "aha.demo.net", dnsName: "127.0.0.1", certificates: certificates, host: manual.host)
            let provisions = Provisions(
                network: "demo.net", listener: { "127.0.0.1:27272" }, fingerprint: .zero, registry: { ["ssl://root@127.0.0.1:1"] },
                expiresAfterMs: Self.expiresAfterMs, tables: log.tables, store: log.store, nexus: log, authority: authority,
                host: manual.host)
            try await body(Desk(
                manual: manual, log: log, provisions: provisions, authority: try certificates.certificate(.authority, "demo.net")))
        }
    }

    /// The identifier in a one-time URL.
    private func token(_ url: String) throws -> Iden {
        let path = try #require(url.split(separator: "/").last?.split(separator: "?").first)
        return try #require(Iden(String(path)))
    }

    private func request(_ key: PrivateKey, _ name: String) throws -> String {
        try CertificateRequest.create(key: key, commonName: name).pem()
    }

    @Test func service_isOfferedItsConfiguration_andACertificateOfItsNameOnly() async throws {
        try await withDesk { desk in
            var message = ProvisionService(service: "01.axon")
            message.mirror = "axon"
            message.cellYAML = "max:count: 7 # as agreed\n"
            let url = try await desk.provisions.provision(message).url
            #expect(url.hasPrefix("ssl://127.0.0.1:27272/") && url.hasSuffix("?certhash=\(Digest.zero)"))
            let iden = try token(url)
            let offer = try desk.provisions.fetch(FetchProvision(iden))
            #expect(offer.kind == "service" && offer.name == "01.axon.demo.net" && offer.user == "root@demo.net")
            for line in ["max:count: 7", "aha:name: 01.axon", "aha:leader: axon", "mirror: "] {
                #expect(offer.configuration.contains(line), "\(line) in \(offer.configuration)")
            }
            // Whatever name the request bears, the certificate is of the name that was provisioned.
            let key = try PrivateKey.generate()
            let reply = try await desk.provisions.sign(SignProvision(
                iden, hostRequestPEM: try request(key, "aha.demo.net"), userRequestPEM: nil))
            let certificate = try Certificate(pem: try #require(reply.hostCertificatePEM))
            #expect(certificate.commonName == "01.axon.demo.net" && certificate.matches(key))
            #expect(certificate.issuerName == desk.authority.commonName && !certificate.isAuthority)
            #expect(reply.userCertificatePEM == nil)
        }
    }

    @Test func url_used_isGoodForTheSameKeysOnly() async throws {
        try await withDesk { desk in
            let iden = try token(try await desk.provisions.provision(ProvisionUser(user: "visi")).url)
            let first = try request(try PrivateKey.generate(), "visi@demo.net")
            for _ in 0..<2 {
                // The answer may have been lost: it is given again, even when the time is over.
                let reply = try await desk.provisions.sign(SignProvision(iden, hostRequestPEM: nil, userRequestPEM: first))
                #expect(try Certificate(pem: try #require(reply.userCertificatePEM)).commonName == "visi@demo.net")
                desk.manual.clock.advance(by: .milliseconds(UInt64(Self.expiresAfterMs + 1)))
            }
            let other = try request(try PrivateKey.generate(), "visi@demo.net")
            let refused = await fault {
                try await desk.provisions.sign(SignProvision(iden, hostRequestPEM: nil, userRequestPEM: other))
            }
            #expect(refused?.code == .usedURL)
        }
    }

    @Test func url_expiredOrUnknown_isRefused() async throws {
        try await withDesk { desk in
            let iden = try token(try await desk.provisions.provision(ProvisionUser(user: "visi")).url)
            desk.manual.clock.advance(by: .milliseconds(UInt64(Self.expiresAfterMs)))
            _ = try desk.provisions.fetch(FetchProvision(iden))
            desk.manual.clock.advance(by: .milliseconds(1))
            #expect(fault { try desk.provisions.fetch(FetchProvision(iden)) }?.code == .expiredURL)
            #expect(fault { try desk.provisions.fetch(FetchProvision(Iden(high: 1, low: 1))) }?.code == .noSuchName)
        }
    }

    @Test func sign_withoutTheRequestThatIsNeeded_leavesTheURLUnused() async throws {
        try await withDesk { desk in
            let service = try token(try await desk.provisions.provision(ProvisionService(service: "00.axon")).url)
            let user = try token(try await desk.provisions.provision(ProvisionUser(user: "visi")).url)
            let pem = try request(try PrivateKey.generate(), "x")
            let faults = [
                await fault { try await desk.provisions.sign(SignProvision(service, hostRequestPEM: nil, userRequestPEM: pem)) },
                await fault { try await desk.provisions.sign(SignProvision(user, hostRequestPEM: pem, userRequestPEM: nil)) },
                await fault { try await desk.provisions.sign(SignProvision(user, hostRequestPEM: nil, userRequestPEM: "no PEM")) },
            ]
            #expect(faults.allSatisfy { $0 != nil })
            #expect(!desk.log.events.contains("provision:use"))
        }
    }

    @Test(arguments: ["", ".", "a..b", "-a", "a-", "ä", "a b", "a/b", "a@b", String(repeating: "a", count: 64)])
    func service_nameOfNoHost_isRefused(name: String) async throws {
        try await withDesk { desk in
            #expect(await fault { try await desk.provisions.provision(ProvisionService(service: name)) }?.code == .badArgument)
            #expect(desk.log.events.isEmpty)
        }
    }

    @Test(arguments: ["", "a b", "a@b", "a/b", "a\n", String(repeating: "a", count: 60)])
    func user_nameOfNobody_isRefused(name: String) async throws {
        try await withDesk { desk in
            #expect(await fault { try await desk.provisions.provision(ProvisionUser(user: name)) }?.code == .badArgument)
        }
    }

    @Test func service_configurationThatIsNoYAML_isRefused() async throws {
        try await withDesk { desk in
            var message = ProvisionService(service: "00.axon")
            message.cellYAML = "a: ["
            #expect(await fault { try await desk.provisions.provision(message) } != nil)
            #expect(desk.log.events.isEmpty)
        }
    }
}
