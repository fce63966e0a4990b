import COpenSSL
import Kernel

/// What one side shows of itself: its certificate, those between it and the root, and its key.
public struct TLSIdentity: Sendable {
    /// The own certificate first, then its issuers, without the root.
    public let chain: [Certificate]
    public let key: PrivateKey

    /// Throws `BadCertificate` if the chain is empty or the key is not that of its first certificate.
    public init(chain: [Certificate], key: PrivateKey) throws(Fault) {
        guard let leaf = chain.first else { throw Fault(.noCertificate, "an identity needs a certificate, and none was given") }
        guard leaf.matches(key) else { throw Fault(.badCertificate, "the key is not that of the certificate of \(leaf.displayName)") }
        self.chain = chain
        self.key = key
    }
}

// SAFETY: configured in init and never changed after; making sessions from a context is thread-safe in OpenSSL.
/// Keys, certificates and rules shared by many connections. It never changes: new certificates come with a new context.
public final class TLSContext: @unchecked Sendable {
    /// Which side of a connection a context is for.
    public enum Role: Sendable, Hashable {
        case client
        case server
    }

    /// What a server asks of its clients.
    public enum ClientCertificates: Sendable, Hashable {
        /// A client without a certificate of a trusted authority is refused.
        case required
        /// No certificate is asked for: only for a listener that hands out certificates.
        case notAsked
    }

    /// The suite order. AES-128 first: as strong as the P-256 keys, and the fastest with AES instructions.
    private static let cipherSuites = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256"
    /// Bytes of all application protocol names together, as the handshake carries them.
    private static let protocolBytesMax = 255

    let pointer: OpaquePointer
    /// Which side of a connection this is for.
    public let role: Role
    /// What a server asks of its clients.
    public let clientCertificates: ClientCertificates
    /// The own certificate and key; nil for a client without one.
    public let identity: TLSIdentity?
    /// The application protocols as the handshake carries them: each with its length before it.
    let protocolList: [UInt8]

    /// A context for listeners. `trust` holds the authorities whose certificates clients may show.
    public static func server(
        identity: TLSIdentity, trust: [Certificate], clientCertificates: ClientCertificates = .required, applicationProtocols: [String] = []
    ) throws(Fault) -> TLSContext {
        try TLSContext(.server, identity, trust, clientCertificates, applicationProtocols)
    }

    /// A context for outgoing connections. `identity` is nil only for a client that fetches its first certificate.
    public static func client(
        identity: TLSIdentity?, trust: [Certificate], applicationProtocols: [String] = []
    ) throws(Fault) -> TLSContext {
        try TLSContext(.client, identity, trust, .notAsked, applicationProtocols)
    }

    private init(
        _ role: Role, _ identity: TLSIdentity?, _ trust: [Certificate], _ clientCertificates: ClientCertificates, _ protocols: [String]
    ) throws(Fault) {
        OpenSSLErrors.clear()
        guard let pointer = SSL_CTX_new(role == .server ? TLS_server_method() : TLS_client_method()) else {
            throw OpenSSLErrors.fault(.crypto, "cannot make a TLS context")
        }
        self.pointer = pointer
        self.role = role
        self.identity = identity
        self.clientCertificates = clientCertificates
        protocolList = protocols.flatMap { [UInt8(truncatingIfNeeded: $0.utf8.count)] + Array($0.utf8) }
        try restrict()
        try install(identity)
        try install(trust)
        try install(protocols)
    }

    deinit {
        SSL_CTX_free(pointer)
    }

    private func restrict() throws(Fault) {
        guard copenssl_SSL_CTX_set_min_proto_version(pointer, TLS1_3_VERSION) == 1,
            copenssl_SSL_CTX_set_max_proto_version(pointer, TLS1_3_VERSION) == 1,
            SSL_CTX_set_ciphersuites(pointer, Self.cipherSuites) == 1, SSL_CTX_set_num_tickets(pointer, 0) == 1
        else { throw OpenSSLErrors.fault(.crypto, "this OpenSSL cannot do TLS 1.3") }
        _ = copenssl_SSL_CTX_set_safe_options(pointer)
        _ = copenssl_SSL_CTX_set_session_cache_off(pointer)
        // Writes come from buffers that move. The chain is sent as given: building one for each handshake costs time.
        // Buffers are given back while a connection is idle: most are, and each would hold 34 KB.
        _ = copenssl_SSL_CTX_set_mode(
            pointer, Int(SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER) | Int(SSL_MODE_NO_AUTO_CHAIN) | Int(SSL_MODE_RELEASE_BUFFERS))
        // A server that asks for certificates fails without one; a client always looks at the server's.
        let asks = role == .client || clientCertificates == .required
        SSL_CTX_set_verify(pointer, asks ? SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT : SSL_VERIFY_NONE, nil)
        SSL_CTX_set_cert_verify_callback(pointer, { store, _ in TLSSession.verifyPeer(store) }, nil)
    }

    private func install(_ identity: TLSIdentity?) throws(Fault) {
        guard let identity, let leaf = identity.chain.first else { return }
        guard SSL_CTX_use_certificate(pointer, leaf.pointer) == 1, SSL_CTX_use_PrivateKey(pointer, identity.key.pointer) == 1 else {
            throw OpenSSLErrors.fault(.badCertificate, "cannot use the certificate of \(leaf.displayName)")
        }
        for issuer in identity.chain.dropFirst() {
            guard copenssl_SSL_CTX_add1_chain_cert(pointer, issuer.pointer) == 1 else {
                throw OpenSSLErrors.fault(.badCertificate, "cannot use the certificate of \(issuer.displayName)")
            }
        }
    }

    private func install(_ trust: [Certificate]) throws(Fault) {
        guard let store = SSL_CTX_get_cert_store(pointer) else { throw OpenSSLErrors.fault(.crypto, "the TLS context has no store") }
        for authority in trust {
            guard X509_STORE_add_cert(store, authority.pointer) == 1 else {
                throw OpenSSLErrors.fault(.badCertificate, "cannot trust the certificate of \(authority.displayName)")
            }
        }
        // Whoever is in the list is trusted, root or not.
        X509_STORE_set_flags(store, UInt(X509_V_FLAG_PARTIAL_CHAIN))
    }

    private func install(_ protocols: [String]) throws(Fault) {
        if protocols.isEmpty { return }
        guard protocolList.count <= Self.protocolBytesMax, protocols.allSatisfy({ !$0.isEmpty }) else {
            throw Fault(.badArgument, "the names of application protocols must not be empty, nor longer than 255 bytes together")
        }
        switch role {
        case .client:
            guard SSL_CTX_set_alpn_protos(pointer, protocolList, UInt32(protocolList.count)) == 0 else {
                throw OpenSSLErrors.fault(.crypto, "cannot offer application protocols")
            }
        case .server:
            SSL_CTX_set_alpn_select_cb(pointer, { TLSSession.selectProtocol($0, $1, $2, $3, $4, $5) }, nil)
        }
    }
}
