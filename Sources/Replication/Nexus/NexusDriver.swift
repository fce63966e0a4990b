import ActorTree
import Kernel
import Leadership
import Logging
import MessagePack
import Messaging
import Store
import Synchronization
import Telemetry
import World

/// Drives the replica machine of one server: its storage, its callers, its followers, its upstream, its registry.
///
/// It lives on the thread of the store's writer, so that a change is ordered, appended and applied in one synchronous stretch. The write
/// transaction stays open while more jobs wait; when the queue has run empty it is committed: whatever arrived while the last flush ran
/// shares the next one. Nothing that was read before an `await` in here is trusted after it.
public actor NexusDriver: Issuing {
    let executor: ThreadExecutor
    let store: StoreEnvironment
    let log: LogTables
    let changes: ChangeTable
    let attachments: (any AttachmentStore)?
    let options: ReplicaOptions
    let host: Host
    /// Threads for files.
    let blocking: Blocking
    let logger: Logger
    let registry: any Registry
    let peers: any Peers
    let tasks: OwnedTasks
    /// What cannot be mended while the service runs: the cell stops or starts it again.
    let onEnd: @Sendable (NexusEnd) -> Void

    var machine: ReplicaMachine
    /// The end of the log with what the open transaction appended.
    var end: Position
    var transaction: WriteTransaction?
    /// Whether the open transaction holds a record of the machine, which must be durable before anybody hears what follows from it.
    var holdsRecord = false
    let effects = Effects()
    let metrics: NexusMetrics
    /// The end of the log as of the last commit.
    var committed: Index
    var callers: [Ticket: NexusCaller] = [:]
    /// Forwarded writes and followers that wait for news of who leads.
    var roleWaiters: [CheckedContinuation<Void, Never>] = []
    var ticketCount: UInt64 = 0
    /// The first half of the labels that this driver draws for requests: no other driver of the run draws the same.
    let requestBase: UInt64
    private let requestCount = Atomic<UInt64>(0)
    var feeds: [String: Feed] = [:]
    var following: Following?
    /// Why the link to the upstream last ended.
    var lastUpstreamFault: String?
    /// The batch that the machine decides on now.
    var offered: [Entry] = []
    var snapshotTask = false
    /// Whether every attachment that the state names is known to be here.
    var hasAllAttachments = false
    /// Whether a task fetches those that are missing.
    var isCompleting = false
    var hasEnded = false
    private var events: [ReplicaEvent] = []
    private var isHandling = false

    /// How far this server has applied the log.
    public nonisolated let applied: IndexSignal

    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameters:
    ///   - executor: a thread of this driver's own.
    ///   - onEnd: called at most once, when the driver cannot go on.
    public init(
        executor: ThreadExecutor, store: StoreEnvironment, changes: ChangeTable, attachments: (any AttachmentStore)?,
        options: ReplicaOptions, host: Host, blocking: Blocking, logger: Logger, registry: any Registry, peers: any Peers,
        metrics: MetricsRegistry, onEnd: @escaping @Sendable (NexusEnd) -> Void
    ) throws(Fault) {
        self.executor = executor
        self.store = store
        var known = changes
        known.on(TermStart.self) { (_, _, _) in true }
        self.changes = known
        self.attachments = attachments
        self.options = options
        self.host = host
        self.blocking = blocking
        self.logger = logger
        self.registry = registry
        self.peers = peers
        self.onEnd = onEnd
        let log = try LogTables(in: store)
        self.log = log
        let (end, record) = try store.read { (transaction) throws(Fault) in
            (try log.end(transaction),
                try log.recall("replica", transaction).map { (packed) throws(Fault) in try ReplicaRecord(packed: packed) })
        }
        self.end = end
        committed = end.index
        let applied = IndexSignal(end.index)
        self.applied = applied
        self.metrics = NexusMetrics(metrics, applied: applied)
        requestBase = host.random.next()
        let feed = UInt64(clamping: host.clock.wallTime().milliseconds) << 10
        machine = ReplicaMachine(
            options: options, record: record ?? ReplicaRecord(), position: end, feed: feed, isComplete: attachments == nil)
        tasks = OwnedTasks(owner: ActorPath(root: "nexus")) { name, fault in
            logger.warning("a task of the Nexus failed", metadata: ["task": "\(name)", "fault": "\(fault)"])
        }
        executor.onIdle { [weak self] in self?.assumeIsolated { $0.commit() } }
    }

    /// A label for a request without one. Labels ascend, so that the outcomes of a commit lie on few pages of the store: random ones would
    /// change a page each.
    nonisolated func drawRequest() -> Iden {
        Iden(high: requestBase, low: requestCount.wrappingAdd(1, ordering: .relaxed).newValue)
    }

    // MARK: Life

    /// Begins: the machine learns that storage is open, and time starts to pass for it.
    public func start() throws(Fault) {
        handle(.started)
        let span = Instant.Span(nanoseconds: options.times.retry.nanoseconds / 2)
        try tasks.start("clock") { [weak self, host] () async throws(Fault) in
            while !Task.isCancelled {
                try await host.clock.sleep(for: span)
                guard let self else { return }
                await self.tick()
            }
        }
        if let attachments {
            start("attachments") { (driver) async throws(Fault) in
                if try driver.firstMissing(attachments).isEmpty { await driver.completed(0) }
            }
        }
    }

    /// Stops: nothing is taken any more, and what was acknowledged is durable.
    public func stop() async {
        handle(.stop)
        commit()
        for feed in feeds.values { feed.close() }
        feeds = [:]
        following?.close()
        following = nil
        await tasks.stop()
        commit()
        let fault = Fault(.stopped, "the service is stopping", advice: "Ask again: another server may lead by then")
        answerAll(fault)
        resumeRoleWaiters()
        applied.close()
    }

    private func tick() {
        handle(.tick)
        resumeRoleWaiters()
    }

    func resumeRoleWaiters() {
        let waiters = roleWaiters
        roleWaiters = []
        for waiter in waiters { waiter.resume() }
    }

    // MARK: Events

    /// Tells the machine, and carries out what it decides. An event that comes up on the way waits for its turn.
    func handle(_ event: ReplicaEvent) {
        if hasEnded { return }
        events.append(event)
        if isHandling { return }
        isHandling = true
        defer { isHandling = false }
        var next = 0
        while next < events.count, !hasEnded {
            let event = events[next]
            next += 1
            for action in machine.on(event, now: host.clock.now()) {
                do throws(Fault) {
                    // The entry that opens a term shares the flush of the record.
                    if holdsRecord, !action.staysInside { commit() }
                    if hasEnded { break }
                    try perform(action)
                } catch {
                    endFatally(error)
                    break
                }
            }
            if holdsRecord { commit() }
        }
        events.removeAll(keepingCapacity: true)
    }

    func perform(_ action: ReplicaAction) throws(Fault) {
        switch action {
        case .persist(let record): try persist(record)
        case .roleChanged(let role, let reason):
            logger.info("now \(role.rawValue): \(reason)", metadata: ["term": "\(term)", "position": "\(end)"])
            metrics.stands(leads: machine.leads, in: term)
            resumeRoleWaiters()
        case .report(let report, let lease): registry.send(.report(report, lease))
        case .answerPosition(let id, let report): registry.send(.position(id: id, report))
        case .reportPhase(let id, let phase): registry.send(.phase(id: id, phase))
        case .commit(let id, let term, let position): registry.send(.commit(id: id, term: term, position: position))
        case .reportFailure(let id, let fault): registry.send(.failure(id: id, fault))
        case .acknowledge(let ticket, let index): acknowledge(ticket, index)
        case .fail(let ticket, let fault): answer(ticket, .failure(fault))
        case .forward(let ticket, let leader): forward(ticket, to: leader)
        case .append(let ticket): try append(ticket)
        case .appendTermStart(let term): try appendTermStart(term)
        case .answerFollow(let name, let answer): feeds[name]?.say(.answer(answer))
        case .stream(let name, let feed, let after): stream(to: name, feed: feed, after: after)
        case .sendSnapshot(let name, let feed):
            logger.info("a snapshot is offered", metadata: ["follower": "\(name)", "feed": "\(feed)"])
        case .stopFeeds:
            for feed in feeds.values { feed.close() }
        case .stopFeed(let name): feeds[name]?.close()
        case .heartbeat(let heartbeat):
            for feed in feeds.values { feed.say(.heartbeat(heartbeat)) }
        case .follow(let request, let name): follow(request, from: name)
        case .unfollow:
            following?.close()
            following = nil
        case .appendBatch: try appendOffered()
        case .progress(let report, let name):
            if following?.name == name { following?.say(.progress(report)) }
        case .handoff(let message, let name): send(message, to: name)
        case .rejoinStep(let step): carryOut(step)
        }
    }

    /// The driver cannot go on: everyone who waits learns that the outcome of their write is unknown.
    func endFatally(_ fault: Fault) {
        finish(.failed(fault))
    }

    func finish(_ outcome: NexusEnd) {
        guard !hasEnded else { return }
        hasEnded = true
        transaction?.abort()
        transaction = nil
        let fault = Fault(
            .unknownOutcome, "the service had to stop while the write was under way",
            advice: "Ask again with the same request id: it is made at most once")
        answerAll(fault)
        resumeRoleWaiters()
        onEnd(outcome)
    }

    /// What the registry says.
    public func hear(_ standing: Standing) { handle(.standing(standing)) }

    /// The registry's answer to the commit of a handoff.
    public func hear(commit id: Iden, _ answer: CommitAnswer) { handle(.commitAnswer(id: id, answer)) }

    /// The operator's `rejoin`.
    public func rejoin() throws(Fault) {
        guard machine.role == .fenced || machine.role == .diverged else {
            throw Fault(
                .refused, "this server is \(machine.role.rawValue): there is nothing to rejoin",
                advice: "`synctl nexus status` shows its state")
        }
        let start = try store.read { (transaction) throws(Fault) in try log.start(transaction).index }
        handle(.rejoin(logStart: start))
    }

    /// Leads the next term without a registry (PROMOTE-8).
    public func promoteUnfenced() { handle(.promoteUnfenced) }
}

/// Why a driver ended by itself.
public enum NexusEnd: Sendable {
    /// Storage or a change failed; nothing was acknowledged that is not durable.
    case failed(Fault)
    /// A snapshot lies beside the store: the store is to be replaced by it, and the service started again.
    case snapshotReady
}
