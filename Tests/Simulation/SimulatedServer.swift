import Kernel
import Leadership
import Simulator

/// A server as the simulation runs it: the machine, its disk, and who waits for what. All of it but the disk is gone after a crash.
final class SimulatedServer {
    enum Caller {
        case node(Int, call: UInt64)
    }

    let node: Int
    let name: String
    let clock: SkewedClock
    let upstream: String?
    /// The disk.
    var log = FaultyLog<SimulatedEntry>()
    var saved = ReplicaRecord()
    var exported: [SimulatedEntry] = []
    var trimmed = 0
    /// Counts starts.
    var run: UInt64 = 0
    var isUp = false
    /// Never restarted before this promotion has ended: the operator vouched that it is dead.
    var heldDownBy: Iden?

    // Memory.
    var machine: ReplicaMachine
    var requests: [UInt64: Int] = [:]
    var callers: [Ticket: (from: Int, call: UInt64, request: UInt64)] = [:]
    var ticket: UInt64 = 0
    var feeds: [Int: (feed: UInt64, sent: Int)] = [:]
    var presented: [SimulatedEntry] = []
    var feed: UInt64?
    var isFlushing = false
    var nonce: UInt64 = 0
    var rejoinAskedAt: Instant?
    var forwards: [UInt64: (ticket: Ticket, at: Instant)] = [:]

    init(node: Int, name: String, upstream: String?, clock: SkewedClock) {
        self.node = node
        self.name = name
        self.upstream = upstream
        self.clock = clock
        machine = ReplicaMachine(options: .init(name: name, run: Iden(high: 0, low: 0)), record: .init(), position: .origin)
    }

    /// Opens the disk after a start.
    func start(acks: Int, times: LeadershipTimes, safety: Safety) {
        run += 1
        isUp = true
        machine = ReplicaMachine(
            options: .init(
                name: name, run: Iden(high: UInt64(node), low: run), upstream: upstream, acks: acks, times: times, safety: safety),
            record: saved, position: log.records.position(log.count), feed: run * 1_000_000)
        requests = [:]
        for (place, entry) in log.records.enumerated() where entry.request != 0 { requests[entry.request] = place + 1 }
        callers = [:]
        feeds = [:]
        presented = []
        feed = nil
        isFlushing = false
        rejoinAskedAt = nil
        forwards = [:]
    }

    func crash(using random: inout SeededGenerator) {
        isUp = false
        run += 1
        log.crash(using: &random)
    }

    func append(_ entry: SimulatedEntry) {
        log.append(entry)
        if entry.request != 0 { requests[entry.request] = log.count }
    }

    func replaceLog(_ records: [SimulatedEntry]) {
        log.replace(records)
        requests = [:]
        for (place, entry) in records.enumerated() where entry.request != 0 { requests[entry.request] = place + 1 }
    }

    /// What the durable log says about an index.
    func known(_ index: Index) -> LogKnowledge {
        let place = Int(index.number)
        if place < trimmed { return .trimmed }
        return place > Int(machine.durable.index.number) ? .beyond : .position(log.records.position(place))
    }
}

/// The registry as the simulation runs it: the machine of the one service, and its disk.
final class SimulatedRegistry {
    let clock: SkewedClock
    var saved = ArbiterRecord()
    var machine: ArbiterMachine
    var isUp = true
    var run: UInt64 = 0
    let times: LeadershipTimes
    let safety: Safety

    init(clock: SkewedClock, times: LeadershipTimes, safety: Safety) {
        self.clock = clock
        self.times = times
        self.safety = safety
        machine = ArbiterMachine(service: "cortex", times: times, safety: safety, now: clock.reading(at: .zero))
    }

    func restart(_ now: Instant) {
        isUp = true
        run += 1
        machine = ArbiterMachine(service: "cortex", record: saved, times: times, safety: safety, now: clock.reading(at: now))
    }
}

/// A client: one write after the other, each with one request id however often it is sent.
struct SimulatedClient {
    let node: Int
    var remaining: Int
    var request: UInt64 = 0
    var call: UInt64 = 0
    var sentAt: Instant = .zero
}
