import Config
import Kernel
import Link
import Logging
import Messaging
import NIOCore
import TLS
import World

/// Turns a one-time URL into certificates and configuration: the client's half of provisioning (AHA-3, AHA-4).
public struct Enrolment: Sendable {
    /// What was received.
    public struct Result: Sendable {
        /// What the registry offers to the holder of the one-time URL.
        public let offer: FetchProvision.Reply
        /// The name of the user whose certificate was written; nil where there is none.
        public let user: String?
    }

    private static let portDefault = 27272

    private let settings: LinkSettings
    private let certificates: CertificateDirectory

    public init(settings: LinkSettings, certificates: CertificateDirectory) {
        self.settings = settings
        self.certificates = certificates
    }

    /// Uses the URL and writes what it brings into the certificate directory.
    ///
    /// The keys are made and written first, so that an attempt which was cut off can be repeated with the same keys.
    /// - Throws: `BadArg` for a URL that is none; `BadCertificate` where the listener is not the one that made the URL; `UsedURL`,
    ///   `ExpiredURL`, `NoSuchName` where AHA does not honour it; and what the link throws.
    public func run(_ text: String) async throws(Fault) -> Result {
        let url = try ServiceURL(text)
        guard url.scheme == .ssl, let hash = url.parameters["certhash"].flatMap({ Digest($0) }), let iden = Iden(url.share) else {
            throw Fault(
                .badArgument, "this is no one-time URL: it has the form ssl://HOST:27272/GUID?certhash=SHA256",
                advice: "Copy the whole line that synctl aha provision printed, in quotes")
        }
        let context = TLSContextHolder(try TLSContext.client(identity: nil, trust: []))
        let link = try await LinkClient.connect(
            to: .tcp(host: url.host, port: url.port ?? Self.portDefault), tls: .client(context, expecting: .pinned(hash)),
            settings: settings)
        defer { link.close() }
        let aha = Ref<ProvisionContract>(link)
        let offer = try await aha.ask(FetchProvision(iden))
        let hostName = offer.kind == "service" ? offer.name : nil
        let userName = offer.kind == "service" ? offer.user : offer.name
        let hostKey = try hostName.map { (name) throws(Fault) in try pendingKey(.host, name) }
        let userKey = try userName.map { (name) throws(Fault) in try pendingKey(.user, name) }
        let reply = try await aha.ask(SignProvision(
            iden, hostRequestPEM: try request(hostKey, hostName), userRequestPEM: try request(userKey, userName)))
        try certificates.save(.authority, offer.network, certificatePEM: offer.authorityPEM)
        if let hostName, let hostKey, let pem = reply.hostCertificatePEM {
            try certificates.save(.host, hostName, certificatePEM: pem, keyPEM: try hostKey.pem())
        }
        if let userName, let userKey, let pem = reply.userCertificatePEM {
            try certificates.save(.user, userName, certificatePEM: pem, keyPEM: try userKey.pem())
        }
        return Result(offer: offer, user: userName)
    }

    private func request(_ key: PrivateKey?, _ name: String?) throws(Fault) -> String? {
        guard let key, let name else { return nil }
        return try CertificateRequest.create(key: key, commonName: name).pem()
    }

    /// A key that an interrupted attempt left, or a new one.
    private func pendingKey(_ kind: CertificateDirectory.Kind, _ name: String) throws(Fault) -> PrivateKey {
        if let key = try certificates.keyWithoutCertificate(kind, name) { return key }
        let key = try PrivateKey.generate()
        try certificates.saveKey(kind, name, keyPEM: try key.pem())
        return key
    }
}
