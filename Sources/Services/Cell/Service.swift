import ActorTree
import Config
import Kernel
import Logging
import Messaging
import Nexus
import Store
import World

/// What a kind of service adds to the cell that runs it: its options, its changes, its messages.
public protocol Service: Sendable {
    /// The name of the kind, as `synapsed` takes it and as environment variables begin: `axon`.
    static var kind: String { get }
    /// Every option of a service of this kind.
    static var options: ServiceOptions { get }

    /// Opens what the service keeps. The store is open, nothing is replicated yet.
    init(_ ground: ServiceGround) throws(Fault)

    /// The changes that it knows.
    var changes: ChangeTable { get }
    /// Where bytes that entries name are kept; nil for a service without such.
    var attachments: (any AttachmentStore)? { get }
    /// The messages that it answers, beside those of every cell.
    func messages(_ runtime: ServiceRuntime) -> MessageTable
    /// Runs beside the listeners until it is cancelled, for a service that does something by itself.
    func run(_ runtime: ServiceRuntime) async throws(Fault)
}

extension Service {
    public var attachments: (any AttachmentStore)? { nil }
    public func run(_ runtime: ServiceRuntime) async throws(Fault) {}
}

/// What a service stands on when it opens.
public struct ServiceGround: Sendable {
    public let directory: String
    public let host: Host
    public let store: StoreEnvironment
    public let configuration: Configuration
    /// Threads for files.
    public let blocking: Blocking
    public let log: Logger
}

/// What a service may use once it is replicated.
public struct ServiceRuntime: Sendable {
    /// Where changes are handed in.
    public let nexus: any Issuing
    /// Waits for changes to be applied.
    public let applied: IndexSignal
    public let log: Logger
}
