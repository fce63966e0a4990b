import Kernel
import TLS
import World

/// The certificates and keys of a server or a user: `cas/NAME.crt|key`, `hosts/NAME.crt|key`, `users/NAME.crt|key`.
public struct CertificateDirectory: Sendable {
    /// The kinds, by the directories that they lie in.
    public enum Kind: String, Sendable {
        case authority = "cas"
        case host = "hosts"
        case user = "users"
    }

    /// Certificates and keys are a few kilobytes; a larger file is none.
    private static let fileBytesMax = 1 << 20

    /// The path of the directory.
    public let path: String
    private let files: any FileSystem

    public init(_ path: String, files: any FileSystem) {
        self.path = path
        self.files = files
    }

    private func path(_ kind: Kind, _ name: String, _ ending: String) throws(Fault) -> String {
        guard !name.isEmpty, !name.contains("/"), name != ".", name != ".." else {
            throw Fault(.badArgument, "\"\(name)\" cannot name a certificate")
        }
        return "\(path)/\(kind.rawValue)/\(name).\(ending)"
    }

    /// Whether there is a certificate of this name.
    public func has(_ kind: Kind, _ name: String) throws(Fault) -> Bool { files.exists(try path(kind, name, "crt")) }

    /// The certificate of this name.
    /// - Throws: `NoSuchCert` naming the file, `BadCertificate`.
    public func certificate(_ kind: Kind, _ name: String) throws(Fault) -> Certificate { try Certificate(pem: try text(kind, name, "crt")) }

    /// The certificate of this name with its key.
    public func identity(_ kind: Kind, _ name: String) throws(Fault) -> TLSIdentity {
        let chain = try Certificate.chain(pem: try text(kind, name, "crt"))
        return try TLSIdentity(chain: chain, key: try PrivateKey(pem: try text(kind, name, "key")))
    }

    /// The authority of this name, with its key.
    public func authority(_ name: String) throws(Fault) -> CertificateAuthority {
        try CertificateAuthority(certificatePEM: try text(.authority, name, "crt"), keyPEM: try text(.authority, name, "key"))
    }

    /// Writes a certificate, and its key first, so that there is never a certificate without one.
    public func save(_ kind: Kind, _ name: String, certificatePEM: String, keyPEM: String? = nil) throws(Fault) {
        if let keyPEM { try saveKey(kind, name, keyPEM: keyPEM) }
        try files.makeDirectory("\(path)/\(kind.rawValue)", permissions: 0o700, label: "make a directory of certificates")
        try files.replace(try path(kind, name, "crt"), with: Array(certificatePEM.utf8), permissions: 0o644, label: "write a certificate")
    }

    /// Writes a key alone.
    func saveKey(_ kind: Kind, _ name: String, keyPEM: String) throws(Fault) {
        try files.makeDirectory("\(path)/\(kind.rawValue)", permissions: 0o700, label: "make a directory of certificates")
        try files.replace(try path(kind, name, "key"), with: Array(keyPEM.utf8), permissions: 0o600, label: "write a key")
    }

    /// The key of this name, where it waits for its certificate.
    func keyWithoutCertificate(_ kind: Kind, _ name: String) throws(Fault) -> PrivateKey? {
        guard files.exists(try path(kind, name, "key")), try !has(kind, name) else { return nil }
        return try PrivateKey(pem: try text(kind, name, "key"))
    }

    private func text(_ kind: Kind, _ name: String, _ ending: String) throws(Fault) -> String {
        let file = try path(kind, name, ending)
        do throws(Fault) {
            return String(decoding: try files.read(file, bytesMax: Self.fileBytesMax, label: "read a certificate"), as: UTF8.self)
        } catch where error.code == .noSuchFile {
            throw Fault(.noCertificate, "there is no \(file)", fields: ["path": .string(file)], cause: error)
        }
    }
}
