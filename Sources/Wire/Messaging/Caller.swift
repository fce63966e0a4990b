import Kernel

/// Who sent a message, as the transport proved it.
public struct Caller: Sendable, CustomStringConvertible {
    /// The user name, such as `visi`; `root` for the owner of the process.
    public let user: String
    /// The network whose authority vouches for the user; nil where no certificate was shown.
    public let network: String?
    /// The SHA-256 fingerprint of the certificate that was shown; nil where none was.
    public let fingerprint: Digest?
    /// Whether the caller is this process, or reached it through a socket file that only its owner may open.
    public let isLocalRoot: Bool
    /// The host that the caller connects from; nil where it did not come over a network.
    public let address: String?
    private let authorizer: any Authorizer

    public init(
        user: String, network: String? = nil, fingerprint: Digest? = nil, isLocalRoot: Bool = false, address: String? = nil,
        authorizer: any Authorizer
    ) {
        self.user = user
        self.network = network
        self.fingerprint = fingerprint
        self.isLocalRoot = isLocalRoot
        self.address = address
        self.authorizer = authorizer
    }

    /// The owner of the process, who may do everything.
    public static let root = Caller(user: "root", isLocalRoot: true, authorizer: RootOnly())

    /// Returns where the caller has `permission`.
    /// - Throws: `AuthDeny` naming the caller and the permission.
    public func require(_ permission: String) throws(Fault) {
        if isLocalRoot { return }
        try authorizer.require(permission, of: self)
    }

    /// `user@network`, or the user alone.
    public var description: String { network.map { "\(user)@\($0)" } ?? user }
}

/// Decides what callers may do; a service gives its own to the transport.
public protocol Authorizer: Sendable {
    /// Returns where `caller` has `permission`. It is asked before the handler runs, on the event loop: it must not block.
    /// - Throws: `AuthDeny` otherwise.
    func require(_ permission: String, of caller: Caller) throws(Fault)
}

/// Denies everything to everyone but the local root.
public struct RootOnly: Authorizer {
    public init() {}

    /// Always throws `AuthDeny`: the local root is never asked about.
    public func require(_ permission: String, of caller: Caller) throws(Fault) {
        throw Fault(
            .denied, "\(caller) lacks the permission \(permission)",
            fields: ["user": .string(caller.description), "perm": .string(permission)],
            advice: "An administrator can grant it")
    }
}

/// Allows everything to every authenticated caller: for tests and for services behind another check.
public struct AllowAll: Authorizer {
    public init() {}
    /// Always returns.
    public func require(_ permission: String, of caller: Caller) throws(Fault) {}
}
