import COpenSSL
import Kernel

// SAFETY: never changed after init; OpenSSL's reference counts and its reads of a certificate are thread-safe.
/// An X.509 certificate.
public final class Certificate: @unchecked Sendable, Hashable, CustomStringConvertible {
    let pointer: OpaquePointer

    /// The SHA-256 of the DER form: the value of `certhash` in a provisioning URL.
    public let fingerprint: Digest
    /// The common name; nil if the certificate has none.
    public let commonName: String?
    /// The common name of the issuer; nil if it has none.
    public let issuerName: String?
    public let alternativeNames: [AlternativeName]
    public let notBefore: Timestamp
    public let notAfter: Timestamp

    /// Takes ownership; frees `pointer` if it throws.
    init(owned pointer: OpaquePointer) throws(Fault) {
        guard let notBefore = ASN1Text.timestamp(X509_get0_notBefore(pointer)),
            let notAfter = ASN1Text.timestamp(X509_get0_notAfter(pointer)), let der = Self.encode(pointer)
        else {
            X509_free(pointer)
            throw OpenSSLErrors.fault(.badCertificate, "the certificate is malformed")
        }
        self.pointer = pointer
        self.notBefore = notBefore
        self.notAfter = notAfter
        fingerprint = SHA256.digest(of: der)
        commonName = ASN1Text.commonName(X509_get_subject_name(pointer))
        issuerName = ASN1Text.commonName(X509_get_issuer_name(pointer))
        if let list = X509_get_ext_d2i(pointer, NID_subject_alt_name, nil, nil) {
            let names = OpaquePointer(list)
            alternativeNames = AlternativeName.read(names)
            GENERAL_NAMES_free(names)
        } else {
            alternativeNames = []
        }
        OpenSSLErrors.clear()
    }

    /// Shares `pointer`, whose owner keeps its own reference.
    convenience init(retaining pointer: OpaquePointer) throws(Fault) {
        X509_up_ref(pointer)
        try self.init(owned: pointer)
    }

    deinit {
        X509_free(pointer)
    }

    /// The first certificate in `pem`. Throws `BadCertificate` if there is none or it is malformed.
    public convenience init(pem: String) throws(Fault) {
        let pointer = try PEM.withInput(pem.utf8, "a certificate") { input throws(Fault) in
            guard let pointer = PEM_read_bio_X509(input, nil, PEM.noPassphrase, nil) else {
                throw OpenSSLErrors.fault(.badCertificate, "this is not a certificate in PEM form")
            }
            return pointer
        }
        try self.init(owned: pointer)
    }

    /// The certificate with these DER bytes. Throws `BadCertificate` if they are malformed or more follow.
    public convenience init(der: [UInt8]) throws(Fault) {
        guard der.count <= PEM.inputBytesMax else { throw Fault(.badCertificate, "a certificate of \(der.count) bytes is too long") }
        OpenSSLErrors.clear()
        // SAFETY: OpenSSL reads within the count given, and moves only its own pointer.
        let (pointer, used) = der.withUnsafeBufferPointer { bytes in
            var position = bytes.baseAddress
            let pointer = d2i_X509(nil, &position, bytes.count)
            return (pointer, (position ?? bytes.baseAddress).map { bytes.baseAddress?.distance(to: $0) ?? 0 } ?? 0)
        }
        guard let pointer else { throw OpenSSLErrors.fault(.badCertificate, "this is not a certificate in DER form") }
        guard used == der.count else {
            X509_free(pointer)
            throw Fault(.badCertificate, "\(der.count - used) bytes follow after the certificate")
        }
        try self.init(owned: pointer)
    }

    /// All certificates in `pem`, in order. Throws `BadCertificate` if there is none or one is malformed.
    public static func chain(pem: String) throws(Fault) -> [Certificate] {
        try PEM.withInput(pem.utf8, "a chain of certificates") { input throws(Fault) in
            var chain: [Certificate] = []
            while let pointer = PEM_read_bio_X509(input, nil, PEM.noPassphrase, nil) {
                chain.append(try Certificate(owned: pointer))
            }
            let entries = OpenSSLErrors.drain()
            // "No start line" is how OpenSSL says that no more follow.
            guard !chain.isEmpty, entries.allSatisfy({ $0.reason == PEM_R_NO_START_LINE }) else {
                let reason = entries.map(\.text).joined(separator: "; ")
                throw Fault(.badCertificate, "this is not a chain of certificates in PEM form: \(reason)")
            }
            return chain
        }
    }

    /// The certificate as PEM text. Throws when OpenSSL cannot write it.
    public func pem() throws(Fault) -> String {
        try PEM.text("a certificate") { PEM_write_bio_X509($0, pointer) }
    }

    /// The certificate as DER bytes. Throws when OpenSSL cannot write it.
    public func der() throws(Fault) -> [UInt8] {
        guard let bytes = Self.encode(pointer) else { throw OpenSSLErrors.fault(.crypto, "cannot write a certificate") }
        return bytes
    }

    /// Whether this certificate may issue others.
    public var isAuthority: Bool { X509_check_ca(pointer) == 1 }

    /// The serial number as hexadecimal, without leading zeros.
    public var serial: String {
        guard let number = X509_get0_serialNumber(pointer) else { return "" }
        let digits = Hex.encode(ASN1Text.bytes(number))
        let trimmed = digits.drop { $0 == "0" }
        return trimmed.isEmpty ? "0" : String(trimmed)
    }

    /// The public key that the certificate binds to its names.
    public func publicKey() throws(Fault) -> PublicKey {
        guard let key = X509_get0_pubkey(pointer) else { throw OpenSSLErrors.fault(.badCertificate, "the certificate has an unusable key") }
        return PublicKey(retaining: key)
    }

    /// Whether `key` is the private half of this certificate's key.
    public func matches(_ key: PrivateKey) -> Bool {
        defer { OpenSSLErrors.clear() }
        return X509_check_private_key(pointer, key.pointer) == 1
    }

    /// The common name, or the first other name, for messages.
    public var displayName: String { commonName ?? alternativeNames.first?.text ?? "an unnamed subject" }

    public var description: String {
        "\(displayName) issued by \(issuerName ?? "an unnamed authority"), valid until \(ASN1Text.utc(notAfter)), \(fingerprint)"
    }

    public static func == (left: Certificate, right: Certificate) -> Bool { left.fingerprint == right.fingerprint }
    public func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }

    private static func encode(_ pointer: OpaquePointer) -> [UInt8]? {
        let count = i2d_X509(pointer, nil)
        guard count > 0 else { return nil }
        // SAFETY: the first call gave the count; the second writes exactly that many bytes.
        return [UInt8](unsafeUninitializedCapacity: Int(count)) { buffer, initialized in
            var position = buffer.baseAddress
            initialized = max(0, Int(i2d_X509(pointer, &position)))
        }
    }
}
