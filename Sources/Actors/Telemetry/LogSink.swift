public import Kernel
public import Logging
import World

/// Where the lines of a process go: one writer, one line at a time, with one level that can change while the process runs.
public final class LogSink: Sendable {
    /// Writes a whole line, with its line feed, to its file descriptor. It must not log.
    public typealias Writer = @Sendable (borrowing [UInt8]) -> Void

    private let process: String
    private let settings: Locked<LogSettings>
    private let clock: @Sendable () -> Timestamp
    private let turn = Locked<Void>(())
    private let writer: Writer

    /// - Parameter process: the name that lines carry: the service, such as `00.cortex`.
    public init(process: String, settings: LogSettings, clock: @escaping @Sendable () -> Timestamp, writer: @escaping Writer) {
        self.process = process
        self.settings = Locked(settings)
        self.clock = clock
        self.writer = writer
    }

    /// The least level that is written, for every logger that has not its own.
    public var level: Logger.Level {
        get { settings.withLock { $0.level } }
        set { settings.withLock { $0.level = newValue } }
    }

    /// A logger that writes here. The name says which part of the system speaks, such as `synapse.storm`.
    public func logger(_ name: String) -> Logger {
        Logger(label: name) { StructuredLogHandler(label: $0, sink: self) }
    }

    func write(_ event: LogEvent, metadata: Logger.Metadata, loggerName: String) {
        let record = LogRecord(event: event, metadata: metadata, loggerName: loggerName, process: process, time: clock())
        let line = LogLine.bytes(record, settings: settings.withLock { $0 })
        turn.withLock { _ in writer(line) }
    }
}
