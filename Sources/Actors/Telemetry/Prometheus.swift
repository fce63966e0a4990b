/// The text format of Prometheus, version 0.0.4, which `GET /metrics` answers with.
public enum Prometheus {
    /// The media type of the text that ``Prometheus`` writes, as a response's `Content-Type`.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// Every metric of a registry.
    public static func text(_ registry: MetricsRegistry) -> String {
        var text = ""
        for family in registry.snapshot where !family.series.isEmpty { write(family, to: &text) }
        return text
    }

    private static func write(_ family: MetricsRegistry.Family, to text: inout String) {
        let description = family.description
        text += "# HELP \(description.name) \(escapeHelp(description.help))\n"
        text += "# TYPE \(description.name) \(typeName(description.kind))\n"
        for (values, metric) in family.series.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            let labels = zip(description.labels, values).map { "\($0)=\"\(escapeLabel($1))\"" }
            switch metric {
            case .counter(let counter): text += "\(description.name)\(braces(labels)) \(counter.value)\n"
            case .gauge(let gauge): text += "\(description.name)\(braces(labels)) \(number(gauge.value))\n"
            case .sampled(let read): text += "\(description.name)\(braces(labels)) \(number(read()))\n"
            case .histogram(let histogram): write(histogram, description.name, labels, to: &text)
            }
        }
    }

    /// The counts are read once, so that the buckets and `_count` agree although others count on.
    private static func write(_ histogram: Histogram, _ name: String, _ labels: [String], to text: inout String) {
        var running: UInt64 = 0
        for (position, count) in histogram.counts.enumerated() {
            running &+= count
            let bound = position < histogram.bounds.count ? number(histogram.bounds[position]) : "+Inf"
            text += "\(name)_bucket\(braces(labels + ["le=\"\(bound)\""])) \(running)\n"
        }
        text += "\(name)_sum\(braces(labels)) \(number(histogram.sum))\n"
        text += "\(name)_count\(braces(labels)) \(running)\n"
    }

    private static func typeName(_ kind: MetricDescription.Kind) -> String {
        switch kind {
        case .counter: "counter"
        case .gauge: "gauge"
        case .histogram: "histogram"
        }
    }

    private static func braces(_ labels: [String]) -> String { labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}" }

    private static func escapeHelp(_ help: String) -> String {
        help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    }

    private static func escapeLabel(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if let whole = Int64(exactly: value) { return String(whole) }
        return String(value)
    }
}
