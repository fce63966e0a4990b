import Kernel
import MessagePack
import Store
import World

/// A kind of change to the state of a service: a value that is logged, and applied in the same way on every server.
public protocol Change: Packable {
    /// What the change answers to the one who asked for it.
    associatedtype Outcome: Packable
    /// The actor of the service that applies it, such as `axon`.
    static var target: String { get }
    /// Its name within the target, such as `add`. It never changes.
    static var event: String { get }
    /// The change level from which a server knows it.
    static var level: UInt64 { get }
}

extension Change {
    /// The first level, unless a change says otherwise.
    public static var level: UInt64 { 1 }
}

/// What a change may know beside its own fields: the same on every server.
public struct ChangeContext: Sendable {
    /// Where in the log the change is, and in which term it was ordered.
    public let index: Index
    public let term: Term
    /// When the leader ordered it. Handlers use this and never a clock.
    public let time: Timestamp
    public let origin: Origin
    let effects: Effects

    /// Has `body` called, on the writer's thread, when the change is durable here. It must be quick, and nothing may depend on it: after a
    /// crash it is not called.
    public func afterCommit(_ body: @escaping @Sendable () -> Void) { effects.add(body) }
}

/// What is to be done once the open transaction is durable.
final class Effects: Sendable {
    private let bodies = Locked<[@Sendable () -> Void]>([])

    func add(_ body: @escaping @Sendable () -> Void) { bodies.withLock { $0.append(body) } }

    func run() {
        let due = bodies.withLock { bodies in
            defer { bodies = [] }
            return bodies
        }
        for body in due { body() }
    }
}

/// Bytes that an entry names and that must be present before it is applied: they travel beside the log, not in it.
public struct Attachment: Hashable, Sendable {
    /// The SHA-256 of the bytes, and how many they are.
    public let digest: Digest
    public let byteCount: UInt64

    public init(digest: Digest, byteCount: UInt64) {
        self.digest = digest
        self.byteCount = byteCount
    }
}

/// The changes that a service knows.
public struct ChangeTable: Sendable {
    typealias Check = @Sendable ([UInt8], WriteTransaction) throws(Fault) -> Void
    typealias Apply = @Sendable ([UInt8], ChangeContext, WriteTransaction) throws(Fault) -> [UInt8]

    struct Handler: Sendable {
        let level: UInt64
        let check: Check
        let apply: Apply
        let attachments: @Sendable ([UInt8]) throws(Fault) -> [Attachment]
    }

    private struct Name: Hashable {
        let target: String
        let event: String
    }

    private var handlers: [Name: Handler] = [:]

    public init() {}

    /// Teaches the table a kind of change.
    ///
    /// - Parameters:
    ///   - check: runs on the leader only, before the entry is appended, and refuses the change by throwing. It sees all changes before
    ///     this one. It must not write.
    ///   - attachments: the bytes that must be present before the change is applied.
    ///   - apply: changes the state. It depends on nothing but the change, the context and the state, so that every server gets the same
    ///     state. What it throws stops the service: a change that was checked and appended must apply.
    public mutating func on<C: Change>(
        _ type: C.Type,
        check: @escaping @Sendable (C, WriteTransaction) throws(Fault) -> Void = { _, _ in },
        attachments: @escaping @Sendable (C) -> [Attachment] = { _ in [] },
        apply: @escaping @Sendable (C, ChangeContext, WriteTransaction) throws(Fault) -> C.Outcome
    ) {
        let name = Name(target: C.target, event: C.event)
        precondition(handlers[name] == nil, "the change \(C.target)/\(C.event) has two handlers")
        handlers[name] = Handler(
            level: C.level,
            check: { (arguments, transaction) throws(Fault) in try check(C(packed: arguments), transaction) },
            apply: { (arguments, context, transaction) throws(Fault) in
                try apply(C(packed: arguments), context, transaction).packed
            },
            attachments: { (arguments) throws(Fault) in attachments(try C(packed: arguments)) })
    }

    /// The highest level of all changes: what this server says it knows.
    var level: UInt64 { handlers.values.map(\.level).max() ?? 1 }

    func handler(for proposal: Proposal) throws(Fault) -> Handler {
        guard let handler = handlers[Name(target: proposal.target, event: proposal.event)] else {
            throw Fault(
                .noSuchTarget, "this service knows no change \(proposal.target)/\(proposal.event)",
                fields: ["target": .string(proposal.target), "event": .string(proposal.event)],
                advice: "The sender may be newer: update this server first")
        }
        return handler
    }
}
