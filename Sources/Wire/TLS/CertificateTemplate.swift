import COpenSSL
import Kernel

/// Everything that goes into a certificate but the key and the signature. The profile is that of RFC 5280.
struct CertificateTemplate {
    enum Purpose: String {
        case server = "serverAuth"
        case client = "clientAuth"
    }

    /// 127 random bits: above the 64 that the industry asks for, below the 159 that fit.
    private static let serialBytes = 16

    let commonName: String
    let alternativeNames: [AlternativeName]
    let purposes: [Purpose]
    let isAuthority: Bool
    let notBefore: Timestamp
    let notAfter: Timestamp

    /// The certificate of `publicKey`, signed with the issuer's key; of itself if `issuer` is nil.
    func sign(publicKey: PublicKey, issuer: Certificate?, issuerKey: PrivateKey) throws(Fault) -> Certificate {
        OpenSSLErrors.clear()
        guard let pointer = X509_new() else { throw OpenSSLErrors.fault(.crypto, "no memory for a certificate") }
        do throws(Fault) {
            try fill(pointer, publicKey: publicKey, issuer: issuer)
            try addExtensions(to: pointer, issuer: issuer)
            guard X509_sign(pointer, issuerKey.pointer, EVP_sha256()) > 0 else {
                throw OpenSSLErrors.fault(.crypto, "cannot sign the certificate of \(commonName)")
            }
        } catch {
            X509_free(pointer)
            throw error
        }
        return try Certificate(owned: pointer)
    }

    private func fill(_ pointer: OpaquePointer, publicKey: PublicKey, issuer: Certificate?) throws(Fault) {
        try ASN1Text.setCommonName(commonName, of: X509_get_subject_name(pointer))
        try setSerial(of: pointer)
        try ASN1Text.set(X509_getm_notBefore(pointer), to: notBefore)
        try ASN1Text.set(X509_getm_notAfter(pointer), to: notAfter)
        let issuerName = issuer.map { X509_get_subject_name($0.pointer) } ?? X509_get_subject_name(pointer)
        guard X509_set_version(pointer, 2) == 1, X509_set_issuer_name(pointer, issuerName) == 1,
            X509_set_pubkey(pointer, publicKey.pointer) == 1
        else { throw OpenSSLErrors.fault(.crypto, "cannot make the certificate of \(commonName)") }
    }

    private func setSerial(of pointer: OpaquePointer) throws(Fault) {
        var bytes = [UInt8](repeating: 0, count: Self.serialBytes)
        guard RAND_bytes(&bytes, Int32(bytes.count)) == 1 else { throw OpenSSLErrors.fault(.crypto, "no random bytes for a serial number") }
        // Positive, and never with a leading zero byte.
        bytes[0] = bytes[0] & 0x7f | 0x40
        guard let number = BN_bin2bn(bytes, Int32(bytes.count), nil) else { throw OpenSSLErrors.fault(.crypto, "no memory for a number") }
        defer { BN_free(number) }
        guard BN_to_ASN1_INTEGER(number, X509_get_serialNumber(pointer)) != nil else {
            throw OpenSSLErrors.fault(.crypto, "cannot set the serial number")
        }
    }

    private func addExtensions(to pointer: OpaquePointer, issuer: Certificate?) throws(Fault) {
        // SAFETY: the context borrows both certificates for the calls below only.
        var context = X509V3_CTX()
        X509V3_set_ctx(&context, issuer?.pointer ?? pointer, pointer, nil, nil, 0)
        // Only fixed texts pass through this small language; names are never among them.
        var texts: [(Int32, String)] = [
            (NID_basic_constraints, isAuthority ? "critical,CA:TRUE,pathlen:0" : "critical,CA:FALSE"),
            (NID_key_usage, isAuthority ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature"),
            (NID_subject_key_identifier, "hash"),
            (NID_authority_key_identifier, "keyid:always"),
        ]
        if !purposes.isEmpty { texts.append((NID_ext_key_usage, purposes.map(\.rawValue).joined(separator: ","))) }
        for (kind, text) in texts {
            guard let item = X509V3_EXT_conf_nid(nil, &context, kind, text) else {
                throw OpenSSLErrors.fault(.crypto, "cannot make the extension \(text)")
            }
            defer { X509_EXTENSION_free(item) }
            guard X509_add_ext(pointer, item, -1) == 1 else { throw OpenSSLErrors.fault(.crypto, "cannot add the extension \(text)") }
        }
        if alternativeNames.isEmpty { return }
        let list = try AlternativeName.makeList(alternativeNames)
        defer { GENERAL_NAMES_free(list) }
        guard X509_add1_ext_i2d(pointer, NID_subject_alt_name, UnsafeMutableRawPointer(list), 0, 0) == 1 else {
            throw OpenSSLErrors.fault(.crypto, "cannot add the names of \(commonName)")
        }
    }
}
