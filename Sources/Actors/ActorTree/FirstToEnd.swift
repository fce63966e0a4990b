import Kernel

/// Runs two bodies at once until the first of them ends; the other is cancelled and waited for. The two directions of a conversation are
/// such a pair: when one is over, so is the other.
///
/// - Parameters:
///   - ended: called when the first has ended, for what cancellation alone does not end, such as a reader on another task's behalf.
/// - Throws: the fault of the one that ended first. What the other throws after that is of no interest: it was told to end.
public func firstToEnd(
    _ one: @escaping @Sendable () async throws(Fault) -> Void, _ other: @escaping @Sendable () async throws(Fault) -> Void,
    ended: @Sendable () -> Void = {}
) async throws(Fault) {
    let result = await withTaskGroup(of: Result<Void, Fault>.self) { group in
        for body in [one, other] {
            group.addTask {
                do throws(Fault) {
                    try await body()
                    return .success(())
                } catch {
                    return .failure(error)
                }
            }
        }
        let first = await group.next() ?? .success(())
        ended()
        group.cancelAll()
        return first
    }
    try result.get()
}
