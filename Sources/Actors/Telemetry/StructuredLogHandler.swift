public import Logging

/// The swift-log handler that writes to a ``LogSink``; libraries that log through swift-log come out in the same form.
public struct StructuredLogHandler: LogHandler {
    /// What every line of this logger carries.
    public var metadata: Logger.Metadata = [:]
    /// Asked at every line for what else it carries; nil for nothing.
    public var metadataProvider: Logger.MetadataProvider?
    private let label: String
    private let sink: LogSink
    private var ownLevel: Logger.Level?

    public init(label: String, sink: LogSink) {
        self.label = label
        self.sink = sink
    }

    /// The level of this logger when it was set, else that of the sink.
    public var logLevel: Logger.Level {
        get { ownLevel ?? sink.level }
        set { ownLevel = newValue }
    }

    /// One entry of ``metadata``.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one event as one line, if its level is logged.
    public func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { _, new in new } }
        if let own = event.metadata { all.merge(own) { _, new in new } }
        sink.write(event, metadata: all, loggerName: label)
    }
}
