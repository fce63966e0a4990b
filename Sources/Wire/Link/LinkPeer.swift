import Kernel

/// Who is at the other end of a connection, as far as the transport can tell.
public struct LinkPeer: Sendable, Hashable {
    /// How the peer is connected.
    public enum Transport: Sendable, Hashable {
        /// Over a socket file; the permissions of the file are the access control.
        case unixSocket
        /// Over TCP without TLS: nothing is proved.
        case plain
        /// Over TLS; user and fingerprint are those of the certificate, where one was shown.
        case tls
    }

    /// What carries the link: TLS, plain TCP or a socket file.
    public let transport: Transport
    /// The address of the peer: `127.0.0.1:50312`, or the path of the socket file.
    public let address: String
    /// The common name of the peer's certificate, such as `visi@net.example`; nil where none was shown.
    public let certificateName: String?
    /// The SHA-256 fingerprint of the peer's certificate.
    public let fingerprint: Digest?

    public init(transport: Transport, address: String, certificateName: String? = nil, fingerprint: Digest? = nil) {
        self.transport = transport
        self.address = address
        self.certificateName = certificateName
        self.fingerprint = fingerprint
    }
}
