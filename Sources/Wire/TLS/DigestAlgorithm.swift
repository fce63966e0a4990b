import COpenSSL

// SAFETY: a fetched algorithm is never changed and never freed; OpenSSL allows its use from all threads.
/// An algorithm of OpenSSL, looked up once for the life of the process: a look-up costs more than hashing a small entry.
struct DigestAlgorithm: @unchecked Sendable {
    static let md5 = DigestAlgorithm("MD5")
    static let sha1 = DigestAlgorithm("SHA1")
    static let sha224 = DigestAlgorithm("SHA224")
    static let sha256 = DigestAlgorithm("SHA256")
    static let sha384 = DigestAlgorithm("SHA384")
    static let sha512 = DigestAlgorithm("SHA512")

    private let algorithm: OpaquePointer
    let byteCount: Int

    private init(_ name: String) {
        guard let algorithm = EVP_MD_fetch(nil, name, nil) else {
            preconditionFailure("the installed OpenSSL lacks \(name): \(OpenSSLErrors.drainText())")
        }
        self.algorithm = algorithm
        byteCount = Int(EVP_MD_get_size(algorithm))
    }

    /// A context that is ready for input. Out of memory is the only way to fail.
    func makeContext() -> OpaquePointer {
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex2(context, algorithm, nil) == 1 else {
            preconditionFailure("no memory for a digest: \(OpenSSLErrors.drainText())")
        }
        return context
    }

    static func update(_ context: OpaquePointer, _ bytes: UnsafeRawBufferPointer) {
        let result = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
        precondition(result == 1, "hashing cannot fail once it has begun")
    }

    /// Writes the digest and makes the context ready for the next input.
    func finish(_ context: OpaquePointer, into buffer: UnsafeMutableRawBufferPointer) {
        precondition(buffer.count == byteCount, "the buffer must have exactly \(byteCount) bytes")
        let done = EVP_DigestFinal_ex(context, buffer.assumingMemoryBound(to: UInt8.self).baseAddress, nil)
        // A null algorithm keeps the one that the context has, and its memory.
        precondition(done == 1 && EVP_DigestInit_ex2(context, nil, nil) == 1, "hashing cannot fail once it has begun")
    }
}
