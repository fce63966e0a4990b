import Kernel
import Telemetry

/// What the Nexus of a server counts.
struct NexusMetrics: Sendable {
    private let isLeader: Gauge
    private let term: Gauge
    private let commitSeconds: Histogram
    private let commitEntries: Histogram

    /// - Parameter applied: how far the log is applied, asked for when the metrics are read.
    init(_ registry: MetricsRegistry, applied: IndexSignal) {
        isLeader = registry.gauge(MetricCatalogue.isLeader)
        term = registry.gauge(MetricCatalogue.nexusTerm)
        commitSeconds = registry.histogram(MetricCatalogue.commitSeconds)
        commitEntries = registry.histogram(MetricCatalogue.commitEntries)
        // The service may have been started again, with another log, in the same process.
        registry.remove(MetricCatalogue.nexusIndex, [])
        registry.sample(MetricCatalogue.nexusIndex) { Double(applied.index.number) }
    }

    func stands(leads: Bool, in term: Term) {
        isLeader.set(leads ? 1 : 0)
        self.term.set(Double(term.number))
    }

    /// A commit that took `time` and made so many entries durable; one without entries kept only what the server remembers.
    func committed(_ entries: UInt64, in time: Instant.Span) {
        commitSeconds.observe(Double(time.nanoseconds) / 1e9)
        if entries > 0 { commitEntries.observe(Double(entries)) }
    }
}
