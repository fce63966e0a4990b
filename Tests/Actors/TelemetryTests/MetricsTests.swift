import Kernel
import Telemetry
import Testing

@Suite struct MetricsTests {
    static let requests = MetricDescription("test_requests_total", .counter, labels: ["path"], help: "Requests.\nBy \\path")
    static let lag = MetricDescription("test_lag_entries", .gauge, help: "Lag.")
    static let took = MetricDescription("test_took_count", .histogram(.count), help: "Took.")

    @Test func exposition_ofEveryKind_isExact() {
        let registry = MetricsRegistry()
        registry.counter(Self.requests, ["/a\"b\\c\nd"]).add(3)
        registry.counter(Self.requests, ["/"]).add()
        registry.gauge(Self.lag).set(1.5)
        registry.sample(MetricDescription("test_now", .gauge, help: "Now.")) { .infinity }
        #expect(
            Prometheus.text(registry) == """
                # HELP test_lag_entries Lag.
                # TYPE test_lag_entries gauge
                test_lag_entries 1.5
                # HELP test_now Now.
                # TYPE test_now gauge
                test_now +Inf
                # HELP test_requests_total Requests.\\nBy \\\\path
                # TYPE test_requests_total counter
                test_requests_total{path="/"} 1
                test_requests_total{path="/a\\"b\\\\c\\nd"} 3

                """)
    }

    @Test func histogram_measures_fallUnderTheirBounds() {
        let registry = MetricsRegistry()
        let histogram = registry.histogram(Self.took)
        for measure in [1.0, 2, 2.5, 1e12, -5, .nan] { histogram.observe(measure) }
        let text = Prometheus.text(registry)
        #expect(text.contains("test_took_count_bucket{le=\"1\"} 3\n"))
        #expect(text.contains("test_took_count_bucket{le=\"2\"} 4\n"))
        #expect(text.contains("test_took_count_bucket{le=\"4\"} 5\n"))
        #expect(text.contains("test_took_count_bucket{le=\"1048576\"} 5\n"))
        #expect(text.contains("test_took_count_bucket{le=\"+Inf\"} 6\n"))
        #expect(text.contains("test_took_count_count 6\n"))
        #expect(histogram.count == 6)
        #expect(histogram.sum == 1_000_000_000_005.5)
    }

    @Test(arguments: [Histogram.Scale.seconds, .bytes, .count])
    func scale_bounds_rise(scale: Histogram.Scale) {
        #expect(zip(scale.bounds, scale.bounds.dropFirst()).allSatisfy { $0 < $1 })
        #expect(scale.bounds.count <= 32)
    }

    @Test func exposition_ofTheCatalogue_isValidLineByLine() throws {
        let registry = MetricsRegistry()
        for description in MetricCatalogue.all {
            let labels = description.labels.map { "\($0) \"é\n" }
            switch description.kind {
            case .counter: registry.counter(description, labels).add()
            case .gauge: registry.gauge(description, labels).set(.nan)
            case .histogram: registry.histogram(description, labels).observe(0.1)
            }
        }
        let sample = try Regex(
            #"^[a-z_:][a-z0-9_:]*(\{[a-z_]+="([^"\\]|\\["\\n])*"(,[a-z_]+="([^"\\]|\\["\\n])*")*\})? (NaN|[+-]Inf|-?[0-9.e+-]+)$"#)
        let text = Prometheus.text(registry)
        #expect(text.hasSuffix("\n"))
        for line in text.split(separator: "\n") where !line.hasPrefix("# ") { #expect(try sample.wholeMatch(in: line) != nil, "\(line)") }
        for description in MetricCatalogue.all {
            #expect(text.components(of: "# TYPE \(description.name) ") == 1)
            #expect(description.help.hasSuffix("."))
        }
    }

    @Test func series_beyondTheBound_shareOne() {
        let registry = MetricsRegistry()
        for number in 0..<1000 { registry.counter(Self.requests, ["/\(number)"]).add() }
        let lines = Prometheus.text(registry).split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines.count == MetricsRegistry.seriesMax)
        #expect(lines.contains("test_requests_total{path=\"other\"} \(1000 - MetricsRegistry.seriesMax + 1)"))
        registry.remove(Self.requests, ["/0"])
        #expect(Prometheus.text(registry).split(separator: "\n").count == MetricsRegistry.seriesMax + 1)
    }

    @Test func adding_fromManyTasks_losesNothing() async {
        let registry = MetricsRegistry()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let counter = registry.counter(Self.requests, ["/"])
                    for _ in 0..<1000 {
                        counter.add()
                        registry.gauge(Self.lag).add(1)
                        registry.histogram(Self.took).observe(1)
                    }
                }
            }
        }
        #expect(registry.counter(Self.requests, ["/"]).value == 8000)
        #expect(registry.gauge(Self.lag).value == 8000)
        #expect(registry.histogram(Self.took).sum == 8000)
    }
}

extension String {
    /// How often `part` occurs.
    fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
