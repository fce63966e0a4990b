import Kernel
import Model
import Storm

extension CommandDeclaration {
    /// `stats.countby`
    static let statsCountby = CommandDeclaration(
        "stats.countby", help: "Print a bar for each value with how often it came.",
        arguments: [
            .value("valu", count: .optional, help: "The value of each node: a property, or an expression; without one, the node's own."),
            .flag("--reverse", help: "Sort from few to many."),
            .option("--size", .int, help: "How many values are shown."),
            .option("--char", .text, default: "#", help: "What bars are made of."),
            .option("--bar-width", .int, destination: "bar_width", default: 50, help: "The width of the longest bar."),
            .option("--label-max-width", .int, destination: "label_max_width", help: "Where labels are cut."),
            .flag("--yield", destination: "yieldnodes", help: "Let the nodes through."),
            .flag("--by-name", destination: "by_name", help: "Sort by value instead of by count."),
            .flag("--percent", help: "Show the share of each value."),
        ],
        examples: [StormExample("[ inet:asn=1 ] | stats.countby", prints: ["1 | 1 | " + String(repeating: "#", count: 50)])]
    ) { run in
        var counts: [(label: String, count: Int)] = []
        var places: [String: Int] = [:]
        var fixed: CommandOptions?
        var total = 0
        try run.forEach { item, options in
            fixed = options
            let label =
                options.isGiven("valu")
                ? try label(options["valu"], run.runtime) : try StormValue(item.node.value).text(run.runtime)
            if let place = places[label] {
                counts[place].count += 1
            } else {
                places[label] = counts.count
                counts.append((label, 1))
            }
            total += 1
            if options.flag("yieldnodes") { try run.output(item) }
        }
        guard let options = fixed, let largest = counts.map(\.count).max() else { return }
        let style = try BarStyle(options, largest: largest, total: total)
        for line in style.lines(counts) { try run.runtime.print(line) }
    }

    private static func label(_ value: StormValue, _ runtime: StormRuntime) throws -> String {
        if case .null = value { return "None" }
        return try value.toText(runtime)
    }
}

/// How the bars of `stats.countby` look.
private struct BarStyle {
    /// The widest bar or label: what nobody's terminal shows would only take memory.
    private static let widthMax = 10_000

    private let largest: Int
    private let total: Int
    private let isReversed: Bool
    private let isByName: Bool
    private let showsPercent: Bool
    private let size: Int
    private let character: String
    private let barWidth: Int
    private let labelWidth: Int

    init(_ options: CommandOptions, largest: Int, total: Int) throws {
        self.largest = largest
        self.total = total
        isReversed = options.flag("reverse")
        isByName = options.flag("by_name")
        showsPercent = options.flag("percent")
        size = try options.optionalInt("size") ?? Int.max
        character = try options.text("char")
        let barWidth = try options.int("bar_width")
        guard barWidth >= 0 else { throw Fault(.badArgument, "Value for --bar-width must be >= 0, got: \(barWidth)") }
        self.barWidth = Swift.min(barWidth, Self.widthMax)
        let labelWidth = try options.optionalInt("label_max_width") ?? Int.max
        guard labelWidth >= 0 else { throw Fault(.badArgument, "Value for --label-max-width must be >= 0, got: \(labelWidth)") }
        self.labelWidth = labelWidth
    }

    /// `counts` in the order in which the values first came, which decides between equal counts.
    func lines(_ counts: [(label: String, count: Int)]) -> [String] {
        var rows = counts.enumerated().sorted { one, other in
            let isEarlier = one.offset < other.offset
            if isByName {
                return one.element.label.unicodeScalars.lexicographicallyPrecedes(other.element.label.unicodeScalars)
            }
            return one.element.count == other.element.count ? isEarlier : one.element.count < other.element.count
        }.map(\.element)
        if !isReversed { rows.reverse() }
        let shown = Array(rows.prefix(Swift.max(0, size)))
        let labelSize = Swift.min(labelWidth, shown.map { $0.label.count }.max() ?? 0)
        let countSize = shown.map { String($0.count).count }.max() ?? 0
        return shown.map { label, count in
            let bar = String(repeating: character, count: count * barWidth / largest)
            let percent = showsPercent ? " \(Self.percent(count, of: total))% |" : ""
            return "\(Self.padded(String(label.prefix(labelSize)), labelSize)) | "
                + "\(Self.padded(String(count), countSize)) |\(percent) \(bar)"
        }
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: Swift.max(0, width - text.count)) + text
    }

    /// With two digits behind the point.
    private static func percent(_ part: Int, of whole: Int) -> String {
        let hundredths = (part * 10_000 + whole / 2) / whole
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
