/// What a metric is: declared once, in ``MetricCatalogue`` or by the room that owns it.
public struct MetricDescription: Sendable, Hashable {
    /// How a monitor is to read the numbers.
    public enum Kind: Sendable, Hashable {
        case counter
        case gauge
        case histogram(Histogram.Scale)
    }

    /// As Prometheus has it: lower case, unit last, `_total` for counters.
    public let name: String
    public let help: String
    public let kind: Kind
    public let labels: [String]

    /// More labels multiply into more series than anybody reads.
    public static let labelCountMax = 4

    /// - Precondition: name and labels are valid in Prometheus, and a counter ends in `_total`.
    public init(_ name: String, _ kind: Kind, labels: [String] = [], help: String) {
        precondition(Self.isName(name), "a metric name is lower-case letters, digits and underscores: \(name)")
        precondition(labels.allSatisfy { Self.isName($0) && $0 != "le" } && Set(labels).count == labels.count, "bad labels of \(name)")
        precondition(labels.count <= Self.labelCountMax, "\(name) has more than \(Self.labelCountMax) labels")
        precondition((kind == .counter) == name.hasSuffix("_total"), "a counter, and only a counter, ends in _total: \(name)")
        self.name = name
        self.help = help
        self.kind = kind
        self.labels = labels
    }

    private static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return false }
        return name.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: "_")
        }
    }
}
