import Kernel

/// Who is on the other side, as its certificate says and the handshake has proven.
public struct PeerIdentity: Hashable, Sendable {
    /// The certificate that the peer showed; it was verified.
    public let certificate: Certificate
    /// Whether a trusted authority stands behind the certificate; false when only its fingerprint was compared.
    public let isChainVerified: Bool

    /// What the certificate says; see ``Certificate``.
    public var commonName: String? { certificate.commonName }
    public var alternativeNames: [AlternativeName] { certificate.alternativeNames }
    public var fingerprint: Digest { certificate.fingerprint }
    public var notAfter: Timestamp { certificate.notAfter }
}

/// The inbound user event of a channel whose handshake has succeeded; no data comes before it.
///
/// In TLS 1.3 a client is done before the server has looked at the client's certificate: a refusal reaches the client as an error later.
public struct TLSHandshakeCompleted: Sendable {
    /// The other side; nil for a client that was not asked for a certificate.
    public let peer: PeerIdentity?
    /// The application protocol that both sides agreed on; nil if none was offered.
    public let applicationProtocol: String?
}

/// Whom a client expects to meet.
public enum TLSExpectation: Hashable, Sendable {
    /// A server with a certificate of a trusted authority for this host name or IP address.
    case host(String)
    /// The server whose certificate has this SHA-256 fingerprint; no authority is needed, and its names and dates are not looked at.
    case pinned(Digest)
}
