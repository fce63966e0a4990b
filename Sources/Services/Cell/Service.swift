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
    /// Begins to serve. Changes can be made from now on, as soon as somebody leads.
    func start(_ runtime: ServiceRuntime) async throws(Fault) -> any RunningService
}

extension Service {
    /// No bytes beside the log.
    public var attachments: (any AttachmentStore)? { nil }
}

/// A service that serves.
public protocol RunningService: Sendable {
    /// The messages that it answers, beside those of every cell.
    var messages: MessageTable { get }
    /// The messages for those who have no certificate yet; nil where nobody can enrol.
    var enrolment: MessageTable? { get }
    func stop() async
}

extension RunningService {
    /// Nobody can enrol.
    public var enrolment: MessageTable? { nil }
    /// Nothing to stop.
    public func stop() async {}
}

/// What a service stands on when it opens.
public struct ServiceGround: Sendable {
    /// The directory of the service.
    public let directory: String
    /// The machine: clock, files, randomness.
    public let host: Host
    /// Where the service keeps its tables.
    public let store: StoreEnvironment
    /// The options, read and checked.
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
    /// The ports that the cell listens on.
    public let ports: ServicePorts
    /// The other servers of the service.
    public let siblings: Siblings
    /// Changes tables that only this server keeps (`local/…`), durably. The body throws before it changes anything, or not at all.
    public let writeLocally: @Sendable (_ body: @Sendable (WriteTransaction) throws(Fault) -> Void) async throws(Fault) -> Void
}

/// The ports of a cell's listeners. They are reserved before the service starts, and listened on when it serves.
public struct ServicePorts: Sendable, Hashable {
    /// The wire protocol; 0 where there is only the socket.
    public var wire: Int
    /// Enrolment; 0 where nobody can enrol.
    public var provision: Int
}
