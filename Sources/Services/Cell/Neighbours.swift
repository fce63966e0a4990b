import ActorTree
import Kernel
import Leadership
import Link
import Logging
import Messaging
import Nexus
import TLS
import World

/// The other servers, as this one reaches them: links to AHA and to its peers, made when they are needed and made again when they drop.
///
/// Nothing that was read before an `await` is trusted after it.
public actor Neighbours: Peers {
    /// Where AHA is: the URLs of `aha:registry`.
    private let registry: [ServiceURL]
    private let certificates: TLSContextHolder
    private let settings: LinkSettings
    private let logger: Logger

    /// Kept under the name that the peer's certificate proved. Behind a lock, so that a link that is open is found without waiting.
    private let links = Locked<[String: Link]>([:])
    /// Links that are being made, so that many who need the same one make one.
    private var pending: [String: Task<Result<Link, Fault>, Never>] = [:]
    /// The last known addresses, for when AHA does not answer.
    private var addresses: [String: ServiceAddress] = [:]

    init(registry: [ServiceURL], certificates: TLSContextHolder, settings: LinkSettings, logger: Logger) {
        self.registry = registry
        self.certificates = certificates
        self.settings = settings
        self.logger = logger
    }

    /// The name under which the link to AHA is kept; no server can be called so.
    private static let ahaKey = "/aha"

    // MARK: Links

    /// The link to AHA.
    /// - Throws: `Unreachable` naming every URL that was tried and why it failed.
    func aha() async throws(Fault) -> Link {
        try await link(Self.ahaKey) { () async throws(Fault) in try await self.connectAha() }
    }

    /// A link to the server with this full name, opened when it is first used.
    public nonisolated func endpoint(of name: String) async throws(Fault) -> any Endpoint {
        // While it is open, AHA need not be asked again.
        if let known = known(name) { return known }
        return try await connection(to: name)
    }

    private nonisolated func known(_ key: String) -> Link? {
        links.withLock { $0[key] }.flatMap { $0.isOpen ? $0 : nil }
    }

    private func connection(to name: String) async throws(Fault) -> Link {
        let address = try await resolve(name)
        return try await link(address.name) { () async throws(Fault) in try await self.connect(to: address) }
    }

    /// The address behind a name: what AHA says, or what it said last while it cannot be reached.
    func resolve(_ name: String) async throws(Fault) -> ServiceAddress {
        do throws(Fault) {
            let deadline = settings.host.clock.now() + .seconds(5)
            let found = try await Ref<AhaContract>(try await aha()).ask(ResolveService(name), options: CallOptions(deadline: deadline))
            addresses[name] = found
            return found
        } catch where [FaultCode.unreachable, .linkDown, .deadline].contains(error.code) && addresses[name] != nil {
            if let known = addresses[name] { return known }
            throw error
        }
    }

    private func link(_ key: String, _ make: @escaping @Sendable () async throws(Fault) -> Link) async throws(Fault) -> Link {
        if let known = known(key) { return known }
        links.withLock { $0[key] = nil }
        if let task = pending[key] { return try await task.value.get() }
        let task = Task { () -> Result<Link, Fault> in
            do throws(Fault) {
                return .success(try await make())
            } catch {
                return .failure(error)
            }
        }
        pending[key] = task
        let result = await task.value
        pending[key] = nil
        if case .success(let link) = result { links.withLock { $0[key] = link } }
        return try result.get()
    }

    private func connectAha() async throws(Fault) -> Link {
        guard !registry.isEmpty else {
            throw Fault(.unreachable, "this server knows no AHA", advice: "Set aha:registry, or provision the server")
        }
        var failures: [String] = []
        for url in registry {
            do throws(Fault) {
                return try await url.connect(certificates: certificates, settings: settings)
            } catch {
                failures.append("\(url): \(error.message)")
            }
        }
        throw Fault(
            .unreachable, "AHA cannot be reached: \(failures.joined(separator: "; "))",
            advice: "Start AHA, or correct aha:registry")
    }

    private func connect(to address: ServiceAddress) async throws(Fault) -> Link {
        try await LinkClient.connect(
            to: .tcp(host: address.host, port: address.port), tls: .client(certificates, expecting: .host(address.name)),
            settings: settings)
    }

    /// Closes every link.
    func stop() async {
        for task in pending.values { task.cancel() }
        let open = links.withLock { links in
            defer { links = [:] }
            return links
        }
        for link in open.values { link.close() }
    }
}

extension ServiceURL {
    /// Connects to this URL, showing and checking certificates where it is an `ssl://` one.
    func connect(certificates: TLSContextHolder, settings: LinkSettings) async throws(Fault) -> Link {
        switch scheme {
        case .ssl:
            let name = parameters["hostname"] ?? host
            let address = LinkAddress.tcp(host: host, port: port ?? Self.portDefault)
            return try await LinkClient.connect(to: address, tls: .client(certificates, expecting: .host(name)), settings: settings)
        case .tcp:
            return try await LinkClient.connect(to: .tcp(host: host, port: port ?? Self.portDefault), settings: settings)
        case .unix: return try await LinkClient.connect(to: .unix(path: path), settings: settings)
        case .cell: return try await LinkClient.connect(to: .unix(path: "\(path)/\(Self.cellSocket)"), settings: settings)
        case .aha:
            throw Fault(.badArgument, "the registry cannot be reached through itself: \(self)", advice: "Give aha:registry an ssl:// URL")
        }
    }
}
