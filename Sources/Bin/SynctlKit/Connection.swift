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
    private let registry: [ServiceTarget]
    private let timeout: Instant.Span

    /// - Parameters:
    ///   - settings: threads and bounds of the links.
    ///   - registry: the servers of AHA, for `aha://`.
    ///   - timeout: how long one connection may take, AHA included.
    public init(settings: LinkSettings, certificates: ClientCertificates, registry: [ServiceTarget], timeout: Instant.Span) {
        var settings = settings
        settings.limits.helloTime = min(settings.limits.helloTime, timeout)
        self.settings = settings
        self.certificates = certificates
        self.registry = registry
        self.timeout = timeout
    }

    /// A link to the service.
    /// - Throws: `Unreachable`, `TimeOut`, `NoLeader`, `NoSuchName`, `NoSuchCert`, `BadCertificate`, `BadArg`.
    public func connect(to target: ServiceTarget) async throws(Fault) -> Link {
        let late = Fault(
            .deadline, "\(target) did not answer within \(timeout.nanoseconds / 1_000_000_000) s", fields: ["url": .string(target.description)],
            advice: "Check the host and the network between, or wait longer with --timeout")
        return try await Race.within(timeout, clock: settings.host.clock, late: late) { () async throws(Fault) in try await open(target) }
    }

    /// A link to a listener whose certificate has this fingerprint, without a certificate of our own.
    public func connect(host: String, port: Int, pinned fingerprint: Digest) async throws(Fault) -> Link {
        let tls = LinkTLS.client(TLSContextHolder(try TLSContext.client(identity: nil, trust: [])), expecting: .pinned(fingerprint))
        let late = Fault(
            .deadline, "\(host):\(port) did not answer within \(timeout.nanoseconds / 1_000_000_000) s",
            advice: "Check the host and the network between, or wait longer with --timeout")
        return try await Race.within(timeout, clock: settings.host.clock, late: late) { () async throws(Fault) in
            try await link(.tcp(host: host, port: port), tls)
        }
    }

    private func open(_ target: ServiceTarget) async throws(Fault) -> Link {
        switch target {
        case .cell(let directory): return try await cell(directory)
        case .unix(let path): return try await socket(path)
        case .tcp(let host, let port): return try await link(.tcp(host: host, port: port), nil)
        case .tls(let target):
            let name = target.user ?? ClientCertificates.defaultUser
            let user = try certificates.user(name, network: target.network, towards: target.certificateHost)
            return try await secure(host: target.host, port: target.port, expecting: target.certificateHost, as: user)
        case .aha(let user, let name): return try await find(name, user: user)
        }
    }

    private func cell(_ directory: String) async throws(Fault) -> Link {
        let path = "\(directory)/\(Self.socketPath)"
        guard settings.host.files.exists(path) else {
            let isDirectory = settings.host.files.exists(directory)
            throw Fault(
                .unreachable, isDirectory ? "no service runs in \(directory): it has no \(Self.socketPath)" : "there is no directory \(directory)",
                fields: ["path": .string(path)],
                advice: isDirectory ? "Start it: synapsed SERVICE \(directory), or its systemd unit" : "Check the directory, or give --url")
        }
        do throws(Fault) {
            return try await socket(path)
        } catch where error.code == .unreachable {
            throw Fault(
                .unreachable, "the service in \(directory) does not run, or this user may not open its socket: \(error.message)",
                fields: error.fields, advice: "Start it: synapsed SERVICE \(directory), or its systemd unit")
        }
    }

    /// Where the socket of a service lies in its directory.
    static let socketPath = "sockets/cell"

    private func socket(_ path: String) async throws(Fault) -> Link {
        guard path.utf8.count <= Self.socketPathBytesMax else {
            throw Fault(
                .badArgument, "the path of the socket has \(path.utf8.count) bytes; the system takes \(Self.socketPathBytesMax): \(path)",
                advice: "Go to the directory and run synctl there with --url cell://., or reach it through a shorter symbolic link")
        }
        return try await link(.unix(path: path), nil)
    }

    private func secure(host: String, port: Int, expecting name: String, as user: ClientCertificates.User) async throws(Fault) -> Link {
        let contexts = TLSContextHolder(try certificates.context(of: user))
        return try await link(.tcp(host: host, port: port), .client(contexts, expecting: .host(name)))
    }

    private func link(_ address: LinkAddress, _ tls: LinkTLS?) async throws(Fault) -> Link {
        do throws(Fault) {
            return try await LinkClient.connect(to: address, tls: tls, settings: settings)
        } catch where error.code == .unreachable {
            throw ConnectFailure.fault(address, error)
        }
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
        _ name: String, at server: ServiceTarget, user: String?
    ) async throws(Fault) -> (ServiceAddress, ClientCertificates.User) {
        guard case .tls(var target) = server else {
            throw Fault(
                .badConfig, "AHA is reached over ssl://, not over \(server)",
                advice: "Correct SYN_AHA_REGISTRY or ~/.syn/telepath.yaml")
        }
        target.user = user ?? target.user
        let whoever = try certificates.user(
            target.user ?? ClientCertificates.defaultUser, network: target.network, towards: target.certificateHost)
        let link: Link
        do throws(Fault) {
            link = try await secure(host: target.host, port: target.port, expecting: target.certificateHost, as: whoever)
        } catch where error.code == .unreachable {
            throw Fault(
                .unreachable, "AHA cannot be reached: \(error.message)", fields: error.fields,
                advice: "Check that AHA runs at \(target.host):\(target.port); without it no name can be looked up, though ssl:// URLs still work")
        }
        defer { link.close() }
        let options = CallOptions(deadline: settings.host.clock.now() + timeout, isIdempotent: true)
        return (try await Ref<AhaContract>(link).ask(ResolveService(name), options: options), whoever)
    }
}

/// Why a connection could not be made, in a few words.
enum ConnectFailure {
    /// What the network says, and what it means.
    private static let reasons: [(sign: String, reason: String)] = [
        ("Connection refused", "the connection was refused"), ("errno: 111", "the connection was refused"),
        ("No such file", "there is no socket"), ("errno: 2)", "there is no socket"),
        ("Permission denied", "this user may not open it"), ("errno: 13)", "this user may not open it"),
        ("UnknownHost", "no address is known for that host name"),
        ("connectTimeout", "it did not answer in time"), ("timed out", "it did not answer in time"),
        ("No route to host", "there is no route to it"), ("Network is unreachable", "there is no route to it"),
    ]

    static func fault(_ address: LinkAddress, _ fault: Fault) -> Fault {
        guard let match = reasons.first(where: { fault.message.contains($0.sign) }) else { return fault }
        return Fault(.unreachable, "\(address) cannot be reached: \(match.reason)", fields: fault.fields, advice: fault.advice)
    }
}
