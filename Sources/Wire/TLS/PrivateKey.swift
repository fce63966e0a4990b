import COpenSSL
import Kernel

// SAFETY: never changed after init; OpenSSL's reference counts and its use of a key are thread-safe.
/// A private key. OpenSSL overwrites its secret with zeros when the last reference goes.
public final class PrivateKey: @unchecked Sendable {
    let pointer: OpaquePointer

    /// Takes ownership.
    private init(owned pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        EVP_PKEY_free(pointer)
    }

    /// A new key on the curve P-256.
    public static func generate() throws(Fault) -> PrivateKey {
        OpenSSLErrors.clear()
        guard let pointer = copenssl_generate_p256() else { throw OpenSSLErrors.fault(.crypto, "cannot generate a key") }
        return PrivateKey(owned: pointer)
    }

    /// The key in `pem`, in PKCS#8 or in a traditional form, not encrypted. Throws `BadCertificate` for anything else.
    public convenience init(pem: String) throws(Fault) {
        let pointer = try PEM.withInput(pem.utf8, "a private key") { input throws(Fault) in
            guard let pointer = PEM_read_bio_PrivateKey(input, nil, PEM.noPassphrase, nil) else {
                throw OpenSSLErrors.fault(
                    .badCertificate, "this is not a private key in PEM form",
                    advice: "Give an unencrypted key, as `openssl pkey` prints it.")
            }
            return pointer
        }
        self.init(owned: pointer)
    }

    /// The key as PKCS#8 in PEM. This is the secret itself: write it only to a file that its owner alone can read.
    public func pem() throws(Fault) -> String {
        try PEM.text("a private key") { PEM_write_bio_PKCS8PrivateKey($0, pointer, nil, nil, 0, nil, nil) }
    }

    /// The public half.
    public var publicKey: PublicKey { PublicKey(retaining: pointer) }
}
