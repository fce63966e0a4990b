import COpenSSL
import Kernel
import NIOCore

/// The four digests by which the Axon knows a blob, computed in one pass.
public struct MultiDigest: ~Copyable {
    /// The digests as lower-case hexadecimal, and the count of bytes hashed.
    public struct Result: Hashable, Sendable {
        /// The digests, as lower-case hexadecimal.
        public let md5: String
        public let sha1: String
        public let sha256: String
        public let sha512: String
        /// How many bytes were hashed.
        public let byteCount: UInt64
    }

    /// Bytes given to each algorithm in turn: small enough to stay in the first-level cache for all four.
    private static let stripeBytes = 16 * 1024
    private static let algorithms: [DigestAlgorithm] = [.md5, .sha1, .sha256, .sha512]

    // SAFETY: owned by this value alone, which cannot be copied; freed in deinit.
    private let contexts: [OpaquePointer]
    private var byteCount: UInt64 = 0

    public init() {
        contexts = Self.algorithms.map { $0.makeContext() }
    }

    deinit {
        for context in contexts { EVP_MD_CTX_free(context) }
    }

    /// Hashes more bytes.
    public mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { hash($0) }
    }

    /// Hashes more bytes.
    public mutating func update(_ bytes: ArraySlice<UInt8>) {
        bytes.withUnsafeBytes { hash($0) }
    }

    /// Hashes more bytes.
    public mutating func update(_ bytes: ByteBufferView) {
        bytes.withUnsafeBytes { hash($0) }
    }

    /// Hashes the readable bytes.
    public mutating func update(_ bytes: ByteBuffer) {
        bytes.withUnsafeReadableBytes { hash($0) }
    }

    /// The digests of everything since the start or the last `finish`.
    public mutating func finish() -> Result {
        let texts = zip(Self.algorithms, contexts).map { algorithm, context in
            withUnsafeTemporaryAllocation(byteCount: algorithm.byteCount, alignment: 8) { buffer in
                algorithm.finish(context, into: buffer)
                return Hex.encode(buffer)
            }
        }
        defer { byteCount = 0 }
        return Result(md5: texts[0], sha1: texts[1], sha256: texts[2], sha512: texts[3], byteCount: byteCount)
    }

    private mutating func hash(_ bytes: UnsafeRawBufferPointer) {
        byteCount += UInt64(bytes.count)
        var start = 0
        while start < bytes.count {
            let end = min(start + Self.stripeBytes, bytes.count)
            let stripe = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
            for context in contexts { DigestAlgorithm.update(context, stripe) }
            start = end
        }
    }
}
