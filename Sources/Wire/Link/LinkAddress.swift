import Kernel
import NIOCore

/// Where a service listens or is reached.
public enum LinkAddress: Sendable, Hashable, CustomStringConvertible {
    /// A host name or IP address, and a port.
    case tcp(host: String, port: Int)
    /// A socket file.
    case unix(path: String)

    public var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): path
        }
    }
}

extension SocketAddress {
    /// The address without the port: what links of one peer share. A socket file is one peer.
    var peerKey: String { ipAddress ?? pathname ?? "" }

    /// As people write it.
    var text: String {
        guard let ipAddress, let port else { return pathname ?? "" }
        return "\(LinkAddress.tcp(host: ipAddress, port: port))"
    }
}
