/// What goes wrong because of a peer, a disk, an operator or a user. Mistakes of our own are preconditions, not faults.
///
/// A fault crosses the wire with all its parts. Its message says what was wrong and where; its advice says what to do next.
/// Messages and fields hold no secrets and no whole payloads.
public struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
    /// What a caller can react to.
    public let code: FaultCode
    /// What was wrong, in a sentence for a person, without a full stop.
    public let message: String
    /// Details by name, for scripts and structured logs.
    public let fields: [String: Value]
    /// What to do next: a command to run, a page to read. Nil where nothing sensible can be said.
    public let advice: String?
    private let boxedCause: Cause?

    /// The fault that led to this one.
    public var cause: Fault? { boxedCause?.fault }

    public init(
        _ code: FaultCode, _ message: String, fields: [String: Value] = [:], advice: String? = nil, cause: Fault? = nil
    ) {
        self.code = code
        self.message = message
        self.fields = fields
        self.advice = advice
        self.boxedCause = cause.map(Cause.init)
    }

    /// The same fault with one more field.
    public func with(_ name: String, _ value: Value) -> Fault {
        var fields = fields
        fields[name] = value
        return Fault(code, message, fields: fields, advice: advice, cause: cause)
    }

    /// Code, message, the chain of causes, and the advice, on one line.
    public var description: String {
        var text = "\(code): \(message)"
        var link = cause
        while let cause = link {
            text += " (because \(cause.code): \(cause.message))"
            link = cause.cause
        }
        if let advice { text += ". \(advice)" }
        return text
    }

    private final class Cause: Sendable, Hashable {
        let fault: Fault
        init(_ fault: Fault) { self.fault = fault }
        static func == (left: Cause, right: Cause) -> Bool { left.fault == right.fault }
        func hash(into hasher: inout Hasher) { hasher.combine(fault) }
    }
}
