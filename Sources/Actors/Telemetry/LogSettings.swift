public import Kernel
public import Logging

/// How a process logs, from `SYN_LOG_LEVEL`, `SYN_LOG_STRUCT` and the service manager.
public struct LogSettings: Sendable, Hashable {
    /// The form of a line.
    public enum Format: Sendable, Hashable {
        /// `2021-06-28 16:17:55,775 [INFO] message [file.swift:func:actor:process]`
        case text
        /// One JSON object.
        case json
    }

    /// The least level that is written.
    public var level: Logger.Level
    public var format: Format
    /// Start each line with `<N>`, the priority that journald takes off and stores. For a standard error that is the journal.
    public var hasPriorityPrefix: Bool

    public init(level: Logger.Level = .info, format: Format = .text, hasPriorityPrefix: Bool = false) {
        self.level = level
        self.format = format
        self.hasPriorityPrefix = hasPriorityPrefix
    }

    /// The settings that the environment asks for.
    ///
    /// - Throws: `BadConfValu` for a level or flag that is not one of the known words.
    public init(environment: [String: String], isJournal: Bool) throws(Fault) {
        self.init(hasPriorityPrefix: isJournal)
        if let name = environment["SYN_LOG_LEVEL"] { level = try Self.level(named: name, source: "SYN_LOG_LEVEL") }
        switch environment["SYN_LOG_STRUCT"] {
        case nil, "false", "0": format = .text
        case "true", "1": format = .json
        default:
            throw Fault(
                .badConfig, "SYN_LOG_STRUCT expects true or false", fields: ["key": "SYN_LOG_STRUCT"],
                advice: "Set SYN_LOG_STRUCT to true for one JSON object a line, or unset it")
        }
    }

    /// The names that operators use, with the level of each.
    public static let levels: [(name: String, level: Logger.Level)] = [
        ("DEBUG", .debug), ("INFO", .info), ("WARNING", .warning), ("ERROR", .error), ("CRITICAL", .critical),
    ]

    /// The level with this name, which the setting `source` has.
    ///
    /// - Throws: `BadConfValu` for any other name.
    public static func level(named name: String, source: String) throws(Fault) -> Logger.Level {
        if let found = levels.first(where: { $0.name == name }) { return found.level }
        throw Fault(
            .badConfig,
            "\(source) expects one of \(levels.map(\.name).joined(separator: ", ")), found '\(Escape.controls(String(name.prefix(40))))'",
            fields: ["key": .string(source)], advice: "Set \(source) to one of these names, in capitals")
    }

    /// The name of a level; the two that operators do not know go by the nearest one.
    static func name(of level: Logger.Level) -> String {
        switch level {
        case .trace, .debug: "DEBUG"
        case .info, .notice: "INFO"
        case .warning: "WARNING"
        case .error: "ERROR"
        case .critical: "CRITICAL"
        }
    }

    /// The priority of syslog and journald.
    static func priority(of level: Logger.Level) -> Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
