import Kernel
import TLS
import World

/// What connections of each user are made with, read once: reading keys and certificates costs more than the handshake that uses them.
final class ClientContexts: Sendable {
    /// A process is rarely more than one user; one that is very many does not keep them all.
    private static let countMax = 16

    private let certificates: ClientCertificates
    private let known = Locked<[ClientCertificates.User: TLSContextHolder]>([:])

    init(_ certificates: ClientCertificates) { self.certificates = certificates }

    /// - Throws: `NoSuchCert`, `BadCertificate`.
    func context(of user: ClientCertificates.User) throws(Fault) -> TLSContextHolder {
        if let held = known.withLock({ $0[user] }) { return held }
        let made = TLSContextHolder(try certificates.context(of: user))
        known.withLock { known in
            if known.count >= Self.countMax { known = [:] }
            known[user] = made
        }
        return made
    }

    /// Has the files read again for the next connection.
    func forget(_ user: ClientCertificates.User) { known.withLock { $0[user] = nil } }
}
