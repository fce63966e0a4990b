import COpenSSL
import Kernel

// SAFETY: never changed after init; OpenSSL's reads of a request are thread-safe.
/// A request for a certificate (PKCS#10): a public key and the names wanted, signed with the private key as proof of having it.
public final class CertificateRequest: @unchecked Sendable {
    private let pointer: OpaquePointer

    /// The common name asked for; nil if there is none.
    public let commonName: String?
    public let alternativeNames: [AlternativeName]

    private init(owned pointer: OpaquePointer) {
        self.pointer = pointer
        commonName = ASN1Text.commonName(X509_REQ_get_subject_name(pointer))
        alternativeNames = Self.readNames(pointer)
        OpenSSLErrors.clear()
    }

    deinit {
        X509_REQ_free(pointer)
    }

    /// A request for `commonName` and the other names. Throws `BadArg` for names that no certificate can have.
    public static func create(
        key: PrivateKey, commonName: String, alternativeNames: [AlternativeName] = []
    ) throws(Fault) -> CertificateRequest {
        OpenSSLErrors.clear()
        guard let pointer = X509_REQ_new() else { throw OpenSSLErrors.fault(.crypto, "no memory for a request") }
        do throws(Fault) {
            guard X509_REQ_set_version(pointer, 0) == 1, X509_REQ_set_pubkey(pointer, key.pointer) == 1 else {
                throw OpenSSLErrors.fault(.crypto, "cannot make a request")
            }
            try ASN1Text.setCommonName(commonName, of: X509_REQ_get_subject_name(pointer))
            if !alternativeNames.isEmpty { try addNames(alternativeNames, to: pointer) }
            guard X509_REQ_sign(pointer, key.pointer, EVP_sha256()) > 0 else {
                throw OpenSSLErrors.fault(.crypto, "cannot sign a request")
            }
        } catch {
            X509_REQ_free(pointer)
            throw error
        }
        return CertificateRequest(owned: pointer)
    }

    /// The request in `pem`. Throws `BadCertificate` if it is malformed; its signature is not looked at before `verify`.
    public convenience init(pem: String) throws(Fault) {
        let pointer = try PEM.withInput(pem.utf8, "a certificate request") { input throws(Fault) in
            guard let pointer = PEM_read_bio_X509_REQ(input, nil, PEM.noPassphrase, nil) else {
                throw OpenSSLErrors.fault(.badCertificate, "this is not a certificate request in PEM form")
            }
            return pointer
        }
        self.init(owned: pointer)
    }

    /// The request as PEM text. Throws when OpenSSL cannot write it.
    public func pem() throws(Fault) -> String {
        try PEM.text("a certificate request") { PEM_write_bio_X509_REQ($0, pointer) }
    }

    /// The public key, after its owner's signature was verified and its strength found sufficient; throws `BadCertificate` otherwise.
    public func verifiedPublicKey() throws(Fault) -> PublicKey {
        OpenSSLErrors.clear()
        guard let key = X509_REQ_get0_pubkey(pointer) else {
            throw OpenSSLErrors.fault(.badCertificate, "the certificate request has an unusable key")
        }
        guard X509_REQ_verify(pointer, key) == 1 else {
            throw OpenSSLErrors.fault(.badCertificate, "the certificate request is not signed with its own key")
        }
        let publicKey = PublicKey(retaining: key)
        try publicKey.requireStrength()
        return publicKey
    }

    private static func addNames(_ names: [AlternativeName], to pointer: OpaquePointer) throws(Fault) {
        let list = try AlternativeName.makeList(names)
        defer { GENERAL_NAMES_free(list) }
        guard let extensions = copenssl_extensions_new() else { throw OpenSSLErrors.fault(.crypto, "no memory for a request") }
        var stack: OpaquePointer? = extensions
        defer { copenssl_extensions_free(stack) }
        guard X509V3_add1_i2d(&stack, NID_subject_alt_name, UnsafeMutableRawPointer(list), 0, 0) == 1,
            X509_REQ_add_extensions(pointer, stack) == 1
        else { throw OpenSSLErrors.fault(.crypto, "cannot add names to a request") }
    }

    private static func readNames(_ pointer: OpaquePointer) -> [AlternativeName] {
        guard let extensions = X509_REQ_get_extensions(pointer) else { return [] }
        defer { copenssl_extensions_free(extensions) }
        guard let list = X509V3_get_d2i(extensions, NID_subject_alt_name, nil, nil) else { return [] }
        let names = OpaquePointer(list)
        defer { GENERAL_NAMES_free(names) }
        return AlternativeName.read(names)
    }
}
