import Kernel
import Leadership
import Simulator

/// What a simulated run is like.
struct ClusterOptions {
    var seed: UInt64
    var safety = Safety.full
    /// nil: drawn from the seed.
    var acks: Int?
    /// Whether faults, operators and clients act at random. A scenario does all that itself.
    var isRandom = true
    var writesPerClient = 6
    /// For how long things go wrong.
    var trouble: Instant.Span = .seconds(8)
    /// Within what time after the trouble everything must be well.
    var recovery: Instant.Span = .seconds(40)
}

/// A whole service: a registry (node 0), servers in a tree (nodes 1 to 4), clients (after them), an operator. One seed, one history.
final class Cluster {
    enum Event {
        case deliver(from: Int, to: Int, SimulatedMessage)
        case tick(Int, run: UInt64)
        case flushed(Int, run: UInt64, count: Int)
        case restart(Int)
        case client(Int)
        case trouble
        case heal
        case settle
    }

    let options: ClusterOptions
    let times: LeadershipTimes
    let acks: Int
    var random: SeededGenerator
    var queue = EventQueue<Event>()
    var network: FaultyNetwork
    var checker = Checker()
    let registry: SimulatedRegistry
    var servers: [SimulatedServer] = []
    var clients: [SimulatedClient] = []
    var nodeOf: [String: Int] = [:]
    var isHealed = false
    var isDone = false
    var healedAt = Instant.zero
    var steps = 0
    var crashPerMille: UInt64 = 0
    var requestCount: UInt64 = 0
    var promotions: [Iden: PromotionRecord] = [:]
    var trace: [String]?
    /// Lets a scenario stop the world at an exact point: called before each action; true crashes the server right there.
    var crashBefore: ((SimulatedServer, ReplicaAction) -> Bool)?
    var crashRegistryBefore: ((ArbiterAction) -> Bool)?
    /// Lets a scenario lose a message.
    var loses: ((Int, Int, SimulatedMessage) -> Bool)?

    static let serverCount = 4

    init(_ options: ClusterOptions) {
        self.options = options
        var random = SeededGenerator(seed: options.seed)
        var times = LeadershipTimes()
        // The same proportions as in production, a fifth of the length: fewer idle ticks for a seed.
        times.lease = .seconds(2)
        times.leaseGuard = .milliseconds(100)
        times.renewal = .milliseconds(660)
        times.retry = .milliseconds(200)
        times.collect = .milliseconds(500)
        times.handoffStep = .seconds(1)
        times.handoff = .seconds(6)
        times.write = .seconds(6)
        times.forward = .seconds(3)
        times.heartbeat = .milliseconds(300)
        times.silence = .seconds(1)
        self.times = times
        acks = options.acks ?? Int(random.below(3))
        network = FaultyNetwork()
        func clock() -> SkewedClock {
            SkewedClock(
                offset: .milliseconds(1_000 + random.below(100_000)), partsPerMillion: Int64(random.below(40_000)) - 20_000)
        }
        registry = SimulatedRegistry(clock: clock(), times: times, safety: options.safety)
        for number in 0..<Self.serverCount {
            let name = "0\(number)"
            nodeOf[name] = number + 1
            let upstream = number == 0 ? nil : number == 2 ? "01" : "00"
            servers.append(SimulatedServer(node: number + 1, name: name, upstream: upstream, clock: clock()))
        }

        for number in 0..<3 { clients.append(SimulatedClient(node: Self.serverCount + 1 + number, remaining: options.writesPerClient)) }
        queue.schedule(.tick(0, run: 0), after: .milliseconds(1))
        for server in servers { queue.schedule(.restart(server.node), after: .milliseconds(2 + UInt64(server.node) * 30)) }
        self.random = random
        guard options.isRandom else { return }
        for number in clients.indices { queue.schedule(.client(number), after: .milliseconds(100 + random.below(1_500))) }
        queue.schedule(.trouble, after: .milliseconds(500 + random.below(1_000)))
        queue.schedule(.heal, after: options.trouble)
    }

    func server(_ node: Int) -> SimulatedServer { servers[node - 1] }

    /// The server that leads and was not replaced.
    var leader: SimulatedServer? {
        servers.filter { $0.isUp && $0.machine.leads }.max { $0.machine.record.term < $1.machine.record.term }
    }

    func note(_ text: @autoclosure () -> String) {
        guard trace != nil else { return }
        trace?.append("\(queue.now.nanoseconds / 1_000_000) \(text())")
    }

    // MARK: The world's clockwork

    /// Runs until all is well, or the time is over. Returns what went wrong.
    func run() -> String? {
        while !isDone, checker.violation == nil, step() {}
        return checker.violation
    }

    /// One event.
    func step() -> Bool {
        guard let event = queue.next() else { return false }
        steps += 1
        switch event {
        case .deliver(let from, let to, let message): deliver(from, to, message)
        case .tick(0, let run):
            guard registry.isUp, registry.run == run else { return true }
            arbiter(.tick)
            queue.schedule(.tick(0, run: run), after: times.retry)
        case .tick(let node, let run):
            let server = server(node)
            guard server.isUp, server.run == run else { return true }
            driverTick(server)
            queue.schedule(.tick(node, run: run), after: times.retry)
        case .flushed(let node, let run, let count): flushed(node, run: run, count: count)
        case .restart(0):
            guard !registry.isUp else { return true }
            registry.restart(queue.now)
            note("registry starts")
            queue.schedule(.tick(0, run: registry.run), after: .milliseconds(1))
        case .restart(let node): start(server(node))
        case .client(let number): clientTurn(number)
        case .trouble: trouble()
        case .heal: heal()
        case .settle: settle()
        }
        return true
    }

    func send(from: Int, to: Int, _ message: SimulatedMessage) {
        if let loses, loses(from, to, message) { return }
        for delay in network.deliveries(from: from, to: to, using: &random) {
            queue.schedule(.deliver(from: from, to: to, message), after: delay)
        }
    }

    func start(_ server: SimulatedServer) {
        guard !server.isUp, server.heldDownBy == nil else { return }
        server.start(acks: acks, times: times, safety: options.safety)
        note("\(server.name) starts at \(server.machine.last) \(server.saved)")
        queue.schedule(.tick(server.node, run: server.run), after: .milliseconds(1))
        drive(server, .started)
    }

    func crash(_ server: SimulatedServer) {
        guard server.isUp else { return }
        note("\(server.name) crashes")
        server.crash(using: &random)
    }

    func crashRegistry() {
        registry.isUp = false
        registry.run += 1
        note("registry crashes")
    }

    // MARK: The registry

    func arbiter(_ event: ArbiterEvent) {
        guard registry.isUp else { return }
        for action in registry.machine.on(event, now: registry.clock.reading(at: queue.now)) {
            if let crashRegistryBefore, crashRegistryBefore(action) { return crashRegistry() }
            if crashPerMille > 0, random.chance(perMille: crashPerMille) {
                queue.schedule(.restart(0), after: .milliseconds(200 + random.below(2_000)))
                return crashRegistry()
            }
            switch action {
            case .save(let record):
                registry.saved = record
                noteGrant(record)
            case .answer(let standing, let name): if let node = nodeOf[name] { send(from: 0, to: node, .standing(standing)) }
            case .askPosition(let name, _):
                if let node = nodeOf[name] { send(from: 0, to: node, .standing(registry.machine.standing(of: name))) }
            case .answerCommit(let id, let answer, let name):
                if let node = nodeOf[name] { send(from: 0, to: node, .commitAnswer(id, answer)) }
            case .promotion(let record): promotionChanged(record)
            case .announce, .refuse: break
            }
        }
    }

    private func promotionChanged(_ record: PromotionRecord) {
        promotions[record.request.id] = record
        note("promotion of \(record.request.candidate): \(record.phase) \(record.outcome.map { "\($0)" } ?? "")")
        if record.outcome != nil { releaseHeldDown() }
    }

    /// A grant counts from when it is durable, whether or not anybody is told.
    private func noteGrant(_ record: ArbiterRecord) {
        guard let last = record.promotions.last, case .granted(let grant) = last.outcome,
            case .forced(_, let allowBehind, _) = last.request.kind, acks == 0 || allowBehind
        else { return }
        checker.mayLose.insert(grant.term.number)
    }

    /// Lets servers start again whose death was vouched for, when the promotion has ended or the registry knows nothing of it.
    func releaseHeldDown() {
        guard registry.isUp else { return }
        for server in servers {
            guard let id = server.heldDownBy else { continue }
            if let record = registry.machine.promotion(id), record.outcome == nil { continue }
            server.heldDownBy = nil
            queue.schedule(.restart(server.node), after: .milliseconds(isHealed ? 10 : 100 + random.below(3_000)))
        }
    }

    // MARK: Delivery

    private func deliver(_ from: Int, _ to: Int, _ message: SimulatedMessage) {
        if to == 0 {
            if case .arbiter(let event) = message { arbiter(event) }
        } else if to <= Self.serverCount {
            let server = server(to)
            if server.isUp { receive(server, from, message) }
        } else if case .answer(let call, let result, _) = message {
            answered(to - Self.serverCount - 1, call, result)
        }
    }
}
