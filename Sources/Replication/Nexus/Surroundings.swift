import Kernel
import Leadership
import Messaging

/// What a server tells the registry about one service. Sent without waiting; the registry's answers come as events.
public enum RegistryReport: Sendable {
    case report(MemberReport, LeaseRequest?)
    case position(id: Iden, MemberReport)
    case phase(id: Iden, PromotionPhase)
    case commit(id: Iden, term: Term, position: Position)
    case failure(id: Iden, Fault)
}

/// The registry, as the Nexus sees it: AHA, or nothing for a service without one.
public protocol Registry: Sendable {
    /// Passes a report on. It may be lost: whatever matters is repeated by the machines.
    func send(_ report: RegistryReport)
}

/// For a service without a registry.
public struct NoRegistry: Registry {
    public init() {}
    /// Does nothing: there is no registry to tell.
    public func send(_ report: RegistryReport) {}
}

/// The other servers of the service, by name.
public protocol Peers: Sendable {
    /// The way to the server `name`.
    /// - Throws: `NoSuchName`, `Unreachable` and what the link throws.
    func endpoint(of name: String) async throws(Fault) -> any Endpoint
}

/// For a service that has no other servers.
public struct NoPeers: Peers {
    public init() {}
    /// Finds nobody.
    public func endpoint(of name: String) async throws(Fault) -> any Endpoint {
        throw Fault(.noSuchName, "this server knows no other by the name \(name)", advice: "Configure aha:registry or mirror")
    }
}

/// The server that this one follows, while it follows.
public struct Upstream: Sendable {
    /// The full name of the peer, and the way to it.
    public let name: String
    public let endpoint: any Endpoint
}
