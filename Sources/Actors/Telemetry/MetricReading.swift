/// The value of one series at one moment.
public struct MetricReading: Sendable, Hashable {
    /// The name of the metric.
    public let name: String
    /// The values of its labels by name.
    public let labels: [String: String]
    /// The value; of a histogram the sum of all that was observed.
    public let value: Double
    /// How many values a histogram has observed; nil for other kinds.
    public let count: UInt64?
}

extension MetricsRegistry {
    /// Every series, in order of name and labels.
    public var readings: [MetricReading] {
        snapshot.flatMap { family in
            family.series.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { values, metric in
                let labels = Dictionary(zip(family.description.labels, values)) { first, _ in first }
                let (value, count): (Double, UInt64?) =
                    switch metric {
                    case .counter(let counter): (Double(counter.value), nil)
                    case .gauge(let gauge): (gauge.value, nil)
                    case .sampled(let read): (read(), nil)
                    case .histogram(let histogram): (histogram.sum, histogram.count)
                    }
                return MetricReading(name: family.description.name, labels: labels, value: value, count: count)
            }
        }
    }
}
