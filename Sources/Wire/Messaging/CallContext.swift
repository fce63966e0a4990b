import Kernel

/// What a handler knows about a call beside the message.
public struct CallContext: Sendable {
    /// Who asks.
    public let caller: Caller
    /// The path of the actor that was asked, such as `*/view/1f00..`; empty for the service itself.
    public let target: String
    /// When the caller stops waiting, on the clock of this process; nil where it waits for ever.
    public let deadline: Instant?
    /// The label under which the caller may repeat the request and have it made once; nil where it gave none.
    public let request: Iden?
    /// What the caller said in addition, for records.
    public let metadata: [String: Value]

    public init(
        caller: Caller, target: String = "", deadline: Instant? = nil, request: Iden? = nil, metadata: [String: Value] = [:]
    ) {
        self.caller = caller
        self.target = target
        self.deadline = deadline
        self.request = request
        self.metadata = metadata
    }
}

/// What a caller says about a call beside the message.
public struct CallOptions: Sendable {
    /// When to stop waiting; nil to wait as long as the link lives.
    public var deadline: Instant?
    /// The label under which the receiver makes the request once, however often it arrives.
    public var request: Iden?
    /// Whether the call may be sent again after its link went down, though it may have been made: because it only reads, or because
    /// it has a `request` label that the receiver remembers.
    public var isIdempotent: Bool
    /// Anything for the receiver's records.
    public var metadata: [String: Value]

    public init(
        deadline: Instant? = nil, request: Iden? = nil, isIdempotent: Bool = false, metadata: [String: Value] = [:]
    ) {
        self.deadline = deadline
        self.request = request
        self.isIdempotent = isIdempotent
        self.metadata = metadata
    }

    /// Waits as long as the link lives, without a label.
    public static let none = CallOptions()
}
