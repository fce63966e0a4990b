import Cell
import Kernel
import TLS
import World

/// The certificate authority of the network, as AHA holds it (AHA-1): it signs what provisioning hands in.
struct Authority: Sendable {
    /// A host or user certificate lives this long; it is renewed well before.
    static let leafDays = 365

    let network: String
    let certificates: CertificateDirectory
    private let authority: CertificateAuthority
    private let host: Host

    /// Loads the authority of `network`, or makes it on the first start, with the host certificate of AHA and the user `root`.
    ///
    /// - Parameters:
    ///   - name: the full name of AHA.
    ///   - dnsName: the name or address under which hosts reach AHA.
    init(network: String, name: String, dnsName: String, certificates: CertificateDirectory, host: Host) throws(Fault) {
        self.network = network
        self.certificates = certificates
        self.host = host
        if try certificates.has(.authority, network) {
            authority = try certificates.authority(network)
        } else {
            authority = try CertificateAuthority.create(network: network, now: host.clock.wallTime())
            try certificates.save(
                .authority, network, certificatePEM: try authority.certificate.pem(), keyPEM: try authority.keyPEM())
        }
        if try !certificates.has(.host, name) {
            let key = try PrivateKey.generate()
            let isAddress = Self.isAddress(dnsName)
            let certificate = try authority.issueHost(
                key.publicKey, name: name, otherNames: isAddress ? [] : [dnsName], addresses: isAddress ? [dnsName] : [],
                now: host.clock.wallTime(), days: Self.leafDays)
            try certificates.save(.host, name, certificatePEM: try certificate.pem(), keyPEM: try key.pem())
        }
        let root = "root@\(network)"
        if try !certificates.has(.user, root) {
            let key = try PrivateKey.generate()
            let certificate = try authority.issueUser(key.publicKey, name: root, now: host.clock.wallTime(), days: Self.leafDays)
            try certificates.save(.user, root, certificatePEM: try certificate.pem(), keyPEM: try key.pem())
        }
    }

    var certificatePEM: String { get throws(Fault) { try authority.certificate.pem() } }

    /// Signs the request for a server's certificate. The names are those that it was provisioned for, whatever the request says.
    func signHost(_ requestPEM: String, name: String) throws(Fault) -> String {
        let key = try CertificateRequest(pem: requestPEM).verifiedPublicKey()
        return try authority.issueHost(key, name: name, now: host.clock.wallTime(), days: Self.leafDays).pem()
    }

    /// Signs the request for a user's certificate.
    func signUser(_ requestPEM: String, name: String) throws(Fault) -> String {
        let key = try CertificateRequest(pem: requestPEM).verifiedPublicKey()
        return try authority.issueUser(key, name: name, now: host.clock.wallTime(), days: Self.leafDays).pem()
    }

    private static func isAddress(_ text: String) -> Bool {
        text.contains(":") || text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { UInt8($0) != nil }
    }
}
