import Synchronization

/// Where a listener finds the context for each new connection, so that certificates are renewed without a restart.
///
/// Connections that exist keep the context with which they began.
public final class TLSContextHolder: Sendable {
    private let held: Mutex<TLSContext>

    public init(_ context: TLSContext) {
        held = Mutex(context)
    }

    /// The context for a connection that begins now.
    public var current: TLSContext {
        held.withLock { $0 }
    }

    /// Uses `context` for all connections that begin from now on.
    public func replace(with context: TLSContext) {
        held.withLock { $0 = context }
    }
}
