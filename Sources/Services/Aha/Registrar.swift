import ActorTree
import Cell
import Kernel
import Leadership
import Logging
import Messaging
import Nexus
import Store
import World

/// Who is there, at which address, and who leads (AHA-2).
///
/// Nothing that was read before an `await` is trusted after it.
actor Registrar {
    /// Services that one AHA arbitrates: a network of more would want several.
    private static let servicesMax = 1024

    private let network: String
    private let tables: AhaTables
    private let store: StoreEnvironment
    private let host: Host
    private let nexus: any Issuing
    private let logger: Logger
    private let tasks: OwnedTasks
    /// Rises with everything that a watcher could see.
    private nonisolated let changed = IndexSignal(.zero)

    private var arbiters: [String: ArbiterDriver] = [:]
    /// Those who attend now, with the number of their attendance.
    private var online: [String: UInt64] = [:]
    private var attendances: UInt64 = 0

    init(
        network: String, tables: AhaTables, store: StoreEnvironment, host: Host, nexus: any Issuing, logger: Logger,
        arbiters: [String: ArbiterRecord]
    ) {
        self.network = network
        self.tables = tables
        self.store = store
        self.host = host
        self.nexus = nexus
        self.logger = logger
        tasks = OwnedTasks(owner: ActorPath(root: "aha").child("registrar")) { name, fault in
            logger.error("an arbiter failed", metadata: ["arbiter": "\(name)", "fault": "\(fault)"])
        }
        for (alias, record) in arbiters {
            self.arbiters[alias] = ArbiterDriver(
                alias: alias, record: record, host: host, nexus: nexus, changed: changed, logger: logger)
        }
        for driver in self.arbiters.values { Self.run(driver, tasks, logger) }
    }

    private static func run(_ driver: ArbiterDriver, _ tasks: OwnedTasks, _ logger: Logger) {
        do throws(Fault) {
            try tasks.start(driver.alias) { () async throws(Fault) in try await driver.run() }
        } catch {
            logger.error("an arbiter could not be started", metadata: ["arbiter": "\(driver.alias)", "fault": "\(error)"])
        }
    }

    func stop() async {
        for driver in arbiters.values { driver.close() }
        changed.close()
        await tasks.stop()
    }

    // MARK: Attending

    func attend(
        _ claimed: Registration, _ caller: Caller, _ reader: ItemReader<Attend.Outgoing>, _ writer: ItemWriter<Attend.Incoming>
    ) async throws(Fault) {
        // A server need not know its own address: others reach it where we see it come from.
        let registration = claimed.seen(at: caller.address)
        let name = registration.address.name
        guard caller.isLocalRoot || caller.user == name else {
            throw Fault(
                .denied, "\(caller) cannot attend as \(name): a server attends under the name in its certificate",
                fields: ["user": .string(caller.description), "name": .string(name)])
        }
        guard name.hasSuffix(".\(network)"), registration.alias.hasSuffix(".\(network)") else {
            throw Fault(.badArgument, "\(name) and \(registration.alias) are not of the network \(network)")
        }
        if try known(name) != registration {
            _ = try await nexus.issue(SaveRegistration(registration: registration))
        }
        let driver = try arbiter(registration.alias)
        let outbox = Mailbox<Attend.Incoming>(capacity: 64)
        let number = begin(name)
        await driver.attend(name, outbox)
        logger.info(
            "a server attends", metadata: ["name": "\(name)", "address": "\(registration.address.host):\(registration.address.port)"])
        var failure: Fault?
        do throws(Fault) {
            try await firstToEnd(
                { () async throws(Fault) in while let message = await outbox.next() { try await writer.send(message) } },
                { () async throws(Fault) in
                    while let message = try await reader.next() { try await driver.submit(try message.event(from: name)) }
                },
                ended: {
                    outbox.close()
                    reader.cancel()
                })
        } catch {
            failure = error
        }
        end(name, number)
        await driver.leave(name, outbox)
        logger.info("a server went away", metadata: ["name": "\(name)"])
        if let failure { throw failure }
    }

    private func begin(_ name: String) -> UInt64 {
        attendances += 1
        online[name] = attendances
        return attendances
    }

    private func end(_ name: String, _ number: UInt64) {
        if online[name] == number { online[name] = nil }
    }

    private func arbiter(_ alias: String) throws(Fault) -> ArbiterDriver {
        if let known = arbiters[alias] { return known }
        guard arbiters.count < Self.servicesMax else {
            throw Fault(.limit, "this AHA knows \(Self.servicesMax) services already", advice: "Forget those that are gone: synctl aha del")
        }
        let driver = ArbiterDriver(
            alias: alias, record: ArbiterRecord(), host: host, nexus: nexus, changed: changed, logger: logger)
        arbiters[alias] = driver
        Self.run(driver, tasks, logger)
        return driver
    }

    // MARK: Finding

    /// The address behind a name, which may leave out the network: `axon...`.
    func resolve(_ name: String) async throws(Fault) -> ServiceAddress {
        let full = full(name)
        if let exact = try known(full) {
            guard online[full] != nil else {
                throw Fault(
                    .unreachable, "\(full) is known but offline", fields: ["name": .string(full)],
                    advice: "Start it, or look at its log: journalctl -u 'synapse-\(exact.kind)@*'")
            }
            return exact.address
        }
        guard let driver = arbiters[full] else { throw try unknown(full) }
        guard let leader = await driver.leader else {
            throw Fault(
                .noLeader, "\(full) has no leader yet", fields: ["name": .string(full)],
                advice: "Start a server of the service that is no mirror; synctl aha status shows them")
        }
        guard online[leader] != nil, let found = try known(leader) else {
            throw Fault(
                .noLeader, "\(full) has no leader now: \(leader) leads and is offline",
                fields: ["name": .string(full), "leader": .string(leader)],
                advice: "Start it, or make a mirror the leader: synctl promote --failure")
        }
        return found.address
    }

    private func full(_ name: String) -> String {
        if name.hasSuffix("...") { return name.dropLast(3) + "." + network }
        return name.hasSuffix(".\(network)") ? name : "\(name).\(network)"
    }

    private func known(_ name: String) throws(Fault) -> Registration? {
        try store.read { (transaction) throws(Fault) in try tables.registration(name, transaction) }
    }

    private func unknown(_ name: String) throws(Fault) -> Fault {
        let registrations = try store.read { (transaction) throws(Fault) in try tables.registrations(transaction) }
        let names = (registrations.map(\.address.name) + arbiters.keys).sorted()
        let list = names.isEmpty ? "no service has registered yet" : "known are \(names.prefix(20).joined(separator: ", "))"
        return Fault(
            .noSuchName, "AHA knows no \(name); \(list)", fields: ["name": .string(name)], advice: "Check the name: synctl aha list")
    }

    func watch(_ name: String, _ writer: ItemWriter<WatchService.Item>) async throws(Fault) {
        var last: WatchService.Item?
        while true {
            let seen = changed.index
            let item: WatchService.Item
            do throws(Fault) {
                item = WatchService.Item(address: try await resolve(name), fault: nil)
            } catch {
                item = WatchService.Item(address: nil, fault: error)
            }
            if item != last { try await writer.send(item) }
            last = item
            try await changed.wait(for: seen.next)
        }
    }

    func list() async throws(Fault) -> [ServiceStatus] {
        let registrations = try store.read { (transaction) throws(Fault) in try tables.registrations(transaction) }
        var found: [ServiceStatus] = []
        for registration in registrations {
            let name = registration.address.name
            let driver = arbiters[registration.alias]
            let reports = await driver?.reports ?? [:]
            let leader = await driver?.leader
            let report = reports[name]
            let end = leader.flatMap { reports[$0]?.position.index }
            let lag = report.flatMap { report in end.map { $0.distance(after: report.position.index) } }
            found.append(ServiceStatus(
                registration: registration, isOnline: online[name] != nil, isLeader: leader == name,
                role: report?.role.rawValue ?? "unknown", ready: online[name] != nil && report?.ready ?? false,
                term: report?.term ?? .none, position: report?.position ?? .origin, upstream: report?.upstream, lag: lag,
                complete: report?.complete))
        }
        return found
    }

    // MARK: Changing

    func promote(_ message: PromoteService, _ caller: Caller) async throws(Fault) -> PromotionOutcome {
        // A server may ask for itself, since its own operator told it to; for others one must be allowed to.
        if caller.user != message.request.candidate { try caller.require(AhaPermission.manage) }
        guard let driver = arbiters[message.alias] else {
            throw try unknown(message.alias)
        }
        return try await driver.promote(message.request)
    }

    func forget(_ name: String) async throws(Fault) {
        let full = full(name)
        guard let registration = try known(full) else { throw try unknown(full) }
        guard online[full] == nil else {
            throw Fault(.refused, "\(full) is online", advice: "Stop it first")
        }
        try await arbiters[registration.alias]?.submit(.remove(full))
        _ = try await nexus.issue(RemoveRegistration(name: full))
        changed.advance(to: changed.index.next)
    }
}

extension Attend.Outgoing {
    /// What the arbiter is told. A server reports for itself only.
    func event(from name: String) throws(Fault) -> ArbiterEvent {
        switch self {
        case .report(let report, let lease):
            try Self.check(report, name)
            return .report(report, lease)
        case .position(let id, let report):
            try Self.check(report, name)
            return .position(id: id, report)
        case .phase(let id, let phase): return .phase(id: id, from: name, phase)
        case .commit(let id, let term, let position): return .commit(id: id, from: name, term: term, position: position)
        case .failure(let id, let fault): return .failed(id: id, from: name, fault)
        }
    }

    private static func check(_ report: MemberReport, _ name: String) throws(Fault) {
        guard report.name == name else { throw Fault(.denied, "\(name) reported for \(report.name)") }
    }
}
