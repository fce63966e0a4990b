import Kernel
import Leadership
import MessagePack
import Messaging

/// What every service answers, whatever its kind.
public enum CellContract {}

/// The permission for everything that an operator does to a running service.
public enum CellPermission {
    /// To change the running service: promote, rejoin, stop.
    public static let manage = "cell.manage"
    /// To look at its state.
    public static let read = "cell.get"
}

/// What the service is.
public struct GetCellInfo: Request, CodablePackable {
    public typealias Contract = CellContract
    public static let name = "cell.info"

    public struct Reply: CodablePackable {
        /// The identifier of the service: the same on its leader and all its mirrors.
        public let iden: Iden
        /// Drawn anew at every start of the process.
        public let run: Iden
        /// The kind: `axon`.
        public let kind: String
        public let version: String
        /// The full name in the network; empty for a service without AHA.
        public let name: String
        public let alias: String
        public let network: String
        public let pid: Int
        /// The port of the wire protocol; nil where there is only the socket.
        public let port: Int?
        /// The storage format.
        public let format: Int

        public init(
            iden: Iden, run: Iden, kind: String, version: String, name: String, alias: String, network: String, pid: Int,
            port: Int?, format: Int
        ) {
            self.iden = iden
            self.run = run
            self.kind = kind
            self.version = version
            self.name = name
            self.alias = alias
            self.network = network
            self.pid = pid
            self.port = port
            self.format = format
        }
    }

    public init() {}
}

/// The state of replication on the server asked.
public struct GetNexusStatus: Request, CodablePackable {
    public typealias Contract = CellContract
    public static let name = "nexus.status"
    public static let permission: String? = CellPermission.read

    /// A server that follows, as the leader knows it.
    public struct Follower: CodablePackable {
        /// The full name of the follower.
        public let name: String
        /// The index up to which its log is durable.
        public let durable: Index
        /// Entries that it is behind the leader.
        public let lag: UInt64

        public init(name: String, durable: Index, lag: UInt64) {
            self.name = name
            self.durable = durable
            self.lag = lag
        }
    }

    public struct Reply: CodablePackable {
        /// The full name of the server; empty for a service without AHA.
        public let name: String
        /// What it does now: whether it leads or follows.
        public let role: String
        /// The term that it leads or follows in.
        public let term: Term
        /// Who leads, as far as the server knows; nil while it knows of nobody.
        public let leader: String?
        /// The end of the log.
        public let position: Position
        /// The end of the log as far as it is durable.
        public let durable: Position
        /// The first index that the log holds.
        public let start: Index
        /// Whether terms are granted by AHA; otherwise nothing but care keeps two leaders apart.
        public let fenced: Bool
        /// What is left of the leader's lease; nil for a server that does not lead, or without AHA.
        public let leaseMs: Double?
        public let acks: Int
        public let ready: Bool
        public let followers: [Follower]
        /// Why the server waits for `rejoin`; nil while it is sound.
        public let condition: String?

        public init(
            name: String, role: String, term: Term, leader: String?, position: Position, durable: Position, start: Index,
            fenced: Bool, leaseMs: Double?, acks: Int, ready: Bool, followers: [Follower], condition: String?
        ) {
            self.name = name
            self.role = role
            self.term = term
            self.leader = leader
            self.position = position
            self.durable = durable
            self.start = start
            self.fenced = fenced
            self.leaseMs = leaseMs
            self.acks = acks
            self.ready = ready
            self.followers = followers
            self.condition = condition
        }
    }

    public init() {}
}

/// Makes the server asked the leader of its service (PROMOTE-1, PROMOTE-3).
public struct PromoteHere: Request, CodablePackable {
    public typealias Contract = CellContract
    public static let name = "cell.promote"
    public static let permission: String? = CellPermission.manage

    /// Asking again with the same id gives the same answer.
    public let id: Iden
    /// Whether the leader is gone, so that leadership is taken without it.
    public let failure: Bool
    /// The server that the operator states to be dead, so that its lease need not run out; nil where he does not.
    public let vouchedDead: String?
    /// Go on although another server holds more.
    public let allowBehind: Bool
    /// Go on although this server lacks bytes that its log names; nil for no.
    public let allowIncomplete: Bool?

    public struct Reply: CodablePackable {
        /// Nil where the service has no AHA.
        public let grant: Grant?
        public let leader: String
        public let term: Term
        public let warning: String?

        public init(grant: Grant?, leader: String, term: Term, warning: String?) {
            self.grant = grant
            self.leader = leader
            self.term = term
            self.warning = warning
        }
    }

    public init(id: Iden, failure: Bool = false, vouchedDead: String? = nil, allowBehind: Bool = false, allowIncomplete: Bool = false) {
        self.id = id
        self.failure = failure
        self.vouchedDead = vouchedDead
        self.allowBehind = allowBehind
        self.allowIncomplete = allowIncomplete
    }
}

/// Makes the leader that is asked hand over to its best follower (PROMOTE-5).
public struct DemoteHere: Request, CodablePackable {
    public typealias Contract = CellContract
    public typealias Reply = PromoteHere.Reply
    public static let name = "cell.demote"
    public static let permission: String? = CellPermission.manage

    /// Names the promotion that follows from it: `synctl aha status` and the logs show it.
    public let id: Iden

    public init(id: Iden) { self.id = id }
}

/// Makes a server that was replaced by force, or that diverged, a mirror again. What only it has is exported first.
public struct RejoinHere: Request, CodablePackable {
    public typealias Contract = CellContract
    public static let name = "cell.rejoin"
    public static let permission: String? = CellPermission.manage

    public struct Reply: CodablePackable {
        /// The file with the entries that were not replicated; nil while it is not written, or when there were none.
        public let exported: String?

        public init(exported: String?) {
            self.exported = exported
        }
    }

    public init() {}
}

/// The health of the service and its parts, as a monitor reads it.
public struct GetHealth: Request, CodablePackable {
    public typealias Contract = CellContract
    public static let name = "cell.health"

    /// One part of the service.
    public struct Component: CodablePackable {
        /// The name of the part.
        public let name: String
        /// `nominal`, `degraded` or `failed`.
        public let status: String
        public let mesg: String

        public init(name: String, status: String, mesg: String) {
            self.name = name
            self.status = status
            self.mesg = mesg
        }
    }

    public struct Reply: CodablePackable {
        /// The identifier of the service.
        public let iden: Iden
        /// The worst status of all components.
        public let status: String
        /// The parts, each with its own status.
        public let components: [Component]

        public init(iden: Iden, status: String, components: [Component]) {
            self.iden = iden
            self.status = status
            self.components = components
        }
    }

    public init() {}
}

/// What the process has counted since it started, and what it measures now.
public struct GetMetrics: Request, CodablePackable {
    public typealias Contract = CellContract
    public static let name = "cell.metrics"
    public static let permission: String? = CellPermission.read

    /// One number, or one histogram, of a metric.
    public struct Series: CodablePackable, Hashable {
        /// The name of the metric; its unit is the last word.
        public let name: String
        /// The values of its labels by name.
        public let labels: [String: String]
        /// The value; of a histogram the sum of all values observed.
        public let value: Double
        /// How many values a histogram has observed; nil for other kinds.
        public let count: UInt64?

        public init(name: String, labels: [String: String], value: Double, count: UInt64? = nil) {
            self.name = name
            self.labels = labels
            self.value = value
            self.count = count
        }
    }

    public struct Reply: CodablePackable {
        /// In order of name.
        public let series: [Series]

        public init(series: [Series]) {
            self.series = series
        }
    }

    public init() {}
}

/// Ends the service in order.
public struct StopService: Request, CodablePackable {
    public typealias Contract = CellContract
    public typealias Reply = Done
    public static let name = "cell.stop"
    public static let permission: String? = CellPermission.manage

    public init() {}
}
