import COpenSSL
import Kernel

/// Judges the certificate of a peer, and says in words why it is refused.
struct PeerVerification {
    /// Nil on a server.
    let expectation: TLSExpectation?

    /// Whose certificate it is, for messages.
    private var peer: String { expectation == nil ? "client" : "server" }

    /// Looks at the certificates in `store`, and leaves OpenSSL's code for the alert in it. Nil means accepted.
    func judge(_ store: OpaquePointer) -> Fault? {
        // SAFETY: the certificates belong to OpenSSL; `Certificate` takes a reference of its own.
        if case .pinned(let expected) = expectation { return comparePin(expected, store) }
        if X509_verify_cert(store) == 1 { return nil }
        let code = X509_STORE_CTX_get_error(store)
        let pointer = X509_STORE_CTX_get_current_cert(store) ?? X509_STORE_CTX_get0_cert(store)
        let reason = String(cString: X509_verify_cert_error_string(Int(code)))
        OpenSSLErrors.clear()
        guard let pointer, let certificate = try? Certificate(retaining: pointer) else {
            return Fault(.badCertificate, "the certificate of the \(peer) is refused: \(reason)")
        }
        return fault(code, certificate, reason).with("fingerprint", .string(certificate.fingerprint.description))
            .with("certificate", .string(certificate.displayName))
    }

    private func comparePin(_ expected: Digest, _ store: OpaquePointer) -> Fault? {
        guard let pointer = X509_STORE_CTX_get0_cert(store), let certificate = try? Certificate(retaining: pointer) else {
            X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED)
            return Fault(.badCertificate, "the certificate of the server is malformed")
        }
        if certificate.fingerprint == expected {
            X509_STORE_CTX_set_error(store, X509_V_OK)
            return nil
        }
        X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED)
        return Fault(
            .badCertificate,
            "the certificate of the server has the hash \(certificate.fingerprint), but \(expected) was expected",
            fields: ["fingerprint": .string(certificate.fingerprint.description), "expected": .string(expected.description)],
            advice: "Ask for a new URL; if the hash differs again, something between here and the server answers in its place.")
    }

    private func fault(_ code: Int32, _ certificate: Certificate, _ reason: String) -> Fault {
        let name = certificate.displayName
        switch code {
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return Fault(
                .badCertificate, "the certificate of the \(peer), \(name), expired at \(ASN1Text.utc(certificate.notAfter))",
                advice: "Renew it, and compare the clocks of both hosts.")
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return Fault(
                .badCertificate, "the certificate of the \(peer), \(name), is not valid before \(ASN1Text.utc(certificate.notBefore))",
                advice: "Compare the clocks of both hosts.")
        case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH:
            return wrongName(certificate)
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
            X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_CERT_UNTRUSTED,
            X509_V_ERR_CERT_SIGNATURE_FAILURE, X509_V_ERR_INVALID_CA:
            let issuer = certificate.issuerName ?? "an unnamed authority"
            return Fault(
                .badCertificate, "the certificate of the \(peer), \(name), is issued by \(issuer), an authority unknown here (\(reason))",
                fields: ["issuer": .string(issuer)],
                advice: "Both sides must have certificates of one network's authority: compare the CA files, or enrol again.")
        case X509_V_ERR_INVALID_PURPOSE:
            return Fault(
                .badCertificate, "the certificate of the \(peer), \(name), is not meant for a \(peer)",
                advice: "Services need host certificates; users' certificates are only for clients.")
        default:
            return Fault(.badCertificate, "the certificate of the \(peer), \(name), is refused: \(reason)")
        }
    }

    private func wrongName(_ certificate: Certificate) -> Fault {
        let names = certificate.alternativeNames.isEmpty
            ? certificate.displayName : certificate.alternativeNames.map(\.text).joined(separator: ", ")
        guard case .host(let expected) = expectation else {
            return Fault(.badCertificate, "the certificate of the \(peer) is for \(names)")
        }
        return Fault(
            .badCertificate, "expected the server \(expected), but its certificate is for \(names)",
            fields: ["expected": .string(expected)],
            advice: "Connect with a name that the certificate has, or compare the address in the registry.")
    }
}
