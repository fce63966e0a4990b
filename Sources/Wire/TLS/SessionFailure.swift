import COpenSSL
import Kernel

/// Says in words why OpenSSL gave up on a session.
struct SessionFailure {
    let role: TLSContext.Role
    let duringHandshake: Bool
    let identity: TLSIdentity?

    /// OpenSSL reports an alert of the peer as this plus the number of the alert.
    private static let alertBase: Int32 = 1000
    /// The numbers of alerts (RFC 8446, 6.2).
    private enum Alert {
        static let badCertificate: Int32 = 42
        static let certificateRevoked: Int32 = 44
        static let certificateExpired: Int32 = 45
        static let certificateUnknown: Int32 = 46
        static let unknownAuthority: Int32 = 48
        static let accessDenied: Int32 = 49
        static let protocolVersion: Int32 = 70
        static let unsupportedCertificate: Int32 = 43
        static let certificateRequired: Int32 = 116
        static let noApplicationProtocol: Int32 = 120
    }

    private var peer: String { role == .server ? "client" : "server" }
    private var own: String { identity?.chain.first?.displayName ?? "none" }

    private var ownEnd: String { identity?.chain.first.map { ASN1Text.utc($0.notAfter) } ?? "an unknown time" }

    /// The fault for these entries of the error queue.
    func fault(_ entries: [OpenSSLErrors.Entry]) -> Fault {
        guard let entry = entries.first(where: { $0.library == Int32(ERR_LIB_SSL) }) ?? entries.first else {
            return Fault(.crypto, "TLS with the \(peer) failed, and OpenSSL gives no reason")
        }
        let text = entries.map(\.text).joined(separator: "; ")
        if entry.library == Int32(ERR_LIB_SSL), (Self.alertBase..<Self.alertBase + 256).contains(entry.reason) {
            return alert(entry.reason - Self.alertBase, text)
        }
        switch entry.reason {
        case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
            return Fault(
                .badCertificate, "the client presented no certificate",
                advice: "Enrol the client, so that it has a certificate of this network.")
        case SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_VERSION_TOO_LOW, SSL_R_WRONG_SSL_VERSION, SSL_R_NO_PROTOCOLS_AVAILABLE:
            return Fault(.badVersion, "the \(peer) offers only versions of TLS older than 1.3", advice: "Update the \(peer).")
        case SSL_R_NO_APPLICATION_PROTOCOL:
            return Fault(.badVersion, "the \(peer) has no application protocol in common with this side")
        case SSL_R_WRONG_VERSION_NUMBER, SSL_R_HTTP_REQUEST, SSL_R_HTTPS_PROXY_REQUEST:
            return Self.notTLS(peer: peer)
        default:
            let stage = duringHandshake ? "the handshake with" : "a record from"
            return Fault(.badData, "\(stage) the \(peer) breaks the TLS protocol: \(text)")
        }
    }

    /// The fault for a peer whose first bytes cannot begin a TLS handshake.
    static func notTLS(peer: String) -> Fault {
        Fault(
            .badData, "the \(peer) does not speak TLS",
            advice: "Connect to this port with TLS; look whether address and port are the right ones.")
    }

    private func alert(_ number: Int32, _ text: String) -> Fault {
        let fault: Fault =
            switch number {
            case Alert.certificateRequired:
                refusedOwn(
                    "it demands a certificate, and this side has none",
                    "Enrol this side, so that it has a certificate of the network.")
            case Alert.unknownAuthority:
                refusedOwn(
                    "it does not know the authority \(identity?.chain.first?.issuerName ?? "of it")",
                    "Both sides must have certificates of one network's authority: compare the CA files, or enrol again.")
            case Alert.certificateExpired:
                refusedOwn(
                    "it has expired (valid until \(ownEnd))",
                    "Renew it, and compare the clocks of both hosts.")
            case Alert.badCertificate:
                refusedOwn(
                    "it is not valid yet by the clock there, its hash or name is not the expected one, or it is damaged",
                    "The log of the \(peer) says which; compare the clocks of both hosts.")
            case Alert.certificateRevoked, Alert.accessDenied: refusedOwn("access was revoked", "Enrol again.")
            case Alert.unsupportedCertificate: refusedOwn("it is not meant for this use", "Services need host certificates.")
            case Alert.certificateUnknown: refusedOwn("for a reason that the log of the \(peer) says", nil)
            case Alert.protocolVersion:
                Fault(.badVersion, "the \(peer) does not speak TLS 1.3", advice: "Update the \(peer).")
            case Alert.noApplicationProtocol:
                Fault(.badVersion, "the \(peer) has no application protocol in common with this side")
            default:
                Fault(.badData, "the \(peer) ended the connection: \(text)", advice: "The log of the \(peer) says more.")
            }
        return fault.with("alert", .int(Int64(number)))
    }

    private func refusedOwn(_ reason: String, _ advice: String?) -> Fault {
        Fault(.badCertificate, "the \(peer) refused the certificate of this side (\(own)): \(reason)", advice: advice)
    }
}
