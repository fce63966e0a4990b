import Kernel
import Leadership
import MessagePack
import Messaging

/// The messages of AHA: who is who, who leads, and how to become a part of the network.
public enum AhaContract {}

/// The permissions of AHA. Every server of the network attends; only administrators provision and promote.
public enum AhaPermission {
    /// To attend as a server of the network.
    public static let attend = "aha.service.attend"
    /// To give out one-time URLs.
    public static let provision = "aha.provision"
    /// To take servers out of the network.
    public static let manage = "aha.service.manage"
    /// To look up servers and their state.
    public static let read = "aha.service.get"
}

/// How to reach one server.
public struct ServiceAddress: CodablePackable, Hashable {
    /// The full name, which its certificate must show: `01.axon.example.net`.
    public let name: String
    /// The address to connect to.
    public let host: String
    public let port: Int

    public init(name: String, host: String, port: Int) {
        self.name = name
        self.host = host
        self.port = port
    }
}

/// What a server tells of itself when it begins to attend.
public struct Registration: CodablePackable, Hashable {
    /// Where the server can be reached.
    public let address: ServiceAddress
    /// The name under which whoever leads is found: `axon.example.net`.
    public let alias: String
    /// The kind of service, such as `axon`.
    public let kind: String
    public let service: Iden
    public let run: Iden
    public let version: String

    public init(address: ServiceAddress, alias: String, kind: String, service: Iden, run: Iden, version: String) {
        self.address = address
        self.alias = alias
        self.kind = kind
        self.service = service
        self.run = run
        self.version = version
    }
}

extension Registration {
    /// This registration with the address that its link comes from, where it names none.
    package func seen(at host: String?) -> Registration {
        guard address.host.isEmpty, let host else { return self }
        return Registration(
            address: ServiceAddress(name: address.name, host: host, port: address.port), alias: alias, kind: kind, service: service,
            run: run,
            version: version)
    }
}

/// A server and the registry, for as long as the server runs: reports one way, standings the other.
public struct Attend: Conversation, CodablePackable {
    public typealias Contract = AhaContract
    public static let name = "aha.attend"
    public static let permission: String? = AhaPermission.attend

    /// Who attends.
    public let registration: Registration

    public init(_ registration: Registration) { self.registration = registration }

    /// What a server says to the registry.
    public enum Outgoing: CodablePackable {
        case report(MemberReport, LeaseRequest?)
        case position(id: Iden, MemberReport)
        case phase(id: Iden, PromotionPhase)
        case commit(id: Iden, term: Term, position: Position)
        case failure(id: Iden, Fault)
    }

    /// What the registry says to a server.
    public enum Incoming: CodablePackable {
        case standing(Standing)
        case commitAnswer(id: Iden, CommitAnswer)
        case refused(Fault)
    }
}

/// The address behind a name: of one server, or of whoever leads.
public struct ResolveService: Request, CodablePackable {
    public typealias Contract = AhaContract
    public typealias Reply = ServiceAddress
    public static let name = "aha.resolve"
    public static let permission: String? = AhaPermission.read

    /// The name to look up: `01.axon...`, an alias, or a full name.
    public let service: String

    public init(_ service: String) { self.service = service }
}

/// The address behind a name, now and whenever it changes.
public struct WatchService: Subscription, CodablePackable {
    public typealias Contract = AhaContract
    public static let name = "aha.watch"
    public static let permission: String? = AhaPermission.read

    /// The name to watch, as for ``ResolveService``.
    public let service: String

    /// An address, or why there is none now.
    public struct Item: CodablePackable, Hashable {
        /// Where the service is now; nil while it is nowhere.
        public let address: ServiceAddress?
        /// Why it is nowhere; nil while it has an address.
        public let fault: Fault?

        public init(address: ServiceAddress?, fault: Fault?) {
            self.address = address
            self.fault = fault
        }
    }

    public init(_ service: String) { self.service = service }
}

/// What is known of one server.
public struct ServiceStatus: CodablePackable, Hashable {
    /// What the server told when it last began to attend.
    public let registration: Registration
    /// Whether it attends now.
    public let isOnline: Bool
    /// Whether it holds the present term.
    public let isLeader: Bool
    /// The role that it last reported.
    public let role: String
    /// Whether it takes calls.
    public let ready: Bool
    /// The term of its last report.
    public let term: Term
    /// The end of its log in its last report.
    public let position: Position
    /// Whom it follows; nil for a leader.
    public let upstream: String?
    /// Entries behind the leader as far as both have reported; nil while that is not known.
    public let lag: UInt64?
    /// Whether it has all the bytes that its log names; nil while it has not reported.
    public let complete: Bool?

    public init(
        registration: Registration, isOnline: Bool, isLeader: Bool, role: String, ready: Bool, term: Term, position: Position,
        upstream: String?, lag: UInt64?, complete: Bool?
    ) {
        self.registration = registration
        self.isOnline = isOnline
        self.isLeader = isLeader
        self.role = role
        self.ready = ready
        self.term = term
        self.position = position
        self.upstream = upstream
        self.lag = lag
        self.complete = complete
    }
}

/// Every server that is known, with its state.
public struct ListServices: Request, CodablePackable {
    public typealias Contract = AhaContract
    public typealias Reply = [ServiceStatus]
    public static let name = "aha.list"
    public static let permission: String? = AhaPermission.read

    public init() {}
}

/// Takes a server that is gone out of its service.
public struct ForgetService: Request, CodablePackable {
    public typealias Contract = AhaContract
    public typealias Reply = Done
    public static let name = "aha.forget"
    public static let permission: String? = AhaPermission.manage

    /// The name of the server.
    public let service: String

    public init(_ service: String) { self.service = service }
}

/// Makes a server the leader of its service. The reply comes when the promotion has ended, either way; asking again with the same id gets
/// the same answer.
public struct PromoteService: Request, CodablePackable {
    public typealias Contract = AhaContract
    public static let name = "aha.promote"
    public static let permission: String? = AhaPermission.attend

    /// The alias of the service.
    public let alias: String
    public let request: PromotionRequest

    public struct Reply: CodablePackable {
        /// What became of the promotion.
        public let outcome: PromotionOutcome

        public init(outcome: PromotionOutcome) {
            self.outcome = outcome
        }
    }

    public init(alias: String, request: PromotionRequest) {
        self.alias = alias
        self.request = request
    }
}

/// Prepares a one-time URL with which a new server joins the network (AHA-3).
public struct ProvisionService: Request, CodablePackable {
    public typealias Contract = AhaContract
    public static let name = "aha.provision.service"
    public static let permission: String? = AhaPermission.provision

    /// The name without the network, such as `01.axon`.
    public let service: String
    /// The server or alias to follow; nil for a server that may lead at once.
    public var mirror: String?
    public var dmonPort: Int?
    public var httpsPort: Int?
    public var user: String?
    /// More options for its cell.yaml, as YAML.
    public var cellYAML: String?

    public struct Reply: CodablePackable {
        /// The one-time URL, with the fingerprint of the certificate that the provisioning listener shows.
        public let url: String

        public init(url: String) {
            self.url = url
        }
    }

    public init(service: String) { self.service = service }
}

/// Prepares a one-time URL with which a user enrols (AHA-4).
public struct ProvisionUser: Request, CodablePackable {
    public typealias Contract = AhaContract
    public typealias Reply = ProvisionService.Reply
    public static let name = "aha.provision.user"
    public static let permission: String? = AhaPermission.provision

    /// The name of the user without the network.
    public let user: String

    public init(user: String) { self.user = user }
}

/// The messages of the provisioning listener, where the caller has no certificate yet: the one-time identifier is what it has.
public enum ProvisionContract {}

/// What the holder of a one-time URL is to become.
public struct FetchProvision: Request, CodablePackable {
    public typealias Contract = ProvisionContract
    public static let name = "provision.fetch"

    /// The one-time identifier from the URL.
    public let iden: Iden

    public struct Reply: CodablePackable {
        /// `service` or `user`.
        public let kind: String
        /// With the network: `01.axon.example.net`, or `visi@example.net`.
        public let name: String
        public let network: String
        /// The certificate of the network's authority.
        public let authorityPEM: String
        /// The URLs of the registry.
        public let registry: [String]
        /// The cell.yaml to write; empty for a user.
        public let configuration: String
        /// The user whose certificate a service gets beside that of its host, such as `root@example.net`.
        public let user: String?

        public init(
            kind: String, name: String, network: String, authorityPEM: String, registry: [String], configuration: String,
            user: String?
        ) {
            self.kind = kind
            self.name = name
            self.network = network
            self.authorityPEM = authorityPEM
            self.registry = registry
            self.configuration = configuration
            self.user = user
        }
    }

    public init(_ iden: Iden) { self.iden = iden }
}

/// Has certificates signed, and with that uses the one-time URL. The same request may be repeated when its answer was lost.
public struct SignProvision: Request, CodablePackable {
    public typealias Contract = ProvisionContract
    public static let name = "provision.sign"

    /// The one-time identifier from the URL.
    public let iden: Iden
    /// The request for the host's certificate; nil for a user.
    public let hostRequestPEM: String?
    public let userRequestPEM: String?

    public struct Reply: CodablePackable {
        /// The certificate of the host; nil where none was asked for.
        public let hostCertificatePEM: String?
        /// The certificate of the user; nil where none was asked for.
        public let userCertificatePEM: String?

        public init(hostCertificatePEM: String?, userCertificatePEM: String?) {
            self.hostCertificatePEM = hostCertificatePEM
            self.userCertificatePEM = userCertificatePEM
        }
    }

    public init(_ iden: Iden, hostRequestPEM: String?, userRequestPEM: String?) {
        self.iden = iden
        self.hostRequestPEM = hostRequestPEM
        self.userRequestPEM = userRequestPEM
    }
}
