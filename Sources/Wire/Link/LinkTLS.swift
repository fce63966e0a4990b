import Kernel
import NIOCore
import TLS

/// Puts TLS under links. Certificates that are replaced in the holder are used by connections made from then on.
public struct LinkTLS: Sendable {
    let makeHandler: @Sendable () -> TLSHandler

    /// The side that listens.
    public static func server(_ contexts: TLSContextHolder) -> LinkTLS { LinkTLS { TLSHandler.server(contexts.current) } }

    /// The side that connects, which requires the peer to be `expectation`.
    public static func client(_ contexts: TLSContextHolder, expecting expectation: TLSExpectation) -> LinkTLS {
        LinkTLS { TLSHandler.client(contexts.current, expecting: expectation) }
    }
}
