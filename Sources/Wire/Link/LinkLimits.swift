import Kernel

/// The bounds of one link. Each is announced to the peer where it must know.
public struct LinkLimits: Sendable, Hashable {
    /// The largest payload of a frame that is taken, in bytes: a message or an item is at most this large.
    public var frameMax = 1 << 20
    /// What nobody may raise `frameMax` above: a frame is held in memory whole.
    public static let frameHardMax = 16 << 20
    /// The credit that each stream starts with, in bytes: what a peer may send before the reader has taken any.
    public var window = 64 << 10
    /// What the credit of a stream may grow to while its reader keeps up.
    public var windowMax = 1 << 20
    /// How much all streams together may grow beyond `window` each: with `streamsMax` windows the memory a peer can fill.
    public var windowGrowthMax = 32 << 20
    /// Streams that the peer may hold open at once.
    public var streamsMax = 1024
    /// Calls that wait here for the peer to allow another stream, before callers are refused.
    public var waitingMax = 65536
    /// Bytes that wait to be written besides those of streams, before the link is given up: the peer does not read.
    public var unsentMax = 64 << 20
    /// How long the peer may take from the connection to its hello, TLS included.
    public var helloTime = Instant.Span.seconds(10)
    /// After how long without a byte from the peer it is pinged.
    public var pingAfter = Instant.Span.seconds(15)
    /// After how long without a byte from the peer the link is given up.
    public var silenceMax = Instant.Span.seconds(45)

    public init() {}
}
