import COpenSSL
import NIOCore

/// The BIO through which OpenSSL reads and writes the two buffers of a `TLSSession` in place.
enum BufferBIO {
    /// The table of functions, made once for the process; nil without memory.
    // SAFETY: filled in here and only read after.
    private nonisolated(unsafe) static let method: OpaquePointer? = {
        guard let method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "NIO ByteBuffer") else { return nil }
        BIO_meth_set_write(method) { write($0, $1, $2) }
        BIO_meth_set_read(method) { read($0, $1, $2) }
        BIO_meth_set_ctrl(method) { _, command, _, _ in command == BIO_CTRL_FLUSH ? 1 : 0 }
        return method
    }()

    /// A BIO for the session at `address`, which must outlive it.
    static func make(_ address: UnsafeMutableRawPointer) -> OpaquePointer? {
        guard let method, let bio = BIO_new(method) else { return nil }
        BIO_set_data(bio, address)
        BIO_set_init(bio, 1)
        return bio
    }

    private static func session(_ bio: OpaquePointer?) -> TLSSession? {
        // SAFETY: set in `make` to the session that owns the BIO, and so lives as long.
        guard let bio, let address = BIO_get_data(bio) else { return nil }
        return Unmanaged<TLSSession>.fromOpaque(address).takeUnretainedValue()
    }

    private static func write(_ bio: OpaquePointer?, _ bytes: UnsafePointer<CChar>?, _ count: Int32) -> Int32 {
        guard let session = session(bio), let bytes, count > 0 else { return 0 }
        // SAFETY: OpenSSL lends `count` bytes for this call; they are copied.
        session.appendOutbound(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
        return count
    }

    private static func read(_ bio: OpaquePointer?, _ room: UnsafeMutablePointer<CChar>?, _ count: Int32) -> Int32 {
        guard let session = session(bio), let room, count > 0 else { return 0 }
        copenssl_BIO_clear_retry_flags(bio)
        let taken = min(Int(count), session.inbound.readableBytes)
        if taken == 0 {
            copenssl_BIO_set_retry_read(bio)
            return -1
        }
        // SAFETY: OpenSSL lends room for `count` bytes for this call; at most as many are copied.
        session.inbound.readWithUnsafeReadableBytes { bytes in
            UnsafeMutableRawPointer(room).copyMemory(from: bytes.baseAddress ?? UnsafeRawPointer(room), byteCount: taken)
            return taken
        }
        return Int32(taken)
    }
}
