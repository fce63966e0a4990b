import Cell
import Kernel
import Link
import Messaging
import NIOCore
import TLS
import World

/// Makes links to services by URL: through sockets, addresses and AHA.
public struct Connector: Sendable {
    /// The path of a socket file has room for this many bytes (unix(7)).
    private static let socketPathBytesMax = 107

    private let settings: LinkSettings
    private let certificates: ClientCertificates
    private let contexts: ClientContexts
    private let registry: [ServiceURL]
    private let timeout: Instant.Span

    /// - Parameters:
    ///   - settings: threads and bounds of the links.
    ///   - registry: the servers of AHA, for `aha://`.
    ///   - timeout: how long one connection may take, AHA included.
    public init(settings: LinkSettings, certificates: ClientCertificates, registry: [ServiceURL], timeout: Instant.Span) {
        var settings = settings
        settings.limits.helloTime = min(settings.limits.helloTime, timeout)
        self.settings = settings
        self.certificates = certificates
        contexts = ClientContexts(certificates)
        self.registry = registry
        self.timeout = timeout
    }

    /// A link to the service.
    /// - Throws: `Unreachable`, `TimeOut`, `NoLeader`, `NoSuchName`, `NoSuchCert`, `BadCertificate`, `BadArg`.
    public func connect(to url: ServiceURL) async throws(Fault) -> Link {
        try await Race.within(timeout, clock: settings.host.clock, late: late(url.description)) { () async throws(Fault) in
            try await open(url)
        }
    }

    /// A link to a listener whose certificate has this fingerprint, without a certificate of our own.
    public func connect(host: String, port: Int, pinned fingerprint: Digest) async throws(Fault) -> Link {
        let tls = LinkTLS.client(TLSContextHolder(try TLSContext.client(identity: nil, trust: [])), expecting: .pinned(fingerprint))
        let address = LinkAddress.tcp(host: host, port: port)
        return try await Race.within(timeout, clock: settings.host.clock, late: late(address.description)) { () async throws(Fault) in
            try await link(address, tls)
        }
    }

    private func late(_ place: String) -> Fault {
        Fault(
            .deadline, "\(place) did not answer within \(timeout.inMilliseconds / 1000) s", fields: ["address": .string(place)],
            advice: "Check the host and the network between, or wait longer with --timeout")
    }

    private func open(_ url: ServiceURL) async throws(Fault) -> Link {
        switch url.scheme {
        case .cell: return try await cell(url.path)
        case .unix: return try await connect(socket: url.path)
        case .tcp: return try await link(.tcp(host: url.host, port: url.port ?? ServiceURL.portDefault), nil)
        case .ssl: return try await secure(url, as: try user(url))
        case .aha: return try await find(url.host, user: url.user)
        }
    }

    /// Who to be towards the service of an `ssl://` URL.
    private func user(_ url: ServiceURL) throws(Fault) -> ClientCertificates.User {
        try certificates.user(
            url.parameters["certname"] ?? url.user ?? ClientCertificates.defaultUser, network: url.parameters["ca"],
            towards: url.certificateHost)
    }

    private func secure(_ url: ServiceURL, as user: ClientCertificates.User) async throws(Fault) -> Link {
        try await secure(host: url.host, port: url.port ?? ServiceURL.portDefault, expecting: url.certificateHost, as: user)
    }

    private func cell(_ directory: String) async throws(Fault) -> Link {
        let path = "\(directory)/\(ServiceURL.cellSocket)"
        guard settings.host.files.exists(path) else {
            let isDirectory = settings.host.files.exists(directory)
            throw Fault(
                .unreachable,
                isDirectory ? "no service runs in \(directory): it has no \(ServiceURL.cellSocket)" : "there is no directory \(directory)",
                fields: ["path": .string(path)],
                advice: isDirectory ? "Start it: synapsed SERVICE \(directory), or its systemd unit" : "Check the directory, or give --url")
        }
        do throws(Fault) {
            return try await connect(socket: path)
        } catch where error.code == .unreachable {
            throw Fault(
                .unreachable, "the service in \(directory) does not run, or this user may not open its socket: \(error.message)",
                fields: error.fields, advice: "Start it: synapsed SERVICE \(directory), or its systemd unit")
        }
    }

    private func connect(socket path: String) async throws(Fault) -> Link {
        guard path.utf8.count <= Self.socketPathBytesMax else {
            throw Fault(
                .badArgument, "the path of the socket has \(path.utf8.count) bytes; the system takes \(Self.socketPathBytesMax): \(path)",
                advice: "Reach the directory through a shorter symbolic link")
        }
        return try await link(.unix(path: path), nil)
    }

    private func secure(host: String, port: Int, expecting name: String, as user: ClientCertificates.User) async throws(Fault) -> Link {
        do throws(Fault) {
            return try await link(.tcp(host: host, port: port), .client(try contexts.context(of: user), expecting: .host(name)))
        } catch where error.code == .badCertificate {
            // They may have been renewed since they were read.
            contexts.forget(user)
            throw error
        }
    }

    private func link(_ address: LinkAddress, _ tls: LinkTLS?) async throws(Fault) -> Link {
        try await LinkClient.connect(to: address, tls: tls, settings: settings)
    }

    // MARK: AHA

    /// Asks the servers of AHA one after the other. One that answers beats one that does not; the next is asked where a name is
    /// unknown, since it may be of another network.
    private func find(_ name: String, user: String?) async throws(Fault) -> Link {
        guard !registry.isEmpty else {
            throw Fault(
                .badConfig, "nothing says where AHA is, so \(name) cannot be found",
                advice: "Enrol with 'synctl aha enroll URL', or set SYN_AHA_REGISTRY to its URL, such as ssl://root@aha.example.net")
        }
        var answer: Fault?
        var silence: Fault?
        for server in registry {
            do throws(Fault) {
                let (address, whoever) = try await resolve(name, at: server, user: user)
                return try await secure(host: address.host, port: address.port, expecting: address.name, as: whoever)
            } catch {
                switch error.code {
                case .noSuchName: answer = answer ?? error
                case .unreachable where error.fields["name"] == nil, .deadline, .linkDown, .noCertificate: silence = silence ?? error
                default: throw error
                }
            }
        }
        throw answer ?? silence ?? Fault(.unreachable, "no server of AHA answers")
    }

    private func resolve(
        _ name: String, at server: ServiceURL, user: String?
    ) async throws(Fault) -> (ServiceAddress, ClientCertificates.User) {
        guard server.scheme == .ssl else {
            throw Fault(
                .badConfig, "AHA is reached over ssl://, not over \(server)",
                advice: "Correct SYN_AHA_REGISTRY or ~/.syn/telepath.yaml")
        }
        var server = server
        if let user {
            server.user = user
            server.parameters["certname"] = nil
        }
        let whoever = try self.user(server)
        let link: Link
        do throws(Fault) {
            link = try await secure(server, as: whoever)
        } catch where error.code == .unreachable {
            throw Fault(
                .unreachable, "AHA cannot be reached: \(error.message)", fields: error.fields,
                advice: "Check that AHA runs at \(server.host); without it no name can be looked up, though ssl:// URLs still work")
        }
        defer { link.close() }
        let options = CallOptions(deadline: settings.host.clock.now() + timeout, isIdempotent: true)
        return (try await Ref<AhaContract>(link).ask(ResolveService(name), options: options), whoever)
    }
}
