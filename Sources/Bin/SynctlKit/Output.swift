import Kernel
import World

/// What a command says: data on the standard output, talk on the standard error.
public struct Output: Sendable {
    /// Takes bytes until they are written.
    public typealias Writer = @Sendable ([UInt8]) throws(Fault) -> Void

    /// Whether data and errors are JSON.
    public var wantsJSON = false
    let coloursOutput: Bool
    let coloursError: Bool
    /// Whether a progress bar makes sense.
    let showsProgress: Bool
    let width: Int
    private let writeData: Writer
    private let writeTalk: Writer

    public init(
        terminal: Terminal, data: @escaping Writer = { (bytes) throws(Fault) in try StandardStream.output.write(bytes) },
        talk: @escaping Writer = { (bytes) throws(Fault) in try StandardStream.error.write(bytes) }
    ) {
        coloursOutput = terminal.isOutputTerminal && terminal.allowsColour
        coloursError = terminal.isErrorTerminal && terminal.allowsColour
        showsProgress = terminal.isErrorTerminal
        width = terminal.width
        writeData = data
        writeTalk = talk
    }

    /// A line of data.
    public func line(_ text: String) throws(Fault) { try writeData(Array((text + "\n").utf8)) }

    /// Data as it is.
    public func bytes(_ bytes: [UInt8]) throws(Fault) { try writeData(bytes) }

    /// Data for a script: one line of JSON.
    public func json(_ value: Value) throws(Fault) { try line(value.json) }

    /// Data for a script under `--json`, and otherwise what `text` prints for people.
    public func show(_ value: @autoclosure () -> Value, text: (Output) throws(Fault) -> Void) throws(Fault) {
        if wantsJSON { try json(value()) } else { try text(self) }
    }

    /// A line for a person who watches.
    public func talk(_ text: String) throws(Fault) { try writeTalk(Array((text + "\n").utf8)) }

    /// Talk without a line's end: a question, a progress bar.
    func talkInLine(_ text: String) throws(Fault) { try writeTalk(Array(text.utf8)) }

    /// Says what went wrong and what to do next.
    public func error(_ fault: Fault) throws(Fault) {
        if wantsJSON { return try talk(Value.object(["error": FaultText.json(fault)]).json) }
        try talk("\(Style.bad.paint("synctl: \(fault.code):", coloursError)) \(FaultText.message(fault))")
        if let advice = fault.advice { try talk("  next: \(advice)") }
    }
}

/// What a word means to whoever looks at it, as a colour.
enum Style: String {
    case good = "32"
    case warning = "33"
    case bad = "31"
    case strong = "1"

    /// `text` in the colour, where colours are wanted.
    func paint(_ text: String, _ isColoured: Bool) -> String { isColoured ? "\u{1b}[\(rawValue)m\(text)\u{1b}[0m" : text }
}

/// Faults as people and scripts read them.
enum FaultText {
    /// A cause below this depth adds nothing for a person.
    private static let causesMax = 8

    /// The message and its causes, without code and advice.
    static func message(_ fault: Fault) -> String {
        var text = printable(fault.message)
        var link = fault.cause
        for _ in 0..<causesMax {
            guard let cause = link else { break }
            text += " (because \(cause.code): \(printable(cause.message)))"
            link = cause.cause
        }
        return text
    }

    static func json(_ fault: Fault) -> Value {
        var entries = [
            Value.Entry("code", .string(fault.code.name)), Value.Entry("mesg", .string(message(fault))),
            Value.Entry("advice", fault.advice.map(Value.string) ?? .null),
        ]
        let fields = fault.fields.sorted { $0.key < $1.key }.map { Value.Entry(.string($0.key), $0.value) }
        entries.append(Value.Entry("fields", .map(fields)))
        return .map(entries)
    }

    /// Text from a peer without the control characters that could steer a terminal.
    static func printable(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) ? " " : $0 }))
    }
}
