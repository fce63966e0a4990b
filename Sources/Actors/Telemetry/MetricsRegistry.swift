import World

/// The metrics of a process. Whoever counts asks once for its counter, keeps it, and then counts without a lock.
public final class MetricsRegistry: Sendable {
    /// Series of one metric. Label values that come from outside (peers, messages) cannot grow the registry further: the rest share one
    /// series whose labels are all ``overflowLabel``.
    public static let seriesMax = 256
    public static let overflowLabel = "other"
    /// Longer label values are cut: they are names, not texts.
    public static let labelBytesMax = 128

    enum Metric: Sendable {
        case counter(Counter)
        case gauge(Gauge)
        case histogram(Histogram)
        case sampled(@Sendable () -> Double)
    }

    struct Family: Sendable {
        let description: MetricDescription
        var series: [[String]: Metric] = [:]
    }

    private let families = Locked<[String: Family]>([:])

    public init() {}

    /// The counter with these label values, in the order of the labels.
    ///
    /// - Precondition: the description is that of a counter, and there is a value for each label.
    public func counter(_ description: MetricDescription, _ labels: [String] = []) -> Counter {
        guard description.kind == .counter, case .counter(let counter) = metric(description, labels, make: { .counter(Counter()) }) else {
            preconditionFailure("\(description.name) is no counter")
        }
        return counter
    }

    /// The gauge with these label values.
    ///
    /// - Precondition: the description is that of a gauge that is not sampled, and there is a value for each label.
    public func gauge(_ description: MetricDescription, _ labels: [String] = []) -> Gauge {
        guard description.kind == .gauge, case .gauge(let gauge) = metric(description, labels, make: { .gauge(Gauge()) }) else {
            preconditionFailure("\(description.name) is no gauge that can be set")
        }
        return gauge
    }

    /// A gauge whose value is asked for when the metrics are read. The closure must be quick and must not use the registry.
    ///
    /// - Precondition: the description is that of a gauge, and there is a value for each label.
    public func sample(_ description: MetricDescription, _ labels: [String] = [], _ read: @escaping @Sendable () -> Double) {
        precondition(description.kind == .gauge, "\(description.name) is no gauge")
        _ = metric(description, labels, make: { .sampled(read) })
    }

    /// The histogram with these label values.
    ///
    /// - Precondition: the description is that of a histogram, and there is a value for each label.
    public func histogram(_ description: MetricDescription, _ labels: [String] = []) -> Histogram {
        guard case .histogram(let scale) = description.kind,
            case .histogram(let histogram) = metric(description, labels, make: { .histogram(Histogram(scale)) })
        else { preconditionFailure("\(description.name) is no histogram") }
        return histogram
    }

    /// Forgets a series whose subject is gone, such as a follower that left.
    public func remove(_ description: MetricDescription, _ labels: [String]) {
        families.withLock { _ = $0[description.name]?.series.removeValue(forKey: labels.map(Self.cut)) }
    }

    /// Every family in order of name.
    var snapshot: [Family] {
        families.withLock { $0.values.sorted { $0.description.name < $1.description.name } }
    }

    private func metric(_ description: MetricDescription, _ labels: [String], make: () -> Metric) -> Metric {
        precondition(labels.count == description.labels.count, "\(description.name) has \(description.labels.count) labels")
        return families.withLock { families in
            var family = families[description.name] ?? Family(description: description)
            precondition(family.description == description, "\(description.name) is declared twice, differently")
            var key = labels.map(Self.cut)
            if let known = family.series[key] { return known }
            if family.series.count >= Self.seriesMax - 1 {
                key = labels.map { _ in Self.overflowLabel }
                if let known = family.series[key] { return known }
            }
            let made = make()
            family.series[key] = made
            families[description.name] = family
            return made
        }
    }

    private static func cut(_ label: String) -> String { Escape.prefix(label, bytesMax: labelBytesMax) }
}
