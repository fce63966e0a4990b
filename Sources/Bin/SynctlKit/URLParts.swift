import Kernel

/// A URL taken apart: `scheme://user@host:port/path?name=value&..`.
struct URLParts {
    /// No URL that anybody writes is longer.
    static let textBytesMax = 8192

    let scheme: String
    let user: String?
    /// Without the brackets of an IPv6 address; may be empty.
    let host: String
    let port: Int?
    /// With its leading slash; may be empty.
    let path: String
    let query: [String: String]
    private let shown: String

    init(_ text: String) throws(Fault) {
        shown = FaultText.printable(Self.redacted(text))
        guard text.utf8.count <= Self.textBytesMax, let mark = text.firstRange(of: "://"), mark.lowerBound > text.startIndex else {
            throw Self.fault(shown, "is no URL")
        }
        scheme = text[..<mark.lowerBound].lowercased()
        var rest = text[mark.upperBound...]
        var query: [String: String] = [:]
        if let question = rest.firstIndex(of: "?") {
            for pair in rest[rest.index(after: question)...].split(separator: "&") {
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard let name = Self.decoded(parts[0]), let value = Self.decoded(parts.count > 1 ? parts[1] : "") else {
                    throw Self.fault(shown, "has a broken %-escape")
                }
                query[name] = value
            }
            rest = rest[..<question]
        }
        self.query = query
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        guard let path = Self.decoded(rest[slash...]) else { throw Self.fault(shown, "has a broken %-escape") }
        self.path = path
        var authority = rest[..<slash]
        if let at = authority.lastIndex(of: "@") {
            // A password has no use here: certificates say who the caller is.
            let name = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)[0]
            guard let user = Self.decoded(name), !user.isEmpty else { throw Self.fault(shown, "has an @ without a user before it") }
            self.user = user
            authority = authority[authority.index(after: at)...]
        } else {
            user = nil
        }
        (host, port) = try Self.address(authority, shown)
    }

    var requiredHost: String {
        get throws(Fault) {
            guard !host.isEmpty else { throw fault("names no host") }
            return host
        }
    }

    func fault(_ problem: String) -> Fault { Self.fault(shown, problem) }

    /// A host as it stands in a URL.
    static func shown(_ host: String) -> String { host.contains(":") ? "[\(host)]" : host }

    private static func fault(_ shown: String, _ problem: String) -> Fault {
        Fault(
            .badArgument, "the URL \(shown) \(problem)", fields: ["url": .string(shown)],
            advice: "Such as cell:///srv/synapse/00.axon, aha://axon..., ssl://visi@host:27492?hostname=00.axon.example.net")
    }

    private static func address(_ authority: Substring, _ shown: String) throws(Fault) -> (String, Int?) {
        var host = authority
        var portText: Substring?
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { throw fault(shown, "has a [ without a ]") }
            host = authority[authority.index(after: authority.startIndex)..<end]
            let rest = authority[authority.index(after: end)...]
            if rest.hasPrefix(":") { portText = rest.dropFirst() } else if !rest.isEmpty { throw fault(shown, "has text after the ]") }
        } else if let colon = authority.lastIndex(of: ":") {
            host = authority[..<colon]
            portText = authority[authority.index(after: colon)...]
        }
        guard let decoded = decoded(host) else { throw fault(shown, "has a broken %-escape") }
        guard let portText else { return (decoded, nil) }
        guard let port = UInt16(portText), port > 0 else { throw fault(shown, "has a port that is no number from 1 to 65535") }
        return (decoded, Int(port))
    }

    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let value = Hex.decode(String(decoding: rest.prefix(2), as: UTF8.self)) else { return nil }
            bytes += value
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// Without a password, and without the identifier of a one-time URL, which is a secret until it was used.
    private static func redacted(_ text: String) -> String {
        var text = text
        if let mark = text.firstRange(of: "://"), let at = text[mark.upperBound...].firstIndex(of: "@") {
            let user = text[mark.upperBound..<at]
            if let colon = user.firstIndex(of: ":"), !user.contains("/") { text.replaceSubrange(colon..<at, with: "") }
        }
        if let question = text.firstIndex(of: "?"), text[question...].contains("certhash"),
            let slash = text[..<question].lastIndex(of: "/"), text.firstRange(of: "://").map({ slash >= $0.upperBound }) == true {
            text.replaceSubrange(text.index(after: slash)..<question, with: "***")
        }
        return text
    }
}
