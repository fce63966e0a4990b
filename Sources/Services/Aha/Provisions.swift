import Cell
import Config
import Kernel
import MessagePack
import Nexus
import Store
import TLS
import World

/// Gives out one-time URLs and takes them back: how servers and users become a part of the network (AHA-3, AHA-4).
struct Provisions: Sendable {
    /// A common name in a certificate has at most this many characters (RFC 5280, ub-common-name).
    static let nameCharactersMax = 64

    let network: String
    /// The host and port of the provisioning listener, as given out.
    let listener: @Sendable () -> String
    /// The fingerprint of the certificate that the provisioning listener shows.
    let fingerprint: Digest
    /// The URLs of the registry that are written to cell.yaml.
    let registry: @Sendable () -> [String]
    let expiresAfterMs: Int64
    let tables: AhaTables
    let store: StoreEnvironment
    let nexus: any Issuing
    let authority: Authority
    let host: Host

    func provision(_ request: ProvisionService) async throws(Fault) -> ProvisionService.Reply {
        let full = try fullName(request.service)
        var document = try ConfigurationDocument(request.cellYAML ?? "", path: "--cellyaml")
        try document.set("aha:name", to: .string(request.service))
        try document.set("aha:network", to: .string(network))
        try document.set("aha:leader", to: .string(CellNames.alias(of: request.service)))
        try document.set("aha:user", to: .string(request.user ?? "root"))
        try document.set("aha:registry", to: .array(registry().map(Value.string)))
        try document.set(
            "dmon:listen", to: .string("ssl://0.0.0.0:\(request.dmonPort ?? 0)?hostname=\(full)&ca=\(network)"))
        if let port = request.httpsPort { try document.set("https:port", to: .int(Int64(port))) }
        if let mirror = request.mirror {
            try document.set("mirror", to: .string("aha://\(request.user ?? "root")@\(mirror)..."))
        }
        return try await add(kind: "service", name: full, user: request.user ?? "root", configuration: document.text)
    }

    func provision(_ request: ProvisionUser) async throws(Fault) -> ProvisionService.Reply {
        guard !request.user.isEmpty, !request.user.contains(where: { "@/ \t\n".contains($0) }) else {
            throw Fault(.badArgument, "\"\(request.user)\" cannot name a user", advice: "Give the name without the network, such as visi")
        }
        let full = "\(request.user)@\(network)"
        try Self.checkLength(full)
        return try await add(kind: "user", name: full, user: nil, configuration: "")
    }

    private func add(kind: String, name: String, user: String?, configuration: String) async throws(Fault) -> ProvisionService.Reply {
        let iden = host.iden()
        let record = ProvisionRecord(
            iden: iden, kind: kind, name: name, user: user, configuration: configuration,
            expires: host.clock.wallTime().advanced(byMs: expiresAfterMs))
        _ = try await nexus.issue(AddProvision(record: record))
        return ProvisionService.Reply(url: "ssl://\(listener())/\(iden)?certhash=\(fingerprint)")
    }

    func fetch(_ request: FetchProvision) throws(Fault) -> FetchProvision.Reply {
        let record = try valid(request.iden)
        return FetchProvision.Reply(
            kind: record.kind, name: record.name, network: network, authorityPEM: try authority.certificatePEM, registry: registry(),
            configuration: record.configuration, user: record.user.map { "\($0)@\(network)" })
    }

    func sign(_ request: SignProvision) async throws(Fault) -> SignProvision.Reply {
        let record = try valid(request.iden)
        var hostPEM: String?
        var userPEM: String?
        if record.kind == "service" {
            guard let csr = request.hostRequestPEM else {
                throw Fault(.badArgument, "a service needs a host certificate, and no request for one was sent")
            }
            hostPEM = try authority.signHost(csr, name: record.name)
            if let csr = request.userRequestPEM, let user = record.user {
                userPEM = try authority.signUser(csr, name: "\(user)@\(network)")
            }
        } else {
            guard let csr = request.userRequestPEM else {
                throw Fault(.badArgument, "a user needs a user certificate, and no request for one was sent")
            }
            userPEM = try authority.signUser(csr, name: record.name)
        }
        var keys: [UInt8] = []
        for pem in [request.hostRequestPEM, request.userRequestPEM] {
            if let pem { keys += try CertificateRequest(pem: pem).verifiedPublicKey().fingerprint().bytes }
        }
        _ = try await nexus.issue(UseProvision(iden: request.iden, keys: SHA256.digest(of: keys)))
        return SignProvision.Reply(hostCertificatePEM: hostPEM, userCertificatePEM: userPEM)
    }

    private func valid(_ iden: Iden) throws(Fault) -> ProvisionRecord {
        let record = try store.read { (transaction) throws(Fault) in try tables.provision(iden, transaction) }
        guard let record else { throw Self.unknown(iden) }
        if record.used == nil, record.expires < host.clock.wallTime() {
            throw Fault(
                .expiredURL, "the one-time URL for \(record.name) has expired",
                advice: "Ask for a new one: synctl aha provision \(record.kind)")
        }
        return record
    }

    static func unknown(_ iden: Iden) -> Fault {
        Fault(
            .noSuchName, "there is no one-time URL with the identifier \(iden)",
            advice: "Copy the whole URL that synctl aha provision printed, or ask for a new one")
    }

    static func used(_ record: ProvisionRecord) -> Fault {
        Fault(
            .usedURL, "the one-time URL for \(record.name) was used before, by other keys",
            advice: "If that was not you, take \(record.name) out of the network; "
                + "in any case ask for a new one: synctl aha provision \(record.kind)")
    }

    private func fullName(_ name: String) throws(Fault) -> String {
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        let isValid = labels.allSatisfy { label in
            !label.isEmpty && label.utf8.count <= 63 && label.first != "-" && label.last != "-"
                && label.allSatisfy { ($0.isASCII && ($0.isLetter || $0.isNumber)) || $0 == "-" }
        }
        guard isValid else {
            throw Fault(
                .badArgument, "\"\(name)\" cannot name a service: labels of letters, digits and hyphens, joined by dots",
                advice: "Use a name such as 00.axon")
        }
        let full = "\(name).\(network)"
        try Self.checkLength(full)
        return full
    }

    private static func checkLength(_ name: String) throws(Fault) {
        guard name.utf8.count <= nameCharactersMax else {
            throw Fault(
                .badArgument, "\(name) has \(name.utf8.count) characters; a certificate has room for \(nameCharactersMax)",
                advice: "Choose a shorter name")
        }
    }
}
