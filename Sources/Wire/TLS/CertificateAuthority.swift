import COpenSSL
import Kernel

/// The authority of a network: its certificate and key, with which it issues the certificates of hosts and users.
public struct CertificateAuthority: Sendable {
    /// The authority's own certificate.
    public let certificate: Certificate
    private let key: PrivateKey

    /// How long a root lives unless told otherwise: it outlives the hardware, since replacing it means enrolling everything anew.
    public static let rootDaysDefault = 20 * 365
    /// How far certificates reach back before they were made, so that a host whose clock is behind accepts them at once.
    public static let clockSkewMs: Int64 = 5 * 60 * 1000

    /// Throws `BadCertificate` unless the certificate is of an authority and the key is its own.
    public init(certificate: Certificate, key: PrivateKey) throws(Fault) {
        guard certificate.isAuthority else {
            throw Fault(.badCertificate, "the certificate of \(certificate.displayName) is not one of an authority")
        }
        guard certificate.matches(key) else {
            throw Fault(.badCertificate, "the key is not that of the authority \(certificate.displayName)")
        }
        self.certificate = certificate
        self.key = key
    }

    /// The authority kept in two PEM texts. Throws `BadCertificate` if they are malformed or do not belong together.
    public init(certificatePEM: String, keyPEM: String) throws(Fault) {
        try self.init(certificate: Certificate(pem: certificatePEM), key: PrivateKey(pem: keyPEM))
    }

    /// A new root named for the network, made at `now`. Throws `BadArg` for a name that is empty or too long.
    public static func create(network: String, now: Timestamp, days: Int = rootDaysDefault) throws(Fault) -> CertificateAuthority {
        let key = try PrivateKey.generate()
        let template = CertificateTemplate(
            commonName: network, alternativeNames: [], purposes: [], isAuthority: true,
            notBefore: now.advanced(byMs: -clockSkewMs), notAfter: try end(from: now, days: days))
        let certificate = try template.sign(publicKey: key.publicKey, issuer: nil, issuerKey: key)
        return try CertificateAuthority(certificate: certificate, key: key)
    }

    /// The key as PKCS#8 in PEM. This is the secret of the whole network.
    public func keyPEM() throws(Fault) -> String { try key.pem() }

    /// A certificate for a service, which both listens and connects: `name` is its host name, and peers may also use the other names.
    ///
    /// Throws `BadArg` for names that no certificate can have, `BadCertificate` if this authority ends before the certificate would begin.
    public func issueHost(
        _ publicKey: PublicKey, name: String, otherNames: [String] = [], addresses: [String] = [], now: Timestamp, days: Int
    ) throws(Fault) -> Certificate {
        var names: [AlternativeName] = []
        for other in [name] + otherNames where !names.contains(.dns(other)) { names.append(.dns(other)) }
        return try issue(
            publicKey, commonName: name, names: names + addresses.map(AlternativeName.address), purposes: [.server, .client], now: now,
            days: days)
    }

    /// A certificate for a user, who only connects: `name` is `user@network`. Faults as in `issueHost`.
    ///
    /// The name is also given as an e-mail address, unless the network has no dot in its name: that is no domain of an address.
    public func issueUser(_ publicKey: PublicKey, name: String, now: Timestamp, days: Int) throws(Fault) -> Certificate {
        try AlternativeName.email(name).validate()
        let isAddress = name.split(separator: "@").last?.contains(".") == true
        return try issue(publicKey, commonName: name, names: isAddress ? [.email(name)] : [], purposes: [.client], now: now, days: days)
    }

    private func issue(
        _ publicKey: PublicKey, commonName: String, names: [AlternativeName], purposes: [CertificateTemplate.Purpose], now: Timestamp,
        days: Int
    ) throws(Fault) -> Certificate {
        try publicKey.requireStrength()
        // No leaf outlives its issuer: verifiers would refuse it from that day, and its own dates would hide why.
        let notAfter = min(try Self.end(from: now, days: days), certificate.notAfter)
        let notBefore = max(now.advanced(byMs: -Self.clockSkewMs), certificate.notBefore)
        guard notBefore < notAfter else {
            throw outOfTime(now)
        }
        let template = CertificateTemplate(
            commonName: commonName, alternativeNames: names, purposes: purposes, isAuthority: false, notBefore: notBefore,
            notAfter: notAfter)
        return try template.sign(publicKey: publicKey, issuer: certificate, issuerKey: key)
    }

    /// Why no certificate that begins now can be within this authority's time.
    private func outOfTime(_ now: Timestamp) -> Fault {
        if now < certificate.notBefore {
            return Fault(
                .badCertificate, "the authority \(certificate.displayName) begins only at \(ASN1Text.utc(certificate.notBefore))",
                advice: "Check the clock of this host.")
        }
        return Fault(
            .badCertificate, "the authority \(certificate.displayName) ended at \(ASN1Text.utc(certificate.notAfter))",
            advice: "Make a new authority and enrol the services anew.")
    }

    private static func end(from now: Timestamp, days: Int) throws(Fault) -> Timestamp {
        // The last year that a certificate can name is 9999; a century is more than anyone means.
        guard (1...36_500).contains(days) else { throw Fault(.badArgument, "a certificate lives 1 to 36500 days, not \(days)") }
        return now.advanced(byMs: Int64(days) * 86_400_000)
    }
}
