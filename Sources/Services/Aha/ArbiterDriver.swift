import ActorTree
import Cell
import Kernel
import Leadership
import Logging
import Nexus
import World

/// Drives the arbiter of one service: events one after the other, every decision durable before anybody hears of it.
final class ArbiterDriver: Sendable {
    /// Events that may wait. Members report a few times a second at most; more than this means that our own log has stopped.
    private static let waitingMax = 4096

    let alias: String
    private let host: Host
    private let nexus: any Issuing
    private let logger: Logger
    private let mailbox = Mailbox<ArbiterEvent>(capacity: waitingMax)
    private let state: ArbiterState

    init(alias: String, record: ArbiterRecord, host: Host, nexus: any Issuing, changed: IndexSignal, logger: Logger) {
        self.alias = alias
        self.host = host
        self.nexus = nexus
        self.logger = logger
        state = ArbiterState(machine: ArbiterMachine(service: alias, record: record, now: host.clock.now()), changed: changed)
    }

    /// Decides, until it is cancelled.
    func run() async throws(Fault) {
        let span = Instant.Span(nanoseconds: LeadershipTimes().retry.nanoseconds / 2)
        let clock = host.clock
        let mailbox = mailbox
        try await firstToEnd(
            { () async throws(Fault) in
                while !Task.isCancelled {
                    try await clock.sleep(for: span)
                    _ = mailbox.offer(.tick)
                }
            },
            { () async throws(Fault) in while let event = await mailbox.next() { try await self.decide(event) } })
    }

    private func decide(_ event: ArbiterEvent) async throws(Fault) {
        for action in await state.on(event, now: host.clock.now()) {
            switch action {
            case .save(let record):
                _ = try await nexus.issue(SaveArbiter(alias: alias, record: record))
                await state.publish()
            case .answer(let standing, let name): await state.say(.standing(standing), to: name)
            case .announce(let standing):
                logger.info(
                    "leadership changed",
                    metadata: ["service": "\(alias)", "leader": "\(standing.leader ?? "nobody")", "term": "\(standing.term)"])
                await state.announce()
            case .askPosition(let name, _): await state.sayStanding(to: name)
            case .answerCommit(let id, let answer, let name): await state.say(.commitAnswer(id: id, answer), to: name)
            case .promotion(let record): await state.promotionChanged(record)
            case .refuse(let fault, let name): await state.say(.refused(fault), to: name)
            }
        }
        await state.publish()
    }

    /// Hands in an event; waits while there are too many.
    func submit(_ event: ArbiterEvent) async throws(Fault) { try await mailbox.send(event) }

    /// Asks for a promotion and returns how it ended.
    func promote(_ request: PromotionRequest) async throws(Fault) -> PromotionOutcome {
        try await submit(.promote(request))
        return try await state.outcome(of: request.id)
    }

    func attend(_ name: String, _ outbox: Mailbox<Attend.Incoming>) async { await state.attend(name, outbox) }
    func leave(_ name: String, _ outbox: Mailbox<Attend.Incoming>) async { await state.leave(name, outbox) }
    var leader: String? { get async { await state.leader } }
    var reports: [String: MemberReport] { get async { await state.reports } }
    var term: Term { get async { await state.term } }

    func close() { mailbox.close() }
}

/// What the driver shares with those who attend: the machine, their outboxes, and who waits for a promotion.
private actor ArbiterState {
    private var machine: ArbiterMachine
    /// The machine as of the last decision that is durable: what anybody may be told.
    private var published: ArbiterMachine
    private var attendees: [String: Mailbox<Attend.Incoming>] = [:]
    private var waiters: [Iden: [CheckedContinuation<PromotionOutcome, Never>]] = [:]
    private let changed: IndexSignal

    init(machine: ArbiterMachine, changed: IndexSignal) {
        self.machine = machine
        published = machine
        self.changed = changed
    }

    var leader: String? { published.record.leader }
    var reports: [String: MemberReport] { published.reports }
    var term: Term { published.record.term }

    func on(_ event: ArbiterEvent, now: Instant) -> [ArbiterAction] { machine.on(event, now: now) }

    /// What was decided is durable now, and may be told.
    func publish() {
        let isNew = published.record.leader != machine.record.leader
        published = machine
        if isNew { changed.advance(to: changed.index.next) }
    }

    func attend(_ name: String, _ outbox: Mailbox<Attend.Incoming>) {
        attendees[name]?.close()
        attendees[name] = outbox
        changed.advance(to: changed.index.next)
    }

    func leave(_ name: String, _ outbox: Mailbox<Attend.Incoming>) {
        guard attendees[name] === outbox else { return }
        attendees[name] = nil
        changed.advance(to: changed.index.next)
    }

    /// A message that finds no room is dropped: its receiver reports again and is answered again.
    func say(_ message: Attend.Incoming, to name: String) { _ = attendees[name]?.offer(message) }

    func sayStanding(to name: String) { say(.standing(machine.standing(of: name)), to: name) }

    func announce() {
        for name in attendees.keys { sayStanding(to: name) }
        changed.advance(to: changed.index.next)
    }

    func promotionChanged(_ record: PromotionRecord) {
        guard let outcome = record.outcome else { return }
        for waiter in waiters.removeValue(forKey: record.request.id) ?? [] { waiter.resume(returning: outcome) }
    }

    func outcome(of id: Iden) async throws(Fault) -> PromotionOutcome {
        if let outcome = published.promotion(id)?.outcome { return outcome }
        return await withCheckedContinuation { waiters[id, default: []].append($0) }
    }
}
