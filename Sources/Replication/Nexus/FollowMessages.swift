import Kernel
import Leadership
import MessagePack
import Messaging

/// The actor that replicates a service.
public enum NexusContract {}

/// What a mirror and its upstream say to each other, for as long as the mirror follows. Entries travel as they lie in the log.
public struct FollowConversation: Conversation {
    public typealias Contract = NexusContract
    public static let name = "nexus.follow"
    public static let permission: String? = NexusPermission.follow

    /// What the follower says.
    public enum Outgoing: Packable {
        case request(FollowRequest)
        case progress(ProgressReport)
    }

    /// What the upstream says.
    public enum Incoming: Packable {
        case answer(FollowAnswer)
        case batch(BatchHeader, entries: [[UInt8]])
        case heartbeat(Heartbeat)
    }

    public init() {}
    public func pack(into packer: inout Packer) { packer.packRecord(0) }
    public init(unpacking unpacker: inout Unpacker) throws(Fault) { try unpacker.skip() }
}

/// The permission that servers of the network have for one another, and nobody else.
public enum NexusPermission {
    /// To follow the log, and to fetch what goes with it.
    public static let follow = "nexus.follow"
    /// To pass on changes of a server's own callers.
    public static let issue = "nexus.issue"
}

extension FollowConversation.Outgoing {
    public func pack(into packer: inout Packer) {
        switch self {
        case .request(let request):
            packer.packArrayHeader(6)
            packer.pack(0)
            packer.pack(request.name)
            packer.pack(request.feed)
            request.term.pack(into: &packer)
            request.position.pack(into: &packer)
            packer.pack(request.level)
        case .progress(let report):
            packer.packArrayHeader(3)
            packer.pack(1)
            report.term.pack(into: &packer)
            packer.packArrayHeader(report.items.count * 2)
            for item in report.items {
                packer.pack(item.name)
                item.durable.pack(into: &packer)
            }
        }
    }

    public init(unpacking unpacker: inout Unpacker) throws(Fault) {
        let count = try unpacker.arrayHeader()
        switch (try unpacker.int(), count) {
        case (0, 6):
            let name = try unpacker.string()
            let feed = try unpacker.uint()
            let term = try Term(unpacking: &unpacker)
            let position = try Position(unpacking: &unpacker)
            let level = Int(try unpacker.int())
            self = .request(FollowRequest(name: name, feed: feed, term: term, position: position, level: level))
        case (1, 3):
            let term = try Term(unpacking: &unpacker)
            var items: [ProgressReport.Item] = []
            for _ in 0..<(try unpacker.arrayHeader() / 2) {
                let name = try unpacker.string()
                items.append(ProgressReport.Item(name: name, durable: try Index(unpacking: &unpacker)))
            }
            guard items.count <= LeadershipBounds.membersMax else { throw Fault(.badData, "a progress report names too many servers") }
            self = .progress(ProgressReport(term: term, items: items))
        default: throw Fault(.badData, "a follower said something that this version does not know")
        }
    }
}

extension FollowConversation.Incoming {
    public func pack(into packer: inout Packer) {
        switch self {
        case .answer(let answer):
            packer.packArrayHeader(4)
            packer.pack(0)
            packer.pack(answer.feed)
            answer.term.pack(into: &packer)
            answer.verdict.pack(into: &packer)
        case .batch(let header, let entries):
            packer.packArrayHeader(6)
            packer.pack(1)
            packer.pack(header.feed)
            header.term.pack(into: &packer)
            header.previous.pack(into: &packer)
            header.last.pack(into: &packer)
            packer.packArrayHeader(entries.count)
            for entry in entries { packer.pack(entry) }
        case .heartbeat(let heartbeat):
            packer.packArrayHeader(4)
            packer.pack(2)
            heartbeat.term.pack(into: &packer)
            packer.pack(heartbeat.leader)
            heartbeat.durable.pack(into: &packer)
        }
    }

    public init(unpacking unpacker: inout Unpacker) throws(Fault) {
        let count = try unpacker.arrayHeader()
        switch (try unpacker.int(), count) {
        case (0, 4):
            let feed = try unpacker.uint()
            let term = try Term(unpacking: &unpacker)
            self = .answer(FollowAnswer(feed: feed, term: term, verdict: try FollowAnswer.Verdict(unpacking: &unpacker)))
        case (1, 6):
            let feed = try unpacker.uint()
            let term = try Term(unpacking: &unpacker)
            let previous = try Position(unpacking: &unpacker)
            let last = try Position(unpacking: &unpacker)
            var entries: [[UInt8]] = []
            for _ in 0..<(try unpacker.arrayHeader()) { entries.append(try unpacker.blob()) }
            self = .batch(BatchHeader(feed: feed, term: term, previous: previous, last: last), entries: entries)
        case (2, 4):
            let term = try Term(unpacking: &unpacker)
            let leader = try unpacker.string()
            self = .heartbeat(Heartbeat(term: term, leader: leader, durable: try Index(unpacking: &unpacker)))
        default: throw Fault(.badData, "an upstream said something that this version does not know")
        }
    }
}

extension FollowAnswer.Verdict: Packable {
    public func pack(into packer: inout Packer) {
        switch self {
        case .stream: packer.packArrayHeader(1); packer.pack(0)
        case .snapshot: packer.packArrayHeader(1); packer.pack(1)
        case .diverged(let common):
            packer.packArrayHeader(2)
            packer.pack(2)
            common.pack(into: &packer)
        case .wait: packer.packArrayHeader(1); packer.pack(3)
        case .refused(let fault):
            packer.packArrayHeader(2)
            packer.pack(4)
            fault.pack(into: &packer)
        }
    }

    public init(unpacking unpacker: inout Unpacker) throws(Fault) {
        let count = try unpacker.arrayHeader()
        switch (try unpacker.int(), count) {
        case (0, 1): self = .stream
        case (1, 1): self = .snapshot
        case (2, 2): self = .diverged(common: try Index?(unpacking: &unpacker))
        case (3, 1): self = .wait
        case (4, 2): self = .refused(try Fault(unpacking: &unpacker))
        default: throw Fault(.badData, "a verdict that this version does not know")
        }
    }
}

/// One step of a handoff, between the leader and the candidate.
public struct HandoffStep: Request, CodablePackable {
    public typealias Contract = NexusContract
    public typealias Reply = Done
    public static let name = "nexus.handoff"
    public static let permission: String? = NexusPermission.follow

    /// The name of the sender; it must be that of its certificate.
    public let from: String
    public let message: HandoffMessage

    public init(from: String, message: HandoffMessage) {
        self.from = from
        self.message = message
    }
}

/// The running hash of the receiver's log at an index: how a server that returns finds the last entry in common.
public struct ProbeLog: Request, CodablePackable {
    public typealias Contract = NexusContract
    public static let name = "nexus.probe"
    public static let permission: String? = NexusPermission.follow

    /// The index whose running hash is asked for.
    public let index: Index

    public struct Reply: CodablePackable {
        /// Nil where the log does not hold the index.
        public let hash: Digest?
        /// The first index that the log holds.
        public let start: Index

        public init(hash: Digest?, start: Index) {
            self.hash = hash
            self.start = start
        }
    }

    public init(index: Index) {
        self.index = index
    }
}

/// A copy of the whole store, consistent at one position, as the file that LMDB opens.
public struct FetchSnapshot: Download, CodablePackable {
    public typealias Contract = NexusContract
    public static let name = "nexus.snapshot"
    public static let permission: String? = NexusPermission.follow

    /// What stands before the bytes.
    public struct Head: CodablePackable {
        /// Where the log of the sender ended when the copy began; the copy is at this position or later.
        public let position: Position

        public init(position: Position) {
            self.position = position
        }
    }

    public init() {}
}
