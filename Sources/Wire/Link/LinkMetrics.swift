import Kernel
import Telemetry
import World

/// What all links of a process count together.
public final class LinkMetrics: Sendable {
    /// What went over the links one way.
    struct Direction: Sendable {
        let bytes: Counter
        let frames: Counter

        func add(bytes: Int, frames: UInt64) {
            if bytes > 0 { self.bytes.add(UInt64(bytes)) }
            if frames > 0 { self.frames.add(frames) }
        }
    }

    let received: Direction
    let sent: Direction
    private let accepted: Gauge
    private let initiated: Gauge
    private let registry: MetricsRegistry
    /// Counters of calls by message and result, so that the registry is asked once for each.
    private let calls = Locked<[Call: Counter]>([:])

    private struct Call: Hashable {
        let message: String
        let result: String
    }

    public init(_ registry: MetricsRegistry) {
        self.registry = registry
        received = Direction(
            bytes: registry.counter(MetricCatalogue.linkBytes, ["received"]),
            frames: registry.counter(MetricCatalogue.linkFrames, ["received"]))
        sent = Direction(
            bytes: registry.counter(MetricCatalogue.linkBytes, ["sent"]),
            frames: registry.counter(MetricCatalogue.linkFrames, ["sent"]))
        accepted = registry.gauge(MetricCatalogue.links, ["accepted"])
        initiated = registry.gauge(MetricCatalogue.links, ["initiated"])
    }

    func opened(_ role: LinkMachine.Role) { gauge(role).add(1) }
    func closed(_ role: LinkMachine.Role) { gauge(role).add(-1) }

    private func gauge(_ role: LinkMachine.Role) -> Gauge { role == .acceptor ? accepted : initiated }

    /// Counts a call of a peer that has ended.
    ///
    /// - Parameters:
    ///   - message: the name of a message that this process answers: names that a stranger makes up are not counted.
    ///   - fault: why it failed; nil where it did not.
    func answered(_ message: String, _ fault: Fault?) {
        let call = Call(message: message, result: fault?.code.description ?? "ok")
        let counter = calls.withLock { calls in
            if let known = calls[call] { return known }
            let made = registry.counter(MetricCatalogue.calls, [call.message, call.result])
            // A handler may throw codes of its own making; the registry lets those beyond its bound share one series, and so do we.
            if calls.count < MetricsRegistry.seriesMax { calls[call] = made }
            return made
        }
        counter.add()
    }
}
