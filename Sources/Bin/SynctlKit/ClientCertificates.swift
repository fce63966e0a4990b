import Cell
import Kernel
import TLS
import World

/// Which certificate of a user goes with which network: reads a certificate directory as `synctl aha enroll` and AHA write it.
public struct ClientCertificates: Sendable {
    /// The user of a URL without one.
    public static let defaultUser = "root"

    /// Where the certificates are.
    public let directory: CertificateDirectory
    private let files: any FileSystem

    public init(_ path: String, files: any FileSystem) {
        directory = CertificateDirectory(path, files: files)
        self.files = files
    }

    /// A user of a network, such as `visi@example.net`, whose certificate is here.
    public struct User: Hashable, Sendable, CustomStringConvertible {
        /// Without the network: `visi`.
        public let name: String
        /// The network whose authority signed the certificate.
        public let network: String
        public var description: String { "\(name)@\(network)" }
    }

    /// The user to be towards a host.
    ///
    /// - Parameters:
    ///   - user: the name alone, or with its network.
    ///   - network: where it is known.
    ///   - host: the name of the service, which ends with its network.
    /// - Throws: `NoSuchCert` saying which there are.
    public func user(_ user: String, network: String? = nil, towards host: String) throws(Fault) -> User {
        let parts = user.split(separator: "@", maxSplits: 1).map(String.init)
        let name = parts.first ?? user
        let all = try users()
        var found = all.filter { $0.name == name }
        if let wanted = network ?? (parts.count > 1 ? parts[1] : nil) {
            found = found.filter { $0.network == wanted }
        } else if found.count > 1 {
            found = found.filter { host == $0.network || host.hasSuffix(".\($0.network)") }.sorted { $0.network.count > $1.network.count }
        }
        if let first = found.first { return first }
        let list = all.isEmpty ? "none is there" : "there are \(all.map(\.description).sorted().joined(separator: ", "))"
        throw Fault(
            .noCertificate,
            "\(directory.path) has no certificate of the user \(name)\(network.map { " of \($0)" } ?? "") for \(host); \(list)",
            fields: ["user": .string(name), "host": .string(host)],
            advice: "Name another user in the URL (USER@), or have an administrator run 'synctl aha provision user \(name)' "
                + "and enrol with the URL that it prints: synctl aha enroll URL")
    }

    /// What connections of a user are made with: its certificate, and the authority of its network.
    /// - Throws: `NoSuchCert`, `BadCertificate`.
    public func context(of user: User) throws(Fault) -> TLSContext {
        let authority = try directory.certificate(.authority, user.network)
        return try TLSContext.client(identity: try directory.identity(.user, user.description), trust: [authority])
    }

    private func users() throws(Fault) -> [User] {
        let path = "\(directory.path)/\(CertificateDirectory.Kind.user.rawValue)"
        guard files.exists(path) else { return [] }
        return try files.list(path, label: "list the certificates of users").compactMap { name in
            guard name.hasSuffix(".crt"), let at = name.firstIndex(of: "@") else { return nil }
            return User(name: String(name[..<at]), network: String(name[name.index(after: at)...].dropLast(4)))
        }
    }
}
