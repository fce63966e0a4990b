import COpenSSL
import Kernel
import NIOCore

/// One TLS connection of OpenSSL, without a socket: what came from the peer goes in through `inbound`, what must go to it gathers in
/// `outbound`. OpenSSL reads and writes both in place, through a BIO of our own.
final class TLSSession {
    enum Progress {
        case done
        /// More must come from the peer first.
        case wantsInput
    }

    enum ReadOutcome {
        case bytes
        case wantsInput
        /// The peer ended its direction with close_notify.
        case closed
    }

    /// Plain bytes in one TLS record at most (RFC 8446, 5.1).
    static let recordBytesMax = 16 * 1024
    /// What encryption adds to a record at most: header, type, tag.
    static let recordOverheadMax = 22
    /// Bytes of output memory that an idle connection keeps at most.
    private static let outboundKeptMax = 128 * 1024

    // SAFETY: owned by this object and freed in deinit. It is used on one event loop only. The session and its BIO hold an
    // unretained pointer back to this object, which outlives both.
    private let pointer: OpaquePointer
    private let context: TLSContext
    private let verification: PeerVerification
    /// From the peer, encrypted. OpenSSL takes all of it whenever it waits for more.
    var inbound = ByteBuffer()
    /// For the peer, encrypted. Once taken it still holds what was taken, so that its memory can serve again when the channel is done
    /// with it.
    private var outbound = ByteBuffer()
    private var isOutboundTaken = true
    /// Why the peer's certificate was refused.
    private(set) var refusal: Fault?

    /// A new connection that has not said anything yet.
    init(_ context: TLSContext, expectation: TLSExpectation?, now: Timestamp?) throws(Fault) {
        OpenSSLErrors.clear()
        guard let pointer = SSL_new(context.pointer) else { throw OpenSSLErrors.fault(.crypto, "cannot make a TLS session") }
        self.pointer = pointer
        self.context = context
        verification = PeerVerification(expectation: expectation)
        let address = Unmanaged.passUnretained(self).toOpaque()
        guard let bio = BufferBIO.make(address), SSL_set_ex_data(pointer, 0, address) == 1 else {
            throw OpenSSLErrors.fault(.crypto, "no memory for a TLS session")
        }
        // One BIO serves both directions; the session takes the one reference.
        SSL_set_bio(pointer, bio, bio)
        if let now, let parameters = SSL_get0_param(pointer) {
            X509_VERIFY_PARAM_set_time(parameters, Int(now.milliseconds / 1000))
        }
        switch context.role {
        case .server: SSL_set_accept_state(pointer)
        case .client:
            SSL_set_connect_state(pointer)
            if case .host(let name) = expectation { try expect(name) }
        }
    }

    deinit {
        SSL_free(pointer)
    }

    private func expect(_ name: String) throws(Fault) {
        guard let parameters = SSL_get0_param(pointer), !name.isEmpty, !name.utf8.contains(0) else {
            throw Fault(.badArgument, "a client must say which server it expects")
        }
        if AlternativeName.parseAddress(name) != nil {
            guard X509_VERIFY_PARAM_set1_ip_asc(parameters, name) == 1 else {
                throw OpenSSLErrors.fault(.badArgument, "\(name) is not an IP address")
            }
            return
        }
        X509_VERIFY_PARAM_set_hostflags(parameters, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT))
        guard X509_VERIFY_PARAM_set1_host(parameters, name, name.utf8.count) == 1, copenssl_SSL_set_tlsext_host_name(pointer, name) == 1
        else { throw OpenSSLErrors.fault(.badArgument, "\(name) cannot be the name of a server") }
    }

    /// Takes the handshake as far as the input allows.
    func handshake() throws(Fault) -> Progress {
        OpenSSLErrors.clear()
        let result = SSL_do_handshake(pointer)
        if result == 1 { return .done }
        if SSL_get_error(pointer, result) == SSL_ERROR_WANT_READ { return .wantsInput }
        throw failure(duringHandshake: true)
    }

    /// Decrypts what is there into the free room of `buffer`, which must have some.
    func read(into buffer: inout ByteBuffer) throws(Fault) -> ReadOutcome {
        OpenSSLErrors.clear()
        var result: Int32 = 0
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: 1) { room in
            // SAFETY: OpenSSL writes at most the count given, and reports how many bytes.
            result = SSL_read(pointer, room.baseAddress, Int32(truncatingIfNeeded: min(room.count, Int(Int32.max))))
            return max(0, Int(result))
        }
        if result > 0 { return .bytes }
        switch SSL_get_error(pointer, result) {
        case SSL_ERROR_WANT_READ: return .wantsInput
        case SSL_ERROR_ZERO_RETURN: return .closed
        default: throw failure(duringHandshake: false)
        }
    }

    /// Encrypts all of `bytes`, which are not empty, into `outbound`.
    func write(_ bytes: UnsafeRawBufferPointer) throws(Fault) {
        OpenSSLErrors.clear()
        // SAFETY: the BIO takes everything at once, so OpenSSL keeps no pointer to the bytes.
        var written = 0
        let result = SSL_write_ex(pointer, bytes.baseAddress, bytes.count, &written)
        guard result == 1, written == bytes.count else { throw failure(duringHandshake: false) }
    }

    /// What is to go to the peer; nil if there is nothing.
    func takeOutbound() -> ByteBuffer? {
        if outboundCount == 0 { return nil }
        isOutboundTaken = true
        let bytes = outbound
        // A large buffer is worth its memory only while data flows.
        if bytes.capacity > Self.outboundKeptMax { outbound = ByteBuffer() }
        return bytes
    }

    /// How much is to go to the peer.
    var outboundCount: Int { isOutboundTaken ? 0 : outbound.readableBytes }

    /// Makes room for `count` plain bytes.
    func reserveOutbound(_ count: Int) {
        makeOutboundReady()
        let records = count / Self.recordBytesMax + 1
        outbound.reserveCapacity(minimumWritableBytes: count + records * Self.recordOverheadMax)
    }

    private func makeOutboundReady() {
        guard isOutboundTaken else { return }
        isOutboundTaken = false
        // Takes new memory only if the channel still holds the old one.
        outbound.clear()
    }

    /// OpenSSL's output.
    func appendOutbound(_ bytes: UnsafeRawBufferPointer) {
        makeOutboundReady()
        outbound.writeBytes(bytes)
    }

    /// Tells the peer that nothing more follows.
    func sendCloseNotify() {
        OpenSSLErrors.clear()
        _ = SSL_shutdown(pointer)
        OpenSSLErrors.clear()
    }

    /// The peer and the protocol agreed on; only after the handshake.
    func completion() throws(Fault) -> TLSHandshakeCompleted {
        var identity: PeerIdentity?
        if let peer = SSL_get1_peer_certificate(pointer) {
            var isPinned = false
            if case .pinned = verification.expectation { isPinned = true }
            identity = PeerIdentity(certificate: try Certificate(owned: peer), isChainVerified: !isPinned)
        }
        var start: UnsafePointer<UInt8>?
        var count: UInt32 = 0
        SSL_get0_alpn_selected(pointer, &start, &count)
        // SAFETY: the name belongs to the session and is copied at once.
        let name = start.map { String(decoding: UnsafeBufferPointer(start: $0, count: Int(count)), as: UTF8.self) }
        return TLSHandshakeCompleted(peer: identity, applicationProtocol: name)
    }

    private func failure(duringHandshake: Bool) -> Fault {
        let entries = OpenSSLErrors.drain()
        if let refusal { return refusal }
        return SessionFailure(role: context.role, duringHandshake: duringHandshake, identity: context.identity).fault(entries)
    }

    // MARK: Calls from OpenSSL

    /// The session that `ssl` belongs to.
    private static func session(of ssl: OpaquePointer?) -> TLSSession? {
        // SAFETY: set in init to the object that owns `ssl`, and so lives as long.
        guard let ssl, let address = SSL_get_ex_data(ssl, 0) else { return nil }
        return Unmanaged<TLSSession>.fromOpaque(address).takeUnretainedValue()
    }

    static func verifyPeer(_ store: OpaquePointer?) -> Int32 {
        guard let store, let ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()),
            let session = session(of: OpaquePointer(ssl))
        else { return 0 }
        session.refusal = session.verification.judge(store)
        return session.refusal == nil ? 1 : 0
    }

    static func selectProtocol(
        _ ssl: OpaquePointer?, _ chosen: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, _ chosenCount: UnsafeMutablePointer<UInt8>?,
        _ offered: UnsafePointer<UInt8>?, _ offeredCount: UInt32, _: UnsafeMutableRawPointer?
    ) -> Int32 {
        guard let session = session(of: ssl), let chosen, let chosenCount else { return SSL_TLSEXT_ERR_ALERT_FATAL }
        return session.context.protocolList.withUnsafeBufferPointer { ours in
            // SAFETY: the choice points into our list or the offer; with overlap required it is the offer's, which lives long enough,
            // or ours, which the context keeps.
            var start: UnsafeMutablePointer<UInt8>?
            let result = SSL_select_next_proto(&start, chosenCount, ours.baseAddress, UInt32(ours.count), offered, offeredCount)
            guard result == OPENSSL_NPN_NEGOTIATED else { return SSL_TLSEXT_ERR_ALERT_FATAL }
            chosen.pointee = UnsafePointer(start)
            return SSL_TLSEXT_ERR_OK
        }
    }
}
