import Kernel
import World

/// How figures are taken.
enum Measure {
    static let clock = Host.linux.clock

    /// How often `body` returned in about `seconds`, a second, with so many callers at once.
    static func rate(
        callers: Int, seconds: Double, on executor: (any TaskExecutor)? = nil,
        _ body: @escaping @Sendable (_ caller: Int) async throws -> Int
    ) async throws -> Double {
        let start = clock.now()
        let end = start + span(seconds)
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for caller in 0..<callers {
                group.addTask(executorPreference: executor) {
                    var count = 0
                    while clock.now() < end { count += try await body(caller) }
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
        return Double(count) / elapsed(since: start)
    }

    static func span(_ seconds: Double) -> Instant.Span { Instant.Span(nanoseconds: UInt64(seconds * 1e9)) }

    static func elapsed(since start: Instant) -> Double { Double(clock.now().since(start).nanoseconds) / 1e9 }

    static func percentile(_ values: [Double], _ share: Double) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        return sorted[min(sorted.count - 1, Int((Double(sorted.count) * share).rounded(.down)))]
    }
}
