import Kernel
import MessagePack
import Store
import TLS

/// Who asked for a change: a run of a client or server, and its number for this request. The same origin is applied at most once.
public struct Origin: Hashable, Sendable, Packable {
    /// The run that made the request.
    public let run: Iden
    /// Unique within the run, and never used for two different changes.
    public let request: Iden

    public init(run: Iden, request: Iden) {
        self.run = run
        self.request = request
    }

    /// The run of every request that carries its caller's own label.
    static let labelled = Iden(high: 0, low: 0)

    /// The 32 bytes under which the outcome is remembered.
    var key: StoreKey { StoreKey.iden(run).with(request) }

    public func pack(into packer: inout Packer) {
        packer.packArrayHeader(2)
        run.pack(into: &packer)
        request.pack(into: &packer)
    }

    public init(unpacking unpacker: inout Unpacker) throws(Fault) {
        guard try unpacker.arrayHeader() == 2 else { throw Fault(.badData, "an origin has two parts") }
        run = try Iden(unpacking: &unpacker)
        request = try Iden(unpacking: &unpacker)
    }
}

/// What a change is, without its place in a log.
public struct Proposal: Sendable, Hashable, Packable {
    /// The actor of the service that applies it, such as `axon`.
    public let target: String
    /// What it does there, such as `add`.
    public let event: String
    /// The packed change.
    public let arguments: [UInt8]
    public let origin: Origin

    public init(target: String, event: String, arguments: [UInt8], origin: Origin) {
        self.target = target
        self.event = event
        self.arguments = arguments
        self.origin = origin
    }

    public func pack(into packer: inout Packer) {
        packer.packArrayHeader(4)
        packer.pack(target)
        packer.pack(event)
        packer.pack(arguments)
        origin.pack(into: &packer)
    }

    public init(unpacking unpacker: inout Unpacker) throws(Fault) {
        guard try unpacker.arrayHeader() == 4 else { throw Fault(.badData, "a proposal has four parts") }
        target = try unpacker.string()
        event = try unpacker.string()
        arguments = try unpacker.blob()
        origin = try Origin(unpacking: &unpacker)
    }
}

/// One change in a Nexus log.
///
/// The running hash covers the hash before it and every other field, so that two logs with the same hash at an index hold the same entries.
public struct Entry: Sendable, Hashable {
    /// Term, index and running hash of this entry.
    public let position: Position
    /// When the leader ordered it; handlers use this and never a clock, so that every server computes the same.
    public let time: Timestamp
    /// The change level that a server must know to apply it.
    public let level: UInt64
    public let proposal: Proposal

    /// The entry that follows `previous` in a log.
    public init(after previous: Position, term: Term, time: Timestamp, level: UInt64, proposal: Proposal) {
        self.time = time
        self.level = level
        self.proposal = proposal
        let index = previous.index.next
        let body = Self.body(term: term, index: index, time: time, level: level, proposal: proposal)
        position = Position(term: term, index: index, hash: Self.hash(after: previous.hash, body: body))
    }

    /// The entry that `packed` holds.
    /// - Throws: `BadDataValu` where the bytes are malformed, or where the entry does not follow `previous`: the hash differs.
    public init(packed: [UInt8], after previous: Position) throws(Fault) {
        var unpacker = Unpacker(packed)
        guard try unpacker.arrayHeader() == 5 else { throw Fault(.badData, "an entry has five parts") }
        let term = try Term(unpacking: &unpacker)
        let index = try Index(unpacking: &unpacker)
        time = try Timestamp(unpacking: &unpacker)
        level = try unpacker.uint()
        proposal = try Proposal(unpacking: &unpacker)
        guard index == previous.index.next else {
            throw Fault(.badData, "entry \(index) does not follow entry \(previous.index)")
        }
        let claimed = Array(packed[unpacker.position...])
        let actual = Self.hash(after: previous.hash, body: packed[..<unpacker.position])
        guard claimed == actual.bytes else {
            throw Fault(
                .badData, "entry \(index) does not continue the history that ends at \(previous): its hash differs",
                fields: ["index": .integer(index.number)])
        }
        position = Position(term: term, index: index, hash: actual)
    }

    /// The entry that `packed` holds, from this server's own log: its hash is taken as it is.
    init(unverified packed: [UInt8]) throws(Fault) {
        var unpacker = Unpacker(packed)
        guard try unpacker.arrayHeader() == 5, let hash = Digest(bytes: packed.suffix(Digest.byteCount)) else {
            throw Fault(.badData, "an entry in the log is malformed")
        }
        let term = try Term(unpacking: &unpacker)
        position = Position(term: term, index: try Index(unpacking: &unpacker), hash: hash)
        time = try Timestamp(unpacking: &unpacker)
        level = try unpacker.uint()
        proposal = try Proposal(unpacking: &unpacker)
    }

    /// The entry for a person and for replay: readable arguments, and the packed ones.
    var exported: Value {
        .object([
            "index": .integer(position.index.number), "term": .integer(position.term.number), "time": .int(time.milliseconds),
            "target": .string(proposal.target), "event": .string(proposal.event),
            "run": .string(proposal.origin.run.description), "request": .string(proposal.origin.request.description),
            "arguments": (try? Unpacker.unpack(proposal.arguments)) ?? .null, "packed": .string(Hex.encode(proposal.arguments)),
        ])
    }

    /// The body as MessagePack, then the 32 bytes of the hash: the form in the log and on the wire.
    public var packed: [UInt8] {
        Self.body(term: position.term, index: position.index, time: time, level: level, proposal: proposal) + position.hash.bytes
    }

    private static func body(term: Term, index: Index, time: Timestamp, level: UInt64, proposal: Proposal) -> [UInt8] {
        var packer = Packer(capacity: 128 + proposal.arguments.count + Digest.byteCount)
        packer.packArrayHeader(5)
        term.pack(into: &packer)
        index.pack(into: &packer)
        time.pack(into: &packer)
        packer.pack(level)
        proposal.pack(into: &packer)
        return packer.bytes
    }

    private static func hash(after previous: Digest, body: some Collection<UInt8>) -> Digest {
        var hasher = SHA256()
        hasher.update(previous.bytes)
        hasher.update(body)
        return hasher.finish()
    }
}
