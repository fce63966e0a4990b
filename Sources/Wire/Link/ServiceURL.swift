import Kernel

/// How to reach a service, as people and configuration write it.
///
/// ```
/// ssl://visi@axon.example:27492/share?hostname=00.axon.net&ca=net&certname=visi@net&certhash=9f..
/// tcp://127.0.0.1:27492/share
/// unix:///var/synapse/axon/sockets/cell:share
/// cell:///var/synapse/axon
/// aha://visi@axon.../share
/// ```
public struct ServiceURL: Sendable, Hashable, CustomStringConvertible {
    /// How the service is reached.
    public enum Scheme: String, Sendable, CaseIterable {
        /// Over TCP with TLS.
        case ssl
        /// Over TCP without TLS, for a trusted loopback.
        case tcp
        /// Over a socket file.
        case unix
        /// Over the socket file of the service in a directory.
        case cell
        /// Wherever the registry says; a name that ends in `...` is one of the registry's own network.
        case aha
    }

    /// How the service is reached.
    public var scheme: Scheme
    /// The user to be; nil for the default.
    public var user: String?
    /// A password or one-time secret; never printed.
    public var secret: String?
    /// A host name, an IP address, or a name in the registry; empty for socket files and directories.
    public var host: String
    /// The port; nil where the scheme has none.
    public var port: Int?
    /// The socket file of `unix`, the directory of `cell`; empty otherwise.
    public var path: String
    /// The path of the actor within the service; empty for the service itself.
    public var share: String
    /// Parameters such as `hostname`, `ca`, `certname`, `certhash`; those that nobody knows are kept.
    public var parameters: [String: String]

    /// The port of services that name none.
    public static let portDefault = 27492
    /// Where the socket file of a service lies in its directory.
    public static let cellSocket = "sockets/cell"
    /// No sensible URL is longer, in bytes.
    private static let lengthMax = 8192

    public init(
        _ scheme: Scheme, host: String = "", port: Int? = nil, user: String? = nil, secret: String? = nil, path: String = "",
        share: String = "", parameters: [String: String] = [:]
    ) {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.user = user
        self.secret = secret
        self.path = path
        self.share = share
        self.parameters = parameters
    }

    /// - Throws: `BadArg` saying which part is wrong. Secrets are not repeated in it.
    public init(_ text: String) throws(Fault) {
        guard text.utf8.count <= Self.lengthMax else { throw Self.wrong("it is longer than \(Self.lengthMax) bytes") }
        guard let colon = Self.find("://", in: text) else { throw Self.wrong("it has no scheme", advice: Self.schemesAdvice) }
        guard let scheme = Scheme(rawValue: text[..<colon.lowerBound].lowercased()) else {
            throw Self.wrong("the scheme \(text[..<colon.lowerBound].prefix(32)) is unknown", advice: Self.schemesAdvice)
        }
        self.init(scheme)
        var rest = text[colon.upperBound...]
        if let hash = rest.firstIndex(of: "#") { rest = rest[..<hash] }
        if let question = rest.firstIndex(of: "?") {
            parameters = try Self.parameters(rest[rest.index(after: question)...])
            rest = rest[..<question]
        }
        switch scheme {
        case .unix, .cell: try readPath(rest)
        case .ssl, .tcp, .aha: try readAuthority(rest)
        }
    }

    private static let schemesAdvice = "A URL begins with ssl://, tcp://, unix://, cell:// or aha://"

    private mutating func readPath(_ rest: Substring) throws(Fault) {
        guard rest.first == "/" else {
            throw Self.wrong("\(scheme):// needs an absolute path", advice: "Write three slashes: \(scheme):///path")
        }
        guard scheme == .unix, let colon = rest.lastIndex(of: ":") else {
            path = try Self.decode(rest)
            return
        }
        path = try Self.decode(rest[..<colon])
        share = try Self.decode(rest[rest.index(after: colon)...])
    }

    private mutating func readAuthority(_ text: Substring) throws(Fault) {
        var rest = text
        if let slash = rest.firstIndex(of: "/") {
            share = try Self.decode(rest[rest.index(after: slash)...])
            rest = rest[..<slash]
        }
        if let at = rest.lastIndex(of: "@") {
            let login = rest[..<at]
            rest = rest[rest.index(after: at)...]
            if let colon = login.firstIndex(of: ":") {
                user = try Self.decode(login[..<colon])
                secret = try Self.decode(login[login.index(after: colon)...])
            } else {
                user = try Self.decode(login)
            }
        }
        if rest.first == "[" {
            guard let close = rest.firstIndex(of: "]") else { throw Self.wrong("the IPv6 address has no closing bracket") }
            host = String(rest[rest.index(after: rest.startIndex)..<close])
            rest = rest[rest.index(after: close)...]
            guard rest.isEmpty || rest.first == ":" else { throw Self.wrong("only a port may follow the IPv6 address") }
        } else if let colon = rest.lastIndex(of: ":") {
            host = try Self.decode(rest[..<colon])
            rest = rest[colon...]
        } else {
            host = try Self.decode(rest)
            rest = ""
        }
        guard !host.isEmpty else { throw Self.wrong("the host is missing") }
        guard !host.contains(where: { "/@[".contains($0) }) else { throw Self.wrong("the host has a character that none has") }
        try readPort(rest.dropFirst(), isGiven: !rest.isEmpty)
    }

    private mutating func readPort(_ digits: Substring, isGiven: Bool) throws(Fault) {
        if !isGiven {
            port = scheme == .aha ? nil : Self.portDefault
            return
        }
        guard scheme != .aha else { throw Self.wrong("a name in the registry has no port") }
        guard let number = Int(digits), (0...65535).contains(number), digits.first != "+" else {
            throw Self.wrong("the port \(digits.prefix(16)) is no number from 0 to 65535")
        }
        port = number
    }

    private static func parameters(_ text: Substring) throws(Fault) -> [String: String] {
        var parameters: [String: String] = [:]
        for pair in text.split(separator: "&", omittingEmptySubsequences: true) {
            let equals = pair.firstIndex(of: "=")
            let name = try decode(pair[..<(equals ?? pair.endIndex)])
            let value = try equals.map { (index) throws(Fault) in try decode(pair[pair.index(after: index)...]) } ?? ""
            guard parameters.updateValue(value, forKey: name) == nil else { throw wrong("the parameter \(name.prefix(64)) is given twice") }
        }
        return parameters
    }

    /// The canonical text, without the secret.
    public var description: String {
        var text = "\(scheme)://"
        if let user { text += "\(Self.encode(user))@" }
        switch scheme {
        case .unix: text += Self.encode(path, keeping: "/") + (share.isEmpty ? "" : ":\(Self.encode(share, keeping: "/*"))")
        case .cell: text += Self.encode(path, keeping: "/:")
        case .ssl, .tcp, .aha:
            text += host.contains(":") ? "[\(host)]" : Self.encode(host)
            if let port { text += ":\(port)" }
            if !share.isEmpty { text += "/\(Self.encode(share, keeping: "/*"))" }
        }
        let pairs = parameters.sorted { $0.key < $1.key }.map { "\(Self.encode($0.key))=\(Self.encode($0.value, keeping: "@/:"))" }
        return pairs.isEmpty ? text : text + "?" + pairs.joined(separator: "&")
    }

    /// Where to connect to; nil for `aha`, which the registry must resolve.
    public var address: LinkAddress? {
        switch scheme {
        case .ssl, .tcp: .tcp(host: host, port: port ?? Self.portDefault)
        case .unix: .unix(path: path)
        case .cell: .unix(path: path.hasSuffix("/") ? path + Self.cellSocket : "\(path)/\(Self.cellSocket)")
        case .aha: nil
        }
    }

    /// The name that the certificate of the service must have.
    public var certificateHost: String { parameters["hostname"] ?? host }

    /// The pinned fingerprint of the service's certificate; nil where an authority vouches for it.
    /// - Throws: `BadArg` where it is no SHA-256 digest.
    public func certificateDigest() throws(Fault) -> Digest? {
        guard let text = parameters["certhash"] else { return nil }
        guard let digest = Digest(text) else { throw Self.wrong("certhash is not 64 hexadecimal digits") }
        return digest
    }

    // MARK: Text

    private static func wrong(_ reason: String, advice: String? = nil) -> Fault {
        Fault(.badArgument, "the URL is malformed: \(reason)", advice: advice)
    }

    private static func find(_ mark: String, in text: String) -> Range<String.Index>? {
        var start = text.startIndex
        while let colon = text[start...].firstIndex(of: ":") {
            if text[colon...].hasPrefix(mark) { return colon..<text.index(colon, offsetBy: mark.count) }
            start = text.index(after: colon)
        }
        return nil
    }

    private static func decode(_ text: Substring) throws(Fault) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
        var bytes: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let digits = String(rest.prefix(2)), let decoded = Hex.decode(digits), decoded.count == 1 else {
                throw wrong("a percent sign is not followed by two hexadecimal digits")
            }
            bytes += decoded
            rest = rest.dropFirst(2)
        }
        guard let decoded = String(validating: bytes, as: UTF8.self) else { throw wrong("percent signs stand for no valid UTF-8") }
        return decoded
    }

    private static func encode(_ text: String, keeping kept: String = "") -> String {
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                encoded.append(byte)
            default:
                if kept.utf8.contains(byte) { encoded.append(byte) } else { encoded += Array("%\(Hex.encode([byte]))".utf8) }
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}
