import Kernel
import NIOCore

/// Puts TLS under links: makes the handler of one connection.
public struct LinkTLS: Sendable {
    let makeHandler: @Sendable (ByteBufferAllocator) throws(Fault) -> any ChannelHandler

    /// `makeHandler` is called on the event loop for each connection; what it returns must fire ``LinkSecured`` when the handshake is done.
    public init(makeHandler: @escaping @Sendable (ByteBufferAllocator) throws(Fault) -> any ChannelHandler) {
        self.makeHandler = makeHandler
    }
}

/// What a connection tells the link above it when its handshake is done.
public struct LinkSecured: Sendable {
    /// The common name of the peer's certificate; nil where none was shown.
    public let certificateName: String?
    public let fingerprint: Digest?

    public init(certificateName: String?, fingerprint: Digest?) {
        self.certificateName = certificateName
        self.fingerprint = fingerprint
    }
}
