import COpenSSL
import Kernel
import NIOCore

/// A SHA-256 hasher. One value hashes any number of inputs, one after the other: `finish` makes it ready for the next.
public struct SHA256: ~Copyable {
    // SAFETY: owned by this value alone, which cannot be copied; freed in deinit.
    private let context: OpaquePointer

    public init() {
        context = DigestAlgorithm.sha256.makeContext()
    }

    deinit {
        EVP_MD_CTX_free(context)
    }

    /// Hashes more bytes.
    public mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { DigestAlgorithm.update(context, $0) }
    }

    /// Hashes more bytes.
    public mutating func update(_ bytes: ArraySlice<UInt8>) {
        bytes.withUnsafeBytes { DigestAlgorithm.update(context, $0) }
    }

    /// Hashes more bytes.
    public mutating func update(_ bytes: ByteBufferView) {
        bytes.withUnsafeBytes { DigestAlgorithm.update(context, $0) }
    }

    /// Hashes the readable bytes.
    public mutating func update(_ bytes: ByteBuffer) {
        bytes.withUnsafeReadableBytes { DigestAlgorithm.update(context, $0) }
    }

    /// The UTF-8 bytes of `text`.
    public mutating func update(utf8 text: String) {
        var text = text
        text.withUTF8 { DigestAlgorithm.update(context, UnsafeRawBufferPointer($0)) }
    }

    /// Hashes any other sequence; contiguous ones without a copy.
    public mutating func update(_ bytes: some Sequence<UInt8>) {
        let context = context
        let done: Void? = bytes.withContiguousStorageIfAvailable {
            DigestAlgorithm.update(context, UnsafeRawBufferPointer($0))
        }
        if done == nil { update(Array(bytes)) }
    }

    /// The digest of everything since the start or the last `finish`.
    public mutating func finish() -> Digest {
        withUnsafeTemporaryAllocation(byteCount: Digest.byteCount, alignment: 8) { buffer in
            DigestAlgorithm.sha256.finish(context, into: buffer)
            guard let digest = Digest(bytes: UnsafeRawBufferPointer(buffer)) else {
                preconditionFailure("a SHA-256 digest has \(Digest.byteCount) bytes")
            }
            return digest
        }
    }

    /// The digest of `bytes`. A caller with many inputs is faster with a hasher of its own.
    public static func digest(of bytes: some Sequence<UInt8>) -> Digest {
        var hasher = SHA256()
        hasher.update(bytes)
        return hasher.finish()
    }
}
