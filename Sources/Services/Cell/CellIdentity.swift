import Config
import Kernel
import TLS

/// The names of a server, from its configuration.
package struct CellNames: Sendable, Hashable {
    /// With the network: `01.axon.example.net`. The directory's own name where there is no network.
    let full: String
    /// The name that whoever leads is found under: `axon.example.net`.
    let alias: String
    let network: String?

    init(_ configuration: Configuration, kind: String) {
        network = configuration.text(CellOptions.ahaNetwork)
        let name = configuration.text(CellOptions.ahaName) ?? kind
        let leader = configuration.text(CellOptions.ahaLeader) ?? Self.alias(of: name)
        full = network.map { "\(name).\($0)" } ?? name
        alias = network.map { "\(leader).\($0)" } ?? leader
    }

    /// The name that whoever leads goes by, unless it is set: `01.axon` is one of the servers of `axon`.
    package static func alias(of name: String) -> String {
        let labels = name.split(separator: ".")
        guard labels.count > 1, let first = labels.first, first.allSatisfy(\.isNumber) else { return name }
        return labels.dropFirst().joined(separator: ".")
    }
}

/// The certificates that a server shows and trusts.
struct CellCertificates: Sendable {
    let server: TLSContextHolder
    let client: TLSContextHolder

    /// - Parameters:
    ///   - host: the name of the host certificate.
    ///   - authority: the name of the authority that peers must be of.
    init(_ directory: CertificateDirectory, host: String, authority: String) throws(Fault) {
        let identity = try directory.identity(.host, host)
        let trust = [try directory.certificate(.authority, authority)]
        server = TLSContextHolder(try TLSContext.server(identity: identity, trust: trust))
        client = TLSContextHolder(try TLSContext.client(identity: identity, trust: trust))
    }
}
