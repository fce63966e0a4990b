import COpenSSL
import Kernel

// SAFETY: never changed after init; OpenSSL's reference counts and its use of a key are thread-safe.
/// The public half of a key: what a request carries and a certificate binds to a name.
public final class PublicKey: @unchecked Sendable {
    /// The least strength accepted: that of RSA with 2048 bits.
    static let securityBitsMin: Int32 = 112

    let pointer: OpaquePointer

    /// Shares `pointer`, whose owner keeps its own reference.
    init(retaining pointer: OpaquePointer) {
        EVP_PKEY_up_ref(pointer)
        self.pointer = pointer
    }

    deinit {
        EVP_PKEY_free(pointer)
    }

    /// Whether both are the same key.
    public func isSame(as other: PublicKey) -> Bool {
        EVP_PKEY_eq(pointer, other.pointer) == 1
    }

    /// The SHA-256 of the key in its standard form (SubjectPublicKeyInfo): the same wherever the key is.
    public func fingerprint() throws(Fault) -> Digest {
        let count = i2d_PUBKEY(pointer, nil)
        guard count > 0 else { throw OpenSSLErrors.fault(.crypto, "cannot write a public key") }
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(count)) { buffer, filled in
            var end = buffer.baseAddress
            filled = Int(i2d_PUBKEY(pointer, &end))
        }
        return SHA256.digest(of: bytes)
    }

    /// Throws `BadCertificate` for a key that is too weak to certify.
    func requireStrength() throws(Fault) {
        let bits = EVP_PKEY_get_security_bits(pointer)
        guard bits >= Self.securityBitsMin else {
            throw Fault(
                .badCertificate, "the public key has the strength of \(bits) bits; at least \(Self.securityBitsMin) are needed",
                advice: "Use a P-256 key, or RSA with 2048 bits or more.")
        }
    }
}
