import Kernel

/// Which service a URL means.
public enum ServiceTarget: Hashable, Sendable, CustomStringConvertible {
    /// The service whose directory this is, through its socket: `cell:///srv/synapse/00.axon`.
    case cell(directory: String)
    /// A socket file: `unix:///srv/synapse/00.axon/sockets/cell`.
    case unix(path: String)
    /// A service at an address over TLS: `ssl://user@host:port?hostname=..&ca=..`.
    case tls(TLSTarget)
    /// A service at an address without protection: `tcp://host:port`.
    case tcp(host: String, port: Int)
    /// A service, or the leader of one, that AHA knows: `aha://user@axon...`.
    case aha(user: String?, name: String)

    /// A service over TLS.
    public struct TLSTarget: Hashable, Sendable {
        public var user: String?
        public var host: String
        public var port: Int
        /// The name that the certificate of the service must show.
        public var certificateHost: String
        /// The network whose authority is trusted; nil to tell from the name.
        public var network: String?

        public init(user: String? = nil, host: String, port: Int, certificateHost: String? = nil, network: String? = nil) {
            self.user = user
            self.host = host
            self.port = port
            self.certificateHost = certificateHost ?? host
            self.network = network
        }
    }

    /// Where services listen that were told nothing else, as in the guide.
    public static let defaultPort = 27492

    /// - Throws: `BadArg` naming what is wrong with the URL.
    public init(_ text: String) throws(Fault) {
        let url = try URLParts(text)
        switch url.scheme {
        case "cell": self = .cell(directory: try Self.path(url))
        case "unix": self = .unix(path: try Self.path(url))
        case "tcp": self = .tcp(host: try url.requiredHost, port: url.port ?? Self.defaultPort)
        case "ssl":
            self = .tls(
                TLSTarget(
                    user: url.user, host: try url.requiredHost, port: url.port ?? Self.defaultPort, certificateHost: url.query["hostname"],
                    network: url.query["ca"]))
        case "aha":
            guard url.port == nil else { throw url.fault("takes no port; AHA knows it") }
            self = .aha(user: url.user, name: try url.requiredHost)
        default: throw url.fault("begins with none of cell://, unix://, ssl://, tcp://, aha://")
        }
    }

    public var description: String {
        switch self {
        case .cell(let directory): "cell://\(directory)"
        case .unix(let path): "unix://\(path)"
        case .tls(let target): "ssl://\(target.user.map { $0 + "@" } ?? "")\(URLParts.shown(target.host)):\(target.port)"
        case .tcp(let host, let port): "tcp://\(URLParts.shown(host)):\(port)"
        case .aha(let user, let name): "aha://\(user.map { $0 + "@" } ?? "")\(name)"
        }
    }

    /// `cell:///srv/x` is absolute; `cell://x/y` is relative to the working directory.
    private static func path(_ url: URLParts) throws(Fault) -> String {
        let path = url.host + url.path
        guard !path.isEmpty, path != "/" else { throw url.fault("names no path") }
        return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }
}

/// The one-time URL of an enrolment: `ssl://host:27272/<guid>?certhash=<sha256>`.
struct OneTimeURL: Hashable, Sendable {
    let host: String
    let port: Int
    let iden: Iden
    /// The fingerprint of the certificate that the listener shows.
    let fingerprint: Digest

    /// Where AHA's provisioning listens, as in the guide.
    static let defaultPort = 27272

    /// - Throws: `BadArg` naming what is wrong with the URL.
    init(_ text: String) throws(Fault) {
        let url = try URLParts(text)
        let whole = "copy the whole URL that synctl aha provision user printed, in quotes"
        guard url.scheme == "ssl" else { throw url.fault("is no one-time URL, which begins with ssl://; \(whole)") }
        guard let iden = Iden(url.path.dropFirst()) else { throw url.fault("has no identifier of 32 hexadecimal digits; \(whole)") }
        guard let fingerprint = url.query["certhash"].flatMap({ Digest($0) }) else {
            throw url.fault("has no certhash of 64 hexadecimal digits; \(whole)")
        }
        host = try url.requiredHost
        port = url.port ?? Self.defaultPort
        self.iden = iden
        self.fingerprint = fingerprint
    }
}
