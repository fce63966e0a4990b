public import Kernel
public import Logging

/// One thing to log, free of secrets, before it has the form of a line.
struct LogRecord {
    var level: Logger.Level
    var time: Timestamp
    var message: String
    var loggerName: String
    var process: String
    /// The last part of the source file's path.
    var filename: String
    var function: String
    /// The path of the actor that logs, such as `cortex/nexus`.
    var actor: String
    var error: (any Error)?
    /// In order of name.
    var fields: [(name: String, value: Value)]

    /// More would be a payload, not metadata.
    static let fieldCountMax = 64
    /// Metadata is flat or nearly so; the bound keeps a hostile nesting off the stack.
    static let fieldDepthMax = 8
    /// The metadata that names the actor; it becomes a part of the line instead of a field.
    static let actorKey = "actor"

    init(event: LogEvent, metadata: Logger.Metadata, loggerName: String, process: String, time: Timestamp) {
        level = event.level
        self.time = time
        message = Self.text(event.message.description)
        self.loggerName = loggerName
        self.process = process
        filename = event.file.split(separator: "/").last.map(String.init) ?? event.file
        function = event.function.prefix { $0 != "(" }.description
        actor = metadata[Self.actorKey].map { Self.text("\($0)") } ?? "-"
        error = event.error
        fields = metadata.sorted { $0.key < $1.key }.filter { $0.key != Self.actorKey }.prefix(Self.fieldCountMax).map { name, value in
            (name, Redaction.isSecret(name) ? .string(Redaction.mark) : Self.value(value, depth: 1))
        }
    }

    /// A text without passwords, cut to what a line can hold: the cost of a line has a bound however long its parts are.
    static func text(_ text: String) -> String { Redaction.bounded(text, bytesMax: LogLine.bytesMax) }

    private static func value(_ metadata: Logger.MetadataValue, depth: Int) -> Value {
        guard depth <= fieldDepthMax else { return "..." }
        return switch metadata {
        case .string(let text): .string(Self.text(text))
        case .stringConvertible(let item as LogValue): redacted(item.value, depth: depth)
        case .stringConvertible(let item): .string(Self.text(item.description))
        case .array(let items): .array(items.prefix(fieldCountMax).map { value($0, depth: depth + 1) })
        case .dictionary(let entries):
            .map(
                entries.sorted { $0.key < $1.key }.prefix(fieldCountMax).map { name, item in
                    Value.Entry(.string(name), Redaction.isSecret(name) ? .string(Redaction.mark) : value(item, depth: depth + 1))
                })
        }
    }

    /// A value with the secrets in it replaced.
    static func redacted(_ value: Value, depth: Int) -> Value {
        guard depth <= fieldDepthMax else { return "..." }
        return switch value {
        case .string(let text): .string(Self.text(text))
        case .array(let items): .array(items.prefix(fieldCountMax).map { redacted($0, depth: depth + 1) })
        case .map(let entries):
            .map(
                entries.prefix(fieldCountMax).map { entry in
                    let isSecret = entry.key.string.map(Redaction.isSecret) ?? false
                    return Value.Entry(entry.key, isSecret ? .string(Redaction.mark) : redacted(entry.value, depth: depth + 1))
                })
        case .bytes(let bytes): .bytes(Array(bytes.prefix(LogLine.bytesMax)))
        case .ext(let kind, let bytes): .ext(kind, Array(bytes.prefix(LogLine.bytesMax)))
        default: value
        }
    }
}

/// A dynamic value as log metadata: a number stays a number in structured logs. `metadata: ["lag": .value(12)]`
public struct LogValue: Sendable, CustomStringConvertible {
    /// What stands in the log line.
    public let value: Value

    public init(_ value: Value) { self.value = value }

    public var description: String { value.string ?? value.json }
}

extension Logger.MetadataValue {
    /// A dynamic value as metadata.
    public static func value(_ value: Kernel.Value) -> Logger.MetadataValue { .stringConvertible(LogValue(value)) }
}
