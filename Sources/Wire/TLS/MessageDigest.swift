import COpenSSL
import Kernel

/// Digests of short messages, each computed at once, and the codes that a key makes of them.
public enum MessageDigest: String, CaseIterable, Sendable {
    case md5, sha1, sha224, sha256, sha384, sha512

    private var algorithm: DigestAlgorithm {
        switch self {
        case .md5: .md5
        case .sha1: .sha1
        case .sha224: .sha224
        case .sha256: .sha256
        case .sha384: .sha384
        case .sha512: .sha512
        }
    }

    /// The digest of `bytes`.
    public func digest(of bytes: [UInt8]) -> [UInt8] {
        let context = algorithm.makeContext()
        defer { EVP_MD_CTX_free(context) }
        bytes.withUnsafeBytes { DigestAlgorithm.update(context, $0) }
        return [UInt8](unsafeUninitializedCapacity: algorithm.byteCount) { buffer, count in
            count = algorithm.byteCount
            algorithm.finish(context, into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count]))
        }
    }

    /// The keyed code (HMAC, RFC 2104) of `message`. Throws `CryptoErr` where OpenSSL refuses.
    public func authenticationCode(of message: [UInt8], key: [UInt8]) throws(Fault) -> [UInt8] {
        // SAFETY: EVP_MAX_MD_SIZE bytes hold every digest; OpenSSL reads key and message only during the call.
        var code = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var count = 0
        // An address even for an empty key or message: a missing one would mean "keep the old key".
        let result = (key + [0]).withUnsafeBytes { keyBytes in
            (message + [0]).withUnsafeBufferPointer { messageBytes in
                EVP_Q_mac(
                    nil, "HMAC", nil, rawValue, nil, keyBytes.baseAddress, key.count, messageBytes.baseAddress, message.count, &code,
                    code.count, &count)
            }
        }
        guard result != nil else { throw OpenSSLErrors.fault(.crypto, "cannot compute an authentication code with \(rawValue)") }
        return Array(code.prefix(count))
    }
}
