import COpenSSL
import Kernel

/// Memory buffers of OpenSSL: how PEM and DER go in and out.
enum PEM {
    /// Bytes of PEM or DER read at most: a long chain of certificates has a few tens of thousands.
    static let inputBytesMax = 1 << 20

    /// Calls `body` with a buffer of OpenSSL that holds `bytes`.
    static func withInput<T>(
        _ bytes: some Collection<UInt8>, _ what: String, _ body: (OpaquePointer) throws(Fault) -> T
    ) throws(Fault) -> T {
        guard bytes.count <= inputBytesMax else {
            throw Fault(.badData, "\(what) has \(bytes.count) bytes; at most \(inputBytesMax) are allowed")
        }
        OpenSSLErrors.clear()
        let copy = Array(bytes)
        let length = Int32(copy.count)
        // SAFETY: the buffer only borrows the bytes, and is freed before `copy` goes.
        let result: Result<T, Fault> = copy.withUnsafeBytes { raw in
            guard let input = BIO_new_mem_buf(raw.baseAddress ?? UnsafeRawPointer(bitPattern: 1), length) else {
                return .failure(OpenSSLErrors.fault(.crypto, "no memory for \(what)"))
            }
            defer { BIO_free_all(input) }
            do throws(Fault) { return .success(try body(input)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    /// The text that `write` puts into a buffer of OpenSSL; the buffer is overwritten with zeros when it is freed.
    static func text(_ what: String, _ write: (OpaquePointer) -> Int32) throws(Fault) -> String {
        OpenSSLErrors.clear()
        guard let output = BIO_new(BIO_s_mem()) else { throw OpenSSLErrors.fault(.crypto, "no memory for \(what)") }
        defer { BIO_free_all(output) }
        guard write(output) == 1 else { throw OpenSSLErrors.fault(.crypto, "cannot write \(what)") }
        // SAFETY: the bytes belong to the buffer, and are copied before it is freed.
        var start: UnsafeMutablePointer<CChar>?
        let count = copenssl_BIO_get_mem_data(output, &start)
        guard let start, count > 0 else { throw OpenSSLErrors.fault(.crypto, "cannot write \(what)") }
        return String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// Refuses every question for a pass phrase: without this OpenSSL would ask on the terminal.
    static let noPassphrase: @convention(c) (UnsafeMutablePointer<CChar>?, Int32, Int32, UnsafeMutableRawPointer?) -> Int32 = {
        _, _, _, _ in -1
    }
}
