import Kernel
import Link
import Messaging

/// Who a peer is, by its certificate, and what it may do (AHA-5).
///
/// The servers of the network and its user `root` may do everything; other users may do what they were allowed, which is nothing until the
/// service knows users.
struct NetworkAuthorizer: Authorizer {
    let network: String?

    func require(_ permission: String, of caller: Caller) throws(Fault) {
        guard let network, caller.network == network else { throw denied(permission, caller) }
        if caller.user == "root" || caller.user.hasSuffix(".\(network)") { return }
        throw denied(permission, caller)
    }

    private func denied(_ permission: String, _ caller: Caller) -> Fault {
        Fault(
            .denied, "\(caller) lacks the permission \(permission)",
            fields: ["user": .string(caller.description), "perm": .string(permission)],
            advice: "Only servers of the network and its user root have it")
    }

    /// The caller behind a link.
    func identify(_ peer: LinkPeer) throws(Fault) -> Caller {
        switch peer.transport {
        case .unixSocket: return .root
        // A listener without TLS is configured for a trusted loopback only.
        case .plain: return .root
        case .tls: break
        }
        guard let name = peer.certificateName else {
            return Caller(user: "anonymous", authorizer: RootOnly())
        }
        let parts = name.split(separator: "@", maxSplits: 1)
        if parts.count == 2 {
            return Caller(
                user: String(parts[0]), network: String(parts[1]), fingerprint: peer.fingerprint, address: peer.host, authorizer: self)
        }
        return Caller(user: name, network: network, fingerprint: peer.fingerprint, address: peer.host, authorizer: self)
    }
}

extension LinkPeer {
    /// The address without the port.
    var host: String {
        guard let colon = address.lastIndex(of: ":") else { return address }
        return String(address[..<colon].filter { $0 != "[" && $0 != "]" })
    }
}
