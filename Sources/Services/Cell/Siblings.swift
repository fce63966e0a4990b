import Kernel
import Leadership
import Messaging

/// The other servers of this server's service, as AHA knows them.
public struct Siblings: Sendable {
    /// The full name of this server, and the name under which whoever leads its service is found.
    let names: CellNames
    /// Nil for a service without AHA, which knows no others.
    let neighbours: Neighbours?

    /// Those that attend at AHA now, best first: see ``ServiceStatus/isBetterSource(than:)``.
    /// - Throws: `Unreachable` while AHA does not answer; `Refused` without AHA.
    public func online() async throws(Fault) -> [ServiceStatus] {
        guard let neighbours else {
            throw Fault(
                .refused, "this service has no AHA, and so knows no other servers",
                advice: "Provision the servers: synctl aha provision service")
        }
        let all = try await Ref<AhaContract>(try await neighbours.aha()).ask(ListServices())
        return all.filter { $0.registration.alias == names.alias && $0.isOnline && $0.registration.address.name != names.full }
            .sorted { $0.isBetterSource(than: $1) }
    }

    /// The way to one of them, by its full name.
    public func endpoint(of name: String) async throws(Fault) -> any Endpoint {
        guard let neighbours else { throw Fault(.noSuchName, "this server knows no other by the name \(name)") }
        return try await neighbours.endpoint(of: name)
    }
}

extension ServiceStatus {
    /// Whether it is the better one to take over or to fetch from: it has all bytes, or is further; else by name.
    func isBetterSource(than other: ServiceStatus) -> Bool {
        if (complete ?? false) != (other.complete ?? false) { return complete ?? false }
        if position.isAhead(of: other.position) { return true }
        if other.position.isAhead(of: position) { return false }
        return registration.address.name < other.registration.address.name
    }
}
