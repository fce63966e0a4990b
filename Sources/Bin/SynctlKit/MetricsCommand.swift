import ArgumentParser
import Cell
import Kernel
import Messaging

/// `synctl metrics`.
struct MetricsCommand: OperatorCommand {
    static let examples = [
        Example("synctl metrics", "What the service in this directory has counted since its process started."),
        Example("synctl metrics synapse_link --json", "Only what starts with this, for a script."),
    ]
    static let configuration = CommandConfiguration.command(
        "metrics", "Shows what a service counts and measures: links, calls, entries, commits.",
        details: """
            Counters (_total) count from the start of the process. Of what is spread, such as _seconds, COUNT is how many there were and \
            VALUE their sum. The unit is the last word of the name.
            """, examples: examples)

    @Argument(help: "Only metrics whose name starts with this.")
    var prefix: String = ""

    @OptionGroup var connection: ConnectionOptions

    var wantsJSON: Bool { connection.display.json }

    func perform(_ context: CommandContext) async throws(Fault) -> CommandExit {
        let cell = Ref<CellContract>(try await connection.connect(context))
        let reply = try await cell.ask(GetMetrics(), options: connection.call(context, isIdempotent: true))
        let series = reply.series.filter { $0.name.hasPrefix(prefix) }
        try context.output.show(.object(["metrics": .array(series.map(Self.json))])) { output throws(Fault) in
            var table = Table(["METRIC", "LABELS", "COUNT", "VALUE"])
            for one in series {
                table.add([.init(one.name), .init(Self.labels(one)), .init(one.count.map { "\($0)" } ?? ""), .init(Self.number(one.value))])
            }
            try table.print(to: output)
            if series.isEmpty { try output.talk("no metric has a name that starts with \(prefix)") }
        }
        return series.isEmpty ? .failure : .success
    }

    private static func labels(_ series: GetMetrics.Series) -> String {
        series.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    }

    private static func number(_ value: Double) -> String { Int64(exactly: value).map { "\($0)" } ?? "\(value)" }

    private static func json(_ series: GetMetrics.Series) -> Value {
        .object([
            "name": .string(series.name),
            "labels": .map(series.labels.sorted { $0.key < $1.key }.map { Value.Entry(.string($0.key), .string($0.value)) }),
            "value": .float(series.value), "count": series.count.map { .integer($0) } ?? .null,
        ])
    }
}
