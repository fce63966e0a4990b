/// How long a TLS connection waits, and how much it holds back.
public struct TLSLimits: Sendable, Hashable {
    /// From the connection to the end of the handshake. Ten seconds are enough for a slow host behind a lossy line.
    public var handshakeTimeoutMs: Int64 = 10_000
    /// From our end of the connection to the peer's. Past it the connection is cut: the peer is gone or does not read.
    public var closeTimeoutMs: Int64 = 2_000
    /// How long a connection that has failed stays open for the peer to read the reason: closing at once could destroy it on the way.
    public var failureLingerMs: Int64 = 1_000
    /// Plain bytes written before the handshake is over that are held back at most; what exceeds them is refused.
    public var earlyWriteBytesMax = 1 << 20

    public init() {}
}
