import Kernel
import Logging

/// Gives a record the form of one line, at most ``bytesMax`` long.
enum LogLine {
    /// journald splits lines above 48 KiB; a little below leaves room for the priority prefix and the line feed.
    static let bytesMax = 47 << 10
    /// Texts in a JSON line are first cut to this length when the line is too long, then to shorter ones until it fits.
    private static let cutBytesMax = 8 << 10
    private static let cutBytesMin = 32
    /// What the message of a Storm query repeats; the text form does not show it again.
    private static let namesInMessage: Set<String> = ["text", "username", "user"]

    /// The line with its line feed.
    static func bytes(_ record: LogRecord, settings: LogSettings) -> [UInt8] {
        let prefix = settings.hasPriorityPrefix ? "<\(LogSettings.priority(of: record.level))>" : ""
        let line = settings.format == .json ? json(record) : text(record)
        return Array((prefix + line + "\n").utf8)
    }

    private static func text(_ record: LogRecord) -> String {
        var body = record.message
        if let fault = record.error as? Fault {
            body += ": " + LogRecord.text(fault.description)
        } else if let error = record.error {
            body += ": " + LogRecord.text(String(describing: error))
        }
        for field in record.fields where !namesInMessage.contains(field.name) && body.utf8.count <= bytesMax {
            body += " \(field.name)=\(field.value.string ?? field.value.json)"
        }
        let length = body.utf8.count
        body = Escape.controls(Escape.prefix(body, bytesMax: bytesMax))
        let head = "\(CivilTime.text(record.time)) [\(LogSettings.name(of: record.level))] "
        let place = [record.filename, record.function, record.actor, record.process].map {
            Escape.prefix(Escape.controls($0), bytesMax: 256)
        }
        let tail = " [\(place.joined(separator: ":"))]"
        let room = bytesMax - head.utf8.count - tail.utf8.count
        guard body.utf8.count > room || length > bytesMax else { return head + body + tail }
        let note = "... (cut)"
        return head + Escape.prefix(body, bytesMax: room - note.utf8.count) + note + tail
    }

    private static func json(_ record: LogRecord) -> String {
        let whole = object(record).json
        guard whole.utf8.count > bytesMax else { return whole }
        var cutBytes = cutBytesMax
        while cutBytes >= cutBytesMin {
            guard case .map(let entries) = cut(object(record), bytesMax: cutBytes) else { break }
            let line = Value.map(entries + [Value.Entry("truncated", true)]).json
            if line.utf8.count <= bytesMax { return line }
            cutBytes /= 2
        }
        var bare = record
        bare.fields = []
        bare.error = nil
        guard case .map(let entries) = cut(object(bare), bytesMax: cutBytesMin) else { return "{}" }
        return Value.map(entries + [Value.Entry("truncated", true)]).json
    }

    /// The object with the field names of the guide; metadata stands beside them, unless it has one of their names.
    private static func object(_ record: LogRecord) -> Value {
        var entries: [Value.Entry] = [
            Value.Entry("message", .string(record.message)),
            Value.Entry(
                "logger",
                .object([
                    "name": .string(record.loggerName), "process": .string(record.process), "filename": .string(record.filename),
                    "func": .string(record.function), "actor": .string(record.actor),
                ])),
            Value.Entry("level", .string(LogSettings.name(of: record.level))),
            Value.Entry("time", .string(CivilTime.text(record.time))),
        ]
        if let error = record.error { entries.append(Value.Entry("err", errorObject(error))) }
        let taken: Set<String> = ["message", "logger", "level", "time", "err", "truncated"]
        for field in record.fields where !taken.contains(field.name) { entries.append(Value.Entry(.string(field.name), field.value)) }
        return .map(entries)
    }

    /// `errname` and `mesg`, then the fields of the fault under their own names, as the guide has them.
    private static func errorObject(_ error: any Error) -> Value {
        guard let fault = error as? Fault else {
            return .object([
                "errname": .string(String(describing: type(of: error))), "mesg": .string(LogRecord.text(String(describing: error))),
            ])
        }
        var entries = [
            Value.Entry("errname", .string(fault.code.name)), Value.Entry("mesg", .string(LogRecord.text(fault.message))),
        ]
        if let advice = fault.advice { entries.append(Value.Entry("advice", .string(LogRecord.text(advice)))) }
        if let cause = fault.cause {
            entries.append(
                Value.Entry("cause", .object(["errname": .string(cause.code.name), "mesg": .string(LogRecord.text(cause.message))])))
        }
        let taken: Set<String> = ["errname", "mesg", "advice", "cause"]
        for (name, value) in fault.fields.sorted(by: { $0.key < $1.key }).prefix(LogRecord.fieldCountMax) where !taken.contains(name) {
            entries.append(
                Value.Entry(.string(name), Redaction.isSecret(name) ? .string(Redaction.mark) : LogRecord.redacted(value, depth: 2)))
        }
        return .map(entries)
    }

    private static func cut(_ value: Value, bytesMax: Int) -> Value {
        switch value {
        case .string(let text): .string(Escape.prefix(text, bytesMax: bytesMax))
        case .bytes(let bytes): .bytes(Array(bytes.prefix(bytesMax)))
        case .array(let items): .array(items.map { cut($0, bytesMax: bytesMax) })
        case .map(let entries): .map(entries.map { Value.Entry(cut($0.key, bytesMax: bytesMax), cut($0.value, bytesMax: bytesMax)) })
        default: value
        }
    }
}
