import ActorTree
import Kernel

/// A part of a cell as its supervisor sees it: it stands until it is told to close, or fails.
final class CellPart: SupervisedChild {
    /// Set to what the part failed with; nil where it is told to stop.
    private let end: OneShot<Fault?>
    private let work: (@Sendable () async throws(Fault) -> Void)?
    private let close: @Sendable () async -> Void

    /// - Parameters:
    ///   - end: set by whoever sees the part fail, where that is not `work`.
    ///   - close: gives back what the part holds. Called once, whatever the end.
    ///   - work: what the part does as long as it stands. It ends by being cancelled, or by `close`.
    init(
        failing end: OneShot<Fault?> = OneShot(), close: @escaping @Sendable () async -> Void = {},
        work: (@Sendable () async throws(Fault) -> Void)? = nil
    ) {
        self.end = end
        self.work = work
        self.close = close
    }

    func run() async throws(Fault) {
        let (end, close) = (end, close)
        let stand: @Sendable () async throws(Fault) -> Void = { () async throws(Fault) in
            _ = await end.wait()
            await close()
        }
        if let work {
            try await firstToEnd(work, stand, ended: { end.set(nil) })
        } else {
            try await stand()
        }
        if let fault = await end.wait() { throw fault }
    }

    func stop() async { end.set(nil) }
}
