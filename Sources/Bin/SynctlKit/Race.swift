import Kernel
import World

/// Work that is given up after a time, whether it notices or not.
enum Race {
    /// The outcome of `body`.
    /// - Throws: what `body` throws; `late` where it takes longer than `span`. What it does after that is nobody's concern.
    static func within<Outcome: Sendable>(
        _ span: Instant.Span, clock: any Clock, late: Fault, _ body: @escaping @Sendable () async throws(Fault) -> Outcome
    ) async throws(Fault) -> Outcome {
        let result = await withCheckedContinuation { (continuation: CheckedContinuation<Result<Outcome, Fault>, Never>) in
            let waiting = Locked<CheckedContinuation<Result<Outcome, Fault>, Never>?>(continuation)
            let settle: @Sendable (Result<Outcome, Fault>) -> Void = { result in
                let first = waiting.withLock { waiting in
                    defer { waiting = nil }
                    return waiting
                }
                first?.resume(returning: result)
            }
            let work = Task {
                do throws(Fault) { settle(.success(try await body())) } catch { settle(.failure(error)) }
            }
            Task {
                do throws(Fault) { try await clock.sleep(for: span) } catch { return }
                settle(.failure(late))
                work.cancel()
            }
        }
        return try result.get()
    }
}
