import Kernel
import Leadership
import Messaging
import NIOCore
import TLS
import World

@testable import Axon
@testable import Cell

/// A service that answers everything that synctl asks, and remembers what it was asked to do.
final class FakeNetwork: Sendable {
    struct Seen {
        var provision: ProvisionService?
        var promote: PromoteHere?
        var hasDemoted = false
        var scrub: ScrubBlobs?
        var forgotten: String?
        var isStopped = false
        var batches: [Int] = []
        var uploads = 0
    }

    let seen = Locked(Seen())
    let blobs = Locked<[Digest: [UInt8]]>([:])
    /// What the cell says that it is.
    let role = Locked("follower")
    /// What a scrub finds.
    let damaged = Locked<[BlobDamage]>([])
    let authority: CertificateAuthority
    static let iden = Iden(high: 1, low: 2)
    static let network = "example.net"

    init() throws {
        authority = try CertificateAuthority.create(network: Self.network, now: Host.linux.clock.wallTime())
        _ = store([])
    }

    @discardableResult func store(_ bytes: [UInt8]) -> BlobName {
        let digest = SHA256.digest(of: bytes)
        blobs.withLock { $0[digest] = bytes }
        return BlobName(digest: digest, byteCount: UInt64(bytes.count))
    }

    static func server(
        _ name: String, alias: String = "axon.example.net", leads: Bool = false, upstream: String? = nil, online: Bool = true,
        lag: UInt64? = 0, complete: Bool = true
    ) -> ServiceStatus {
        ServiceStatus(
            registration: Registration(
                address: ServiceAddress(name: name, host: "10.0.0.1", port: 30001), alias: alias, kind: "axon", service: iden, run: iden,
                version: "1.2.3"),
            isOnline: online, isLeader: leads, role: leads ? "leader" : "follower", ready: online, term: Term(3),
            position: Position(term: Term(3), index: Index(42), hash: .zero), upstream: upstream, lag: lag,
            complete: complete)
    }

    var table: MessageTable {
        var table = MessageTable()
        addAHA(to: &table)
        addCell(to: &table)
        addAxon(to: &table)
        return table
    }

    private func addAHA(to table: inout MessageTable) {
        let url = "ssl://aha.example.net:27272/\(Self.iden)?certhash=\(Digest.zero)"
        table.on(ProvisionService.self) { message, _ in
            self.seen.withLock { $0.provision = message }
            return ProvisionService.Reply(url: url)
        }
        table.on(ProvisionUser.self) { _, _ in ProvisionService.Reply(url: url) }
        table.on(ForgetService.self) { message, _ in
            self.seen.withLock { $0.forgotten = message.service }
            return Done()
        }
        table.on(ListServices.self) { _, _ in
            [
                Self.server("02.axon.example.net", upstream: "01.axon.example.net", online: false, lag: 7),
                Self.server("01.axon.example.net", upstream: "00.axon.example.net", lag: 1),
                Self.server("00.axon.example.net", leads: true),
            ]
        }
        table.on(FetchProvision.self) { _, _ throws(Fault) in
            FetchProvision.Reply(
                kind: "user", name: "visi@example.net", network: Self.network, authorityPEM: try self.authority.certificate.pem(),
                registry: ["ssl://root@aha.example.net:27492?ca=example.net"], configuration: "", user: nil)
        }
        table.on(SignProvision.self) { message, _ throws(Fault) in
            let key = try CertificateRequest(pem: message.userRequestPEM ?? "").verifiedPublicKey()
            let certificate = try self.authority.issueUser(key, name: "visi@example.net", now: Host.linux.clock.wallTime(), days: 1)
            return SignProvision.Reply(hostCertificatePEM: nil, userCertificatePEM: try certificate.pem())
        }
    }

    private func addCell(to table: inout MessageTable) {
        let position = Position(term: Term(3), index: Index(42), hash: .zero)
        table.on(GetCellInfo.self) { _, _ in
            GetCellInfo.Reply(
                iden: Self.iden, run: Self.iden, kind: "axon", version: "1.2.3", name: "00.axon.example.net", alias: "axon.example.net",
                network: Self.network, pid: 77, port: 30001, format: 1)
        }
        table.on(GetNexusStatus.self) { _, _ in
            GetNexusStatus.Reply(
                name: "01.axon.example.net", role: self.role.withLock { $0 }, term: Term(3), leader: "00.axon.example.net",
                position: position, durable: position, start: Index(1), fenced: true, leaseMs: nil, acks: 0, ready: true,
                followers: [.init(name: "02.axon.example.net", durable: Index(40), lag: 2)], condition: nil)
        }
        table.on(PromoteHere.self) { message, _ in
            self.seen.withLock { $0.promote = message }
            let furthest = Position(term: Term(3), index: Index(50), hash: .zero)
            return PromoteHere.Reply(
                grant: Grant(
                    term: Term(4), leader: "01.axon.example.net", position: position, furthestKnown: message.failure ? furthest : nil,
                    unheard: message.failure ? ["02.axon.example.net"] : []),
                leader: "01.axon.example.net", term: Term(4), warning: nil)
        }
        table.on(DemoteHere.self) { _, _ in
            self.seen.withLock { $0.hasDemoted = true }
            return PromoteHere.Reply(grant: nil, leader: "02.axon.example.net", term: Term(4), warning: nil)
        }
        table.on(RejoinHere.self) { _, _ in RejoinHere.Reply(exported: "/srv/synapse/00.axon/exports/3.mpk") }
        table.on(GetHealth.self) { _, _ in
            GetHealth.Reply(iden: Self.iden, status: "nominal", components: [.init(name: "nexus", status: "nominal", mesg: "in step")])
        }
        table.on(GetMetrics.self) { _, _ in
            GetMetrics.Reply(series: [
                .init(name: "synapse_link_bytes_total", labels: ["direction": "sent"], value: 4096),
                .init(name: "synapse_nexus_commit_seconds", labels: [:], value: 0.25, count: 3),
            ])
        }
        table.on(StopService.self) { _, _ in
            self.seen.withLock { $0.isStopped = true }
            return Done()
        }
    }

    private func addAxon(to table: inout MessageTable) {
        table.on(PutBlobs.self) { message, _ in
            self.seen.withLock { $0.batches.append(message.blobs.count) }
            return message.blobs.map { self.store($0.bytes) }
        }
        table.on(UploadBlob.self) { _, _, reader throws(Fault) in
            self.seen.withLock { $0.uploads += 1 }
            return self.store(try await reader.collect(bytesMax: 64 << 20))
        }
        table.on(AxonMetrics.self) { _, _ in AxonMetrics.Reply(blobCount: 2, byteCount: 30) }
        table.on(ScrubBlobs.self) { message, _, writer throws(Fault) in
            self.seen.withLock { $0.scrub = message }
            for damage in self.damaged.withLock({ $0 }) {
                try await writer.send(ScrubBlobs.Item(blobCount: 1, byteCount: 10, damage: damage))
            }
            try await writer.send(ScrubBlobs.Item(blobCount: 2, byteCount: 30))
        }
        table.on(WantsBlobs.self) { message, _ in
            message.digests.filter { digest in self.blobs.withLock { $0[digest] == nil } }
        }
        table.on(GetBlob.self) { message, _, writer throws(Fault) in
            guard let bytes = self.blobs.withLock({ $0[message.digest] }) else {
                throw Fault(.noSuchBytes, "the Axon does not hold \(message.digest)")
            }
            try writer.begin(GetBlob.Head(byteCount: UInt64(bytes.count)))
            let part = Array(bytes.dropFirst(Int(message.offset)).prefix(message.byteCount.map { Int($0) } ?? bytes.count))
            for start in stride(from: 0, to: part.count, by: 100_000) {
                try await writer.send(ByteBuffer(bytes: part[start..<min(part.count, start + 100_000)]))
            }
        }
    }
}
