import Kernel
import Messaging
import NIOCore
import World

/// What both ends of links are made with.
public struct LinkSettings: Sendable {
    /// Threads for sockets.
    public var group: any EventLoopGroup
    /// Clock and randomness.
    public var host: Host
    /// What this side says first; its limits are taken from `limits`.
    public var hello: Hello
    public var limits: LinkLimits
    /// The actors that the peer may call; a client usually has none.
    public var router: Router
    /// Who the peer is for handlers. Called once a link, on the event loop: it must not block.
    public var identify: @Sendable (LinkPeer) throws(Fault) -> Caller
    /// Told why a peer that connected was turned away: it never said hello as it should, or broke the protocol later. Called on the event
    /// loop: it must not block.
    public var refused: @Sendable (LinkPeer, Fault) -> Void = { _, _ in }
    /// Where links count what they do; nil where nobody asks.
    public var metrics: LinkMetrics?

    /// By default nothing is served, and only the peer at a socket file is known: as `root`.
    public init(group: any EventLoopGroup, host: Host = .linux) {
        self.group = group
        self.host = host
        hello = Hello()
        limits = LinkLimits()
        router = Router { _ in nil }
        identify = { peer in
            peer.transport == .unixSocket
                ? .root : Caller(user: peer.certificateName ?? "anonymous", fingerprint: peer.fingerprint, authorizer: RootOnly())
        }
    }
}
